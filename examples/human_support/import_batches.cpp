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
#include <utility>

namespace program {

namespace {

using human_support::Errc;
using human_support::Error;

// A batch costs one wait for the disk, however many records it has; both bounds keep it small in
// memory.
constexpr std::size_t most_batch_records = 500;
constexpr std::size_t most_batch_bytes = 4 * most_record_bytes;

Error with_advice(Error const& error) {
    return error.code() == Errc::already_exists
               ? Error(
                     Errc::already_exists,
                     "The chatbot already has settings; "
                     "import with --replace to replace them, or with --skip-existing to keep them.")
               : error;
}

/// A record can have as many mistakes as bytes; the first ones tell enough, and take bounded
/// memory.
Error with_few_violations(Error const& error) {
    constexpr std::size_t most_violations = 10;
    auto const& all = error.violations();
    auto const count = static_cast<std::ptrdiff_t>(std::min(all.size(), most_violations));
    return {error.code(), error.message(), {all.begin(), all.begin() + count}};
}

boost::json::object refusal_to_json(Place place, Error const& error) {
    boost::json::object json{{"line", place.line}};
    if (place.column != 1) {
        json.emplace("column", place.column);
    }
    for (auto const& member : human_support::failure_envelope(error)) {
        if (member.key() != "success") {
            json.insert(member);
        }
    }
    return json;
}

/// `error`, of the JSON in `text`, with its place in the input.
Error place_in_input(Error const& error, RecordText const& text) {
    auto const located = with_position(error, text.text, text.place);
    if (text.has_end) {
        return located;
    }
    return {error.code(), fmt::format("{} The {} that begins at {} has no end.", located.message(),
                                      text.is_object ? "record" : "array", describe(text.place))};
}

human_support::Result<boost::json::value> read_json(RecordText text) {
    if (text.too_long) {
        return Error(Errc::too_large,
                     fmt::format("A record must be at most {} bytes.", most_record_bytes));
    }
    if (text.lacks_comma) {
        return Error(
            Errc::invalid_json,
            fmt::format("The text is not valid JSON at line {}, column {}: a comma is missing.",
                        text.place.line, text.place.column));
    }
    if (text.json) {
        return *std::move(text.json);
    }
    auto json = human_support::parse_json(text.text, record_limits);
    return json ? std::move(json) : place_in_input(json.error(), text);
}

/// The record in an answer of the API, such as get prints, or else `json` itself.
boost::json::value take_record(boost::json::value json) {
    auto* members = json.if_object();
    auto* data =
        members != nullptr && members->contains("success") ? members->if_contains("data") : nullptr;
    return data != nullptr && data->is_object() ? std::move(*data) : std::move(json);
}

} // namespace

void ImportBatches::add(RecordText text) {
    auto const place = text.place;
    auto const bytes = text.bytes;
    auto record = read_record(std::move(text));
    if (record) {
        add_record(*std::move(record), place, bytes);
    } else {
        next_.refusals.emplace(place, with_few_violations(record.error()));
    }
    next_.last = place;
    if (next_.writes.size() + next_.refusals.size() >= most_batch_records ||
        next_.bytes >= most_batch_bytes) {
        begin_to_store();
    }
}

human_support::Result<human_support::SettingsRecord> ImportBatches::read_record(RecordText text) {
    auto const place = text.place;
    auto parsed = read_json(std::move(text));
    if (!parsed) {
        return parsed.error();
    }
    auto json = take_record(*std::move(parsed));
    std::vector<std::string> unknown;
    if (auto* members = json.if_object()) {
        unknown = unknown_members(*members);
        if (!members->contains(human_support::record_members::account_id)) {
            members->emplace(human_support::record_members::account_id, options_.account);
        }
    }
    if (options_.strict && !unknown.empty()) {
        return unknown_members_error(unknown);
    }
    auto record = human_support::record_from_json(json, {});
    if (record && !unknown.empty()) {
        warn_about(unknown, place);
    }
    return record;
}

/// Names those of the first records; after that it only counts.
void ImportBatches::warn_about(std::vector<std::string> const& unknown_members, Place place) {
    constexpr std::size_t most_warnings = 10;
    if (++records_with_unknown_members_ <= most_warnings) {
        progress_.clear();
        warn_about_unknown_members(unknown_members, " in " + describe(place));
    }
}

void ImportBatches::finish() {
    begin_to_store();
    end_storing();
    progress_.clear();
}

void ImportBatches::stop() {
    end_storing();
    if (next_.last) {
        latest_ = std::exchange(next_, {});
    }
    print_refusals();
    say_how_far();
}

void ImportBatches::say_how_far() {
    progress_.clear();
    if (!latest_.places.empty()) {
        say(fmt::format("{} records before {} are stored; that one and later ones are not.",
                        stored_, describe(latest_.places.front())));
    } else if (latest_.last) {
        say(fmt::format("{} records up to {} are stored; later ones are not.", stored_,
                        describe(*latest_.last)));
    } else {
        say("No records are stored.");
    }
}

void ImportBatches::add_record(human_support::SettingsRecord record, Place place,
                               std::size_t bytes) {
    if (next_.chatbots.contains(record.chatbot_id)) {
        begin_to_store(); // a batch takes a chatbot once only
    }
    next_.chatbots.insert(record.chatbot_id);
    auto const expected = options_.existing == Existing::replace
                              ? human_support::Expectation(human_support::Anything{})
                              : human_support::Expectation(human_support::Absent{});
    next_.writes.push_back(human_support::Write::store(std::move(record), expected));
    next_.places.push_back(place);
    next_.bytes += bytes;
}

void ImportBatches::begin_to_store() {
    end_storing(); // of the batch before, so that there are never more than two
    if (!next_.last) {
        return;
    }
    std::swap(latest_, next_);
    if (!latest_.writes.empty()) {
        results_ = storing_thread_.store(latest_.writes);
    }
    next_ = {}; // only now, since it takes a while to free the batch before
}

void ImportBatches::end_storing() {
    if (results_.valid()) {
        take_results(results_.get());
    }
    print_refusals();
    progress_.show(fmt::format("{} stored, {} refused …", stored_, refused_));
}

void ImportBatches::take_results(StoringThread::Results const& results) {
    if (!results) {
        give_up(results.error());
    }
    for (std::size_t i = 0; i < results->size(); ++i) {
        if (auto const& result = (*results)[i]) {
            ++stored_;
        } else if (options_.existing == Existing::skip &&
                   result.error().code() == Errc::already_exists) {
            ++skipped_;
        } else {
            latest_.refusals.emplace(latest_.places[i], with_advice(result.error()));
        }
    }
    latest_.places.clear();
}

void ImportBatches::print_refusals() {
    progress_.clear();
    for (auto const& [place, error] : latest_.refusals) {
        print_line(one_line(refusal_to_json(place, error)));
    }
    if (!latest_.refusals.empty()) {
        flush_output(); // whoever reads them can see them now, and whether they are read is known
    }
    refused_ += latest_.refusals.size();
    latest_.refusals.clear();
}

void ImportBatches::give_up(Error const& error) {
    print_refusals();
    if (error.code() == Errc::outcome_unknown) {
        auto const first = describe(latest_.places.front());
        say(fmt::format("{} records before {} are stored. Those from {} to {} may all be stored, "
                        "or none of them; later ones are not stored.",
                        stored_, first, first, describe(latest_.places.back())));
    } else {
        say_how_far();
    }
    throw Failure(error);
}

} // namespace program
