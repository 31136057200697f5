// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "fuzz/fuzzer.hpp"

#include <human_support/endpoint.hpp>

#include <string_view>

/// A request as the corpus has it:
///
///     PATCH bot
///     Content-Type: application/json
///
///     {"leadNotification":true}
[[nodiscard]] inline human_support::Request parse_request(std::string_view text) {
    auto line = take_until("\n", text);
    human_support::Request request{take_until(" ", line), line};
    for (line = take_until("\n", text); !line.empty(); line = take_until("\n", text)) {
        auto const name = take_until(": ", line);
        if (name == "Authorization") {
            request.authorization = line;
        } else if (name == "Content-Type") {
            request.content_type = line;
        } else if (name == "If-Match") {
            request.if_match = line;
        } else if (name == "If-None-Match") {
            request.if_none_match = line;
        }
    }
    request.body = text;
    return request;
}
