// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// One write of a call, which fits into a line: what is stored is made from a number.
struct PlannedWrite {
    human_support::ChatbotId chatbot_id;
    std::optional<std::uint64_t> content; ///< what to store, and used once; none for an erasure
    human_support::Expectation expected;
};

/// The record that `content` stands for. No two numbers give the same one.
[[nodiscard]] human_support::SettingsRecord record_of(human_support::ChatbotId const& chatbot_id,
                                                      std::uint64_t content);

/// `planned` as the store takes it.
[[nodiscard]] human_support::Write to_write(PlannedWrite const& planned);

/// A call of `write`, as its writer tells of it before it makes the call.
struct AnnouncedCall {
    std::string id; ///< of this call alone, without a space
    std::vector<PlannedWrite> writes;
};

/// What `write` returned. The text of a line keeps an error's code alone.
struct AnsweredCall {
    std::string id;
    human_support::Result<human_support::WriteResults> results;
};

// A line of text for each, without its end:
//     call ID store:CHATBOT:CONTENT:EXPECTED erase:CHATBOT:EXPECTED ...
//     answer ID done REVISION ERROR ...
//     answer ID failed ERROR
// where EXPECTED is `anything`, `absent` or a revision. Reading throws a `std::invalid_argument`
// where `line` is no such text.
[[nodiscard]] std::string to_line(AnnouncedCall const& call);
[[nodiscard]] std::string to_line(AnsweredCall const& call);
[[nodiscard]] AnnouncedCall read_announced_call(std::string const& line);
[[nodiscard]] AnsweredCall read_answered_call(std::string const& line);
