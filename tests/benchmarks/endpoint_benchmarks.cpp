// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "allocation_count.hpp"
#include "find_each.hpp"
#include "groups.hpp"
#include "measurements.hpp"
#include "register_operation.hpp"
#include "support/sample_record.hpp"

#include <human_support/endpoint.hpp>
#include <human_support/envelope.hpp>
#include <human_support/memory_repository.hpp>
#include <human_support/sqlite_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace benchmarks {

namespace {

using human_support::Caller;
using human_support::ChatbotId;
using human_support::Endpoint;
using human_support::Request;
using human_support::Response;
using human_support::SettingsRepository;
using human_support::SettingsService;

/// An endpoint above an engine.
class Host {
public:
    explicit Host(SettingsRepository& engine)
        : service_(engine, human_support::system_clock_and_ids()), endpoint_(service_) {}

    Response get(ChatbotId const& id, Caller const& caller) {
        return succeeding({.method = "GET", .chatbot_id = id.str()}, caller);
    }

    Response patch(ChatbotId const& id, Caller const& caller, std::string_view body) {
        return succeeding({.method = "PATCH",
                           .chatbot_id = id.str(),
                           .content_type = "application/merge-patch+json",
                           .body = body},
                          caller);
    }

private:
    Response succeeding(Request const& request, Caller const& caller) {
        auto response = endpoint_.handle(request, caller);
        if (response.status != 200) {
            throw std::runtime_error(response.body);
        }
        return response;
    }

    SettingsService service_;
    Endpoint endpoint_;
};

/// Answers a GET by a tree of JSON values, which is then written.
Response get_by_tree(SettingsRepository const& engine, ChatbotId const& id) {
    auto const record = engine.find(id).value();
    return human_support::json_response(
        200, human_support::success_envelope(human_support::success_message("retrieved"),
                                             human_support::to_response_json(*record)));
}

/// The iterations of a round.
constexpr benchmark::IterationCount requests = 10'000;

void measure_on_memory(Plan const& plan, Report& report) {
    human_support::MemoryRepository engine;
    auto record = ::sample_record("a-chatbot-with-a-long-name");
    record.settings.lead_notification_email = {"support.desk@example.com"};
    store(engine, record).value();
    auto const& id = record.chatbot_id;
    Caller const caller{record.account_id, "actor"};
    Host host(engine);
    auto const get = [&] { return host.get(id, caller); };
    auto const by_tree = [&] { return get_by_tree(engine, id); };
    if (get().body != by_tree().body) {
        throw std::runtime_error("the two ways to answer a GET differ");
    }
    constexpr std::array<std::string_view, 2> bodies{R"({"leadNotification": true})",
                                                     R"({"leadNotification": false})"};
    std::size_t next = 0;
    auto const patch = [&] { return host.patch(id, caller, bodies[next++ % bodies.size()]); };

    register_operation("GET", requests, get);
    register_operation("GET, a tree of Boost.JSON", requests, by_tree);
    register_operation("PATCH of one setting", requests, patch);
    Measurements measured;
    measured.run(plan.rounds);

    std::string const what = "Endpoint on the memory engine";
    for (char const* name : {"GET", "GET, a tree of Boost.JSON", "PATCH of one setting"}) {
        report.figure(measured.time(what, name, in_nanoseconds));
    }
    auto const allocations = allocations_of(get);
    report.figure(allocation_figure(what, "GET", allocations));
    report.figure(allocation_figure(what, "GET, a tree of Boost.JSON", allocations_of(by_tree)));
    report.figure(allocation_figure(what, "PATCH of one setting", allocations_of(patch)));
    report.at_most("endpoint: GET on the memory engine, allocations",
                   static_cast<double>(allocations), 6);
    report.at_least("endpoint: GET on the memory engine / a tree of Boost.JSON",
                    measured.speedup("GET", "GET, a tree of Boost.JSON"), 3);
}

void measure_on_sqlite(Plan const& plan, Report& report) {
    auto const records = plan.record_counts.front();
    human_support::SqliteOptions options;
    options.page_cache = std::size_t{1} << 30; // all of the file, so that only our own work counts
    auto const engine =
        human_support::SqliteRepository::open(
            plan.files.copy(plan.files.with_records(records), "endpoint.db"), options)
            .value();
    // As in a store that is in use: while the WAL is empty, each read asks for the file's size.
    auto const first = sample_record(0);
    store(*engine, first).value();
    // Those of one account, so that the caller need not be looked up.
    std::vector<ChatbotId> ids;
    for (std::size_t number = 0; number < 10; ++number) {
        ids.push_back(chatbot_id(number));
    }
    Caller const caller{first.account_id, "actor"};
    Host host(*engine);
    register_find_each("find", requests, ids,
                       [&](ChatbotId const& id) { return engine->find(id).value() != nullptr; });
    register_find_each("GET", requests, ids,
                       [&](ChatbotId const& id) { return !host.get(id, caller).body.empty(); });
    Measurements measured;
    measured.run(plan.rounds);

    for (char const* name : {"find", "GET"}) {
        report.figure(measured.time("Endpoint on SQLite", name, in_microseconds));
    }
    report.at_most("endpoint: GET on SQLite, time of the bare find",
                   1 / measured.speedup("GET", "find"), 1.15);
}

} // namespace

void measure_endpoint(Plan const& plan, Report& report) {
    measure_on_memory(plan, report);
    measure_on_sqlite(plan, report);
}

} // namespace benchmarks
