// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/escalation.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <span>

namespace human_support {

/// Returns the buttons as JSON for a client that shows them, in their order:
/// `[{"kind":"request_human","text":"…"},…]`. The kinds are their stable names, by which a press is
/// matched.
[[nodiscard]] inline boost::json::array to_json(std::span<QuickReply const> replies) {
    boost::json::array json;
    for (QuickReply const& reply : replies) {
        json.push_back(boost::json::object{{"kind", name(reply.kind)}, {"text", reply.text}});
    }
    return json;
}

} // namespace human_support
