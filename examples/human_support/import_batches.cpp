// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "import_batches.hpp"

#include "json_mistake.hpp"
#include "json_text.hpp"
#include "output.hpp"
#include "unknown_members.hpp"

#include <human_support/envelope.hpp>
#include <human_support/settings_json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace program {

namespace {

using human_support::Errc;
using human_support::Error;

// A batch costs one wait for the disk, however many lines it has; both bounds keep it small in
// memory.
constexpr std::size_t most_batch_lines = 500;
constexpr std::size_t most_batch_bytes = 4 * most_line_bytes;

Error with_advice(Error const& error) {
    return error.code() == Errc::already_exists
               ? Error(Errc::already_exists, "The chatbot already has settings; "
                                             "import with --replace to replace them.")
               : error;
}

/// A line can have as many mistakes as bytes; the first ones tell enough, and take bounded memory.
Error with_few_violations(Error const& error) {
    constexpr std::size_t most_violations = 10;
    auto const& all = error.violations();
    auto const count = static_cast<std::ptrdiff_t>(std::min(all.size(), most_violations));
    return {error.code(), error.message(), {all.begin(), all.begin() + count}};
}

boost::json::object refusal_to_json(std::size_t line, Error const& error) {
    boost::json::object json{{"line", line}};
    for (auto const& member : human_support::failure_envelope(error)) {
        if (member.key() != "success") {
            json.insert(member);
        }
    }
    return json;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

} // namespace

void ImportBatches::add(Line const& line) {
    if (!line.too_long && is_blank(line.text)) {
        return;
    }
    auto record = read_record(line);
    if (record) {
        add_record(line, *std::move(record));
    } else {
        refusals_.emplace(line.number, with_few_violations(record.error()));
    }
    if (writes_.size() + refusals_.size() >= most_batch_lines || bytes_ >= most_batch_bytes) {
        write();
    }
}

human_support::Result<human_support::SettingsRecord> ImportBatches::read_record(Line const& line) {
    if (line.too_long) {
        return Error(Errc::too_large,
                     fmt::format("A line must be at most {} bytes.", most_line_bytes));
    }
    auto const json = human_support::parse_json(line.text, {.body_bytes = most_line_bytes});
    if (!json) {
        return with_position(json.error(), line.text, line.number);
    }
    auto const unknown =
        json->is_object() ? unknown_members(json->get_object()) : std::vector<std::string>();
    if (strict_ && !unknown.empty()) {
        return unknown_members_error(unknown);
    }
    auto record = human_support::record_from_json(*json, {});
    if (record && !unknown.empty()) {
        warn_about(unknown, line.number);
    }
    return record;
}

/// Names those of the first lines; after that it only counts.
void ImportBatches::warn_about(std::vector<std::string> const& unknown_members, std::size_t line) {
    constexpr std::size_t most_lines = 10;
    if (++lines_with_unknown_members_ <= most_lines) {
        progress_.clear();
        warn_about_unknown_members(unknown_members, fmt::format(" in line {}", line));
    }
}

void ImportBatches::finish() {
    write();
    progress_.clear();
}

void ImportBatches::add_record(Line const& line, human_support::SettingsRecord record) {
    if (chatbots_.contains(record.chatbot_id)) {
        write(); // a batch takes a chatbot once only
    }
    chatbots_.insert(record.chatbot_id);
    writes_.push_back(human_support::Write::store(std::move(record), expected_));
    lines_.push_back(line.number);
    bytes_ += line.text.size();
}

void ImportBatches::write() {
    if (!writes_.empty()) {
        auto const results = repository_.write(writes_);
        if (!results) {
            give_up(results.error());
        }
        for (std::size_t i = 0; i < results->size(); ++i) {
            if (auto const& result = (*results)[i]) {
                ++stored_;
            } else {
                refusals_.emplace(lines_[i], with_advice(result.error()));
            }
        }
    }
    print_refusals();
    progress_.show(fmt::format("{} stored, {} refused …", stored_, refused_));
    writes_.clear();
    lines_.clear();
    chatbots_.clear();
    bytes_ = 0;
}

void ImportBatches::print_refusals() {
    progress_.clear();
    for (auto const& [line, error] : refusals_) {
        print_line(one_line(refusal_to_json(line, error)));
    }
    refused_ += refusals_.size();
    refusals_.clear();
}

void ImportBatches::give_up(Error const& error) {
    print_refusals();
    auto const first = lines_.front();
    if (error.code() == Errc::outcome_unknown) {
        say(fmt::format(
            "{} records before line {} are stored. Lines {} to {} may all be stored, or "
            "none of them; later lines are not stored.",
            stored_, first, first, lines_.back()));
    } else {
        say(fmt::format("{} records before line {} are stored; that line and later ones are not.",
                        stored_, first));
    }
    throw Failure(error);
}

} // namespace program
