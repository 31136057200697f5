// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/call_lines.hpp"

#include "support/random_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>

using namespace human_support;

namespace {

template <class Number>
Number read_number(std::string_view text) {
    Number number{};
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end) {
        throw std::invalid_argument(fmt::format("'{}' is no number", text));
    }
    return number;
}

std::string expected_text(Expectation const& expected) {
    if (auto const* revision = std::get_if<Revision>(&expected)) {
        return std::to_string(*revision);
    }
    return std::holds_alternative<Absent>(expected) ? "absent" : "anything";
}

Expectation read_expected(std::string_view text) {
    if (text == "anything") {
        return Anything{};
    }
    if (text == "absent") {
        return Absent{};
    }
    return read_number<Revision>(text);
}

Errc read_error(std::string_view text) {
    for (int i = 1; name(static_cast<Errc>(i)) != "unknown"; ++i) {
        if (name(static_cast<Errc>(i)) == text) {
            return static_cast<Errc>(i);
        }
    }
    throw std::invalid_argument(fmt::format("'{}' is no error", text));
}

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream input(text);
    for (std::string part; std::getline(input, part, separator);) {
        parts.push_back(part);
    }
    return parts;
}

PlannedWrite read_planned_write(std::string const& text) {
    auto const parts = split(text, ':');
    if (parts.size() == 4 && parts[0] == "store") {
        return {ChatbotId::parse(parts[1]).value(), read_number<std::uint64_t>(parts[2]),
                read_expected(parts[3])};
    }
    if (parts.size() == 3 && parts[0] == "erase") {
        return {ChatbotId::parse(parts[1]).value(), std::nullopt, read_expected(parts[2])};
    }
    throw std::invalid_argument(fmt::format("'{}' is no write", text));
}

/// The words of a line that begins with `first`, and has `least` words at least.
std::vector<std::string> words_of(std::string const& line, std::string_view first,
                                  std::size_t least) {
    auto words = split(line, ' ');
    if (words.size() < least || words[0] != first) {
        throw std::invalid_argument(fmt::format("'{}' is no line of a call", line));
    }
    return words;
}

} // namespace

SettingsRecord record_of(ChatbotId const& chatbot_id, std::uint64_t content) {
    Random random(static_cast<unsigned>(content));
    boost::uuids::uuid id{};
    std::generate(id.begin(), id.end(),
                  [&] { return static_cast<unsigned char>(random.up_to(255)); });
    auto settings = random.settings();
    if (random.up_to(7) == 0) {
        settings.human_support_confirmation_message.append(6'000, 'x'); // more than a page holds
    }
    auto const created_at = Timestamp{std::chrono::milliseconds{random.up_to(1'000'000'000)}};
    return {id,
            chatbot_id,
            AccountId::parse(random.coin() ? "one" : "two").value(),
            std::to_string(content),
            std::move(settings),
            created_at,
            created_at + std::chrono::milliseconds{random.up_to(1'000)}};
}

Write to_write(PlannedWrite const& planned) {
    return planned.content
               ? Write::store(record_of(planned.chatbot_id, *planned.content), planned.expected)
               : Write::erase(planned.chatbot_id, planned.expected);
}

std::string to_line(AnnouncedCall const& call) {
    auto line = "call " + call.id;
    for (auto const& write : call.writes) {
        line += write.content ? fmt::format(" store:{}:{}:", write.chatbot_id.str(), *write.content)
                              : fmt::format(" erase:{}:", write.chatbot_id.str());
        line += expected_text(write.expected);
    }
    return line;
}

std::string to_line(AnsweredCall const& call) {
    if (!call.results) {
        return fmt::format("answer {} failed {}", call.id, name(call.results.error().code()));
    }
    auto line = fmt::format("answer {} done", call.id);
    for (auto const& result : *call.results) {
        line += result ? fmt::format(" {}", result->revision)
                       : fmt::format(" {}", name(result.error().code()));
    }
    return line;
}

AnnouncedCall read_announced_call(std::string const& line) {
    auto const words = words_of(line, "call", 3);
    AnnouncedCall call{words[1], {}};
    for (std::size_t i = 2; i < words.size(); ++i) {
        call.writes.push_back(read_planned_write(words[i]));
    }
    return call;
}

AnsweredCall read_answered_call(std::string const& line) {
    auto const words = words_of(line, "answer", 4);
    if (words[2] == "failed") {
        return {words[1], read_error(words[3])};
    }
    WriteResults results;
    for (std::size_t i = 3; i < words.size(); ++i) {
        bool const is_revision = words[i].find_first_not_of("0123456789") == std::string::npos;
        results.push_back(
            is_revision ? Result<FeedMark>(FeedMark{no_epoch, read_number<Revision>(words[i])})
                        : Result<FeedMark>(read_error(words[i])));
    }
    return {words[1], std::move(results)};
}
