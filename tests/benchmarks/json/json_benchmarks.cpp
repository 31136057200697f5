// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "../allocation_count.hpp"
#include "../groups.hpp"
#include "../measurements.hpp"
#include "../register_operation.hpp"
#include "reading.hpp"
#include "respond.hpp"
#include "support/sample_record.hpp"

#include <human_support/settings_patch.hpp>

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::SettingsRecord;

constexpr std::string_view full_body =
    R"({"enableHumanSupport": true, "replaceAllOtherSuggestionsWithEscalationButtons": false,)"
    R"( "positiveFeedbackPrompt": "Yes, that answered my question 🙂",)"
    R"( "requestHumanSupportPrompt": "I would rather talk to a human being",)"
    R"( "humanSupportConfirmationMessage": "Thank you.\nOne of our \"colleagues\" gets back to you)"
    R"( within a working day, by the e-mail you gave us.", "leadNotification": true, "leadNotificationEmail":)"
    R"( ["support.desk@example.com", "second.line.of.support@example.org"],)"
    R"( "showEscalationButtonsAfterResponses": true})";
static_assert(full_body.size() == 526);
constexpr std::size_t long_texts_of_full_body = 5; // which no string holds without an allocation

constexpr std::string_view body_of_one_setting = R"({"leadNotification": true})";

/// One of the libraries that are compared.
struct Participant {
    char const* name;
    Respond respond;
};

constexpr char const* library = "library";
constexpr char const* simdjson = "simdjson";
constexpr char const* rapidjson = "RapidJSON";
constexpr char const* boost_json = "Boost.JSON, a tree";
constexpr char const* nlohmann = "nlohmann/json";
constexpr char const* merge_patch = "nlohmann/json, merge_patch";

std::vector<Participant> participants() {
    return {{library, by_library()},
            {simdjson, by_simdjson()},
            {"simdjson for this processor", by_simdjson_for_this_processor()},
            {rapidjson, by_rapidjson()},
            {boost_json, by_boost_json_tree()},
            {nlohmann, by_nlohmann()},
            {merge_patch, by_nlohmann_merge_patch()}};
}

/// The record that all change. Nothing in it takes memory, so that copying it is no work.
SettingsRecord stored_record() {
    auto record = ::sample_record("chatbot");
    record.settings = human_support::detail::empty_settings();
    return record;
}

/// Throws unless `peer` answers as the library does, and refuses what the library refuses.
void verify(Participant const& peer) {
    constexpr std::array<std::string_view, 13> bodies{
        full_body,
        body_of_one_setting,
        "{}",
        R"({"positiveFeedbackPrompt": null, "showEscalationButtonsAfterResponses": null})",
        R"({"leadNotificationEmail": [], "id": [{"1": 2e3}], "other": {"leadNotification": 1}})",
        R"({"requestHumanSupportPrompt": "\u00e9\ud83d\ude42 / \\ \u0041"})",
        R"({"leadNotification": "true"})",
        R"({"leadNotificationEmail": ["a@example.com", 1]})",
        R"({"leadNotificationEmail": {}})",
        R"({"positiveFeedbackPrompt": 1})",
        R"({"leadNotification": true)",
        R"({"leadNotification": true} {})",
        "[]",
    };
    for (auto const body : bodies) {
        if (peer.respond(body, stored_record()) != by_library()(body, stored_record())) {
            throw std::runtime_error(fmt::format("{} answers otherwise to {}", peer.name, body));
        }
    }
}

/// What reads a body, and writes nothing.
struct Reader {
    char const* name;
    bool (*read)(std::string_view body);
};
constexpr std::array<Reader, 2> readers{
    {{"parse_patch", read_by_library}, {"its parser alone", read_by_parser_alone}}};

/// The iterations of a round.
constexpr benchmark::IterationCount bodies_of_round = 10'000;

/// Measures everybody with `body`, says what came out, and returns it.
Measurements measure(Plan const& plan, std::string const& what, std::string_view body,
                     Report& report) {
    auto const all = participants();
    auto const record = stored_record();
    for (auto const& one : all) {
        register_operation(one.name, bodies_of_round, [&] { return one.respond(body, record); });
    }
    for (auto const& reader : readers) {
        register_operation(reader.name, bodies_of_round, [&] { return reader.read(body); });
    }
    Measurements measured;
    measured.run(plan.rounds);
    for (auto const& one : all) {
        report.figure(measured.time(what + " to response", one.name, in_nanoseconds));
        auto const allocations = allocations_of([&] { one.respond(body, record); });
        report.figure(allocation_figure(what + " to response", one.name, allocations));
    }
    for (auto const& reader : readers) {
        report.figure(measured.time(what + ", read only", reader.name, in_nanoseconds));
    }
    return measured;
}

/// How many times the time of `other` the library takes.
double times_of(Measurements const& measured, char const* other) {
    return 1 / measured.speedup(library, other);
}

} // namespace

void measure_json(Plan const& plan, Report& report) {
    for (auto const& one : participants()) {
        verify(one);
    }
    auto const full = measure(plan, "Body of every setting", full_body, report);
    auto const one = measure(plan, "Body of one setting", body_of_one_setting, report);

    report.at_most("json: every setting, time of simdjson", times_of(full, simdjson), 1.3);
    report.at_most("json: one setting, time of simdjson", times_of(one, simdjson), 1.3);
    for (auto const& [peer, least] : {std::pair(rapidjson, 3.0), std::pair(boost_json, 3.0),
                                      std::pair(nlohmann, 8.0), std::pair(merge_patch, 20.0)}) {
        report.at_least(fmt::format("json: every setting / {}", peer), full.speedup(library, peer),
                        least);
    }
    auto const respond = by_library();
    auto const record = stored_record();
    auto const allocations = allocations_of([&] { respond(full_body, record); });
    report.at_most("json: every setting, allocations beyond its texts",
                   static_cast<double>(allocations - long_texts_of_full_body), 2);
}

} // namespace benchmarks
