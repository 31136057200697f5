// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// How the PostgreSQL engine compares, within one run, with libpq by hand and with libpqxx.
#include "../find_each.hpp"
#include "../measurements.hpp"
#include "../register_operation.hpp"
#include "../report.hpp"
#include "../sample_files.hpp"
#include "../timed_threads.hpp"
#include "hand_written.hpp"

#include <human_support/postgresql_repository.hpp>
#include <human_support/settings_cache.hpp>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <deque>
#include <exception>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::Anything;
using human_support::PostgresqlRepository;
using human_support::SettingsRecord;
using human_support::Write;

/// Where to measure, and how much.
struct ServerPlan {
    std::string conninfo;
    std::size_t records; ///< in the import
    std::size_t writes;  ///< at a time
    int rounds;
};

std::vector<SettingsRecord> sample_records(std::size_t count) {
    std::vector<SettingsRecord> records;
    records.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        records.push_back(sample_record(i));
    }
    return records;
}

Seconds time(auto const& work) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin;
}

/// Fills the store.
void measure_import(ServerPlan const& plan, PostgresqlRepository& library, Report& report) {
    auto const records = sample_records(plan.records);
    HandWrittenPostgresql hand_written(plan.conninfo);
    auto const copied = time([&] { hand_written.copy(records); });
    auto const imported = time([&] {
        std::vector<Write> batch;
        for (auto const& record : records) {
            batch.push_back(Write::store(record, Anything{}));
            if (batch.size() == 5000 || &record == &records.back()) {
                library.write(batch).value();
                batch.clear();
            }
        }
    });
    for (auto const& [name, took] :
         {std::pair("COPY", copied), std::pair("library, 5000 in a batch", imported)}) {
        report.figure({.picture = fmt::format("{} new records on PostgreSQL", plan.records),
                       .unit = "s",
                       .name = name,
                       .best = took.count(),
                       .median = took.count()});
    }
    report.at_least("import / COPY of the same rows", copied / imported, 0.5);
}

class Libpqxx {
public:
    explicit Libpqxx(std::string const& conninfo) : connection_(conninfo) {
        connection_.prepare("find", "SELECT * FROM human_support_settings WHERE chatbot_id = $1");
    }

    bool find(human_support::ChatbotId const& id) {
        pqxx::nontransaction work(connection_);
        auto const rows = work.exec_prepared("find", id.str());
        SettingsRecord record = blank_;
        auto const row = rows.front();
        auto& settings = record.settings;
        record.chatbot_id = human_support::ChatbotId::parse(row["chatbot_id"].c_str()).value();
        record.account_id = human_support::AccountId::parse(row["account_id"].c_str()).value();
        record.updated_by = row["updated_by"].c_str();
        settings.enable_human_support = row["enable_human_support"].as<bool>();
        settings.replace_all_other_suggestions_with_escalation_buttons =
            row["replace_all_other_suggestions_with_escalation_buttons"].as<bool>();
        settings.positive_feedback_prompt = row["positive_feedback_prompt"].c_str();
        settings.request_human_support_prompt = row["request_human_support_prompt"].c_str();
        settings.human_support_confirmation_message =
            row["human_support_confirmation_message"].c_str();
        settings.lead_notification = row["lead_notification"].as<bool>();
        settings.lead_notification_email.emplace_back(row["lead_notification_email"].c_str());
        settings.show_escalation_buttons_after_responses =
            row["show_escalation_buttons_after_responses"].as<bool>();
        record.revision = row["revision"].as<std::int64_t>();
        return record.revision > 0;
    }

private:
    pqxx::connection connection_;
    SettingsRecord blank_ = sample_record(0);
};

void measure_finds(ServerPlan const& plan, PostgresqlRepository& library, Report& report) {
    HandWrittenPostgresql hand_written(plan.conninfo);
    Libpqxx libpqxx(plan.conninfo);
    std::vector<human_support::ChatbotId> ids;
    for (auto const number : random_numbers(1000, plan.records)) {
        ids.push_back(chatbot_id(number));
    }
    auto const finds = static_cast<benchmark::IterationCount>(ids.size());
    register_find_each("hand-written", finds, ids,
                       [&](auto const& id) { return hand_written.find(id) != nullptr; });
    register_find_each("library", finds, ids,
                       [&](auto const& id) { return library.find(id).value() != nullptr; });
    register_find_each("libpqxx", finds, ids, [&](auto const& id) { return libpqxx.find(id); });
    register_operation("SELECT 1", finds, [&] {
        hand_written.select_one();
        return true;
    });
    auto const mark = library.changes(std::nullopt, 0).value().mark;
    register_operation("poll", finds, [&] { return library.changes(mark, 100).value(); });
    // A machine answers in 70 us for a while and in 110 for another; so the rounds are short.
    Measurements measured;
    measured.run(10 * plan.rounds);
    for (char const* name : {"hand-written", "library", "libpqxx", "SELECT 1", "poll"}) {
        report.figure(
            measured.time(fmt::format("Finds among {} records on PostgreSQL, and polls of the feed",
                                      plan.records),
                          name, in_microseconds));
    }
    report.at_least("find / hand-written", measured.speedup("library", "hand-written"), 0.95);
    report.at_least("find / libpqxx", measured.speedup("library", "libpqxx"), 1);
    report.at_most("poll without changes, in SELECT 1", 1 / measured.speedup("poll", "SELECT 1"),
                   1.2);
}

void measure_writes(ServerPlan const& plan, PostgresqlRepository& library, Report& report) {
    auto const writes = random_writes(plan.writes);
    std::deque<HandWrittenPostgresql> connections;
    constexpr std::array<std::pair<std::size_t, double>, 3> required{{{1, 0.95}, {8, 4}, {32, 10}}};
    while (connections.size() < required.back().first) {
        connections.emplace_back(plan.conninfo);
    }
    auto const add = [&](std::string const& name, std::size_t threads, auto const& store) {
        benchmark::RegisterBenchmark(
            name.c_str(),
            [&, threads](benchmark::State& state) {
                for (auto _ : state) {
                    std::atomic<std::size_t> next_connection = 0;
                    auto const times = time_in_threads(threads, writes.size(), [&](std::size_t i) {
                        thread_local HandWrittenPostgresql* own = nullptr;
                        own = own == nullptr ? &connections[next_connection++] : own;
                        store(*own, writes[i]);
                    });
                    state.SetIterationTime(times.all.count());
                }
                state.SetItemsProcessed(static_cast<std::int64_t>(writes.size()));
            })
            ->Iterations(1)
            ->UseManualTime();
    };
    auto const by_hand = [](HandWrittenPostgresql& own, Write const& write) {
        own.store(*write.record());
    };
    auto const by_library = [&](HandWrittenPostgresql&, Write const& write) {
        library.write(write).value();
    };
    for (auto const& [threads, least] : required) {
        add(with_threads("hand-written", threads), threads, by_hand);
        add(with_threads("library", threads), threads, by_library);
    }
    Measurements measured;
    measured.run(plan.rounds);
    for (auto const& [threads, least] : required) {
        auto const library_name = with_threads("library", threads);
        auto const baseline = with_threads("hand-written", threads);
        for (auto const& name : {baseline, library_name}) {
            report.figure(measured.speed_figure("Durable writes on PostgreSQL", name, "writes/s"));
        }
        report.at_least(fmt::format("durable writes: {} / hand-written", library_name),
                        measured.speedup(library_name, baseline), least);
    }
}

/// Writes from so many threads of each of some processes.
Seconds time_processes(ServerPlan const& plan, int processes, std::size_t threads) {
    auto const writes = random_writes(plan.writes);
    std::vector<std::array<int, 2>> pipes(static_cast<std::size_t>(processes) * 2);
    auto const share = plan.writes / static_cast<std::size_t>(processes);
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        auto& ready = pipes[static_cast<std::size_t>(2 * i)];
        auto& go = pipes[static_cast<std::size_t>(2 * i + 1)];
        if (pipe(ready.data()) != 0 || pipe(go.data()) != 0) {
            throw std::runtime_error("no pipe");
        }
        auto const child = fork();
        if (child == 0) {
            auto const library = PostgresqlRepository::open(plan.conninfo).value();
            char byte = 'r';
            bool const told = write(ready[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1;
            auto const first = static_cast<std::size_t>(i) * share;
            time_in_threads(threads, told ? share : 0,
                            [&](std::size_t w) { library->write(writes[first + w]).value(); });
            _exit(0);
        }
        children.push_back(child);
        char byte = 0;
        if (read(ready[0], &byte, 1) != 1) {
            throw std::runtime_error("a process could not begin");
        }
    }
    return time([&] {
        for (int i = 0; i < processes; ++i) {
            char const byte = 'g';
            if (write(pipes[static_cast<std::size_t>(2 * i + 1)][1], &byte, 1) != 1) {
                throw std::runtime_error("a process has ended");
            }
        }
        for (auto const child : children) {
            waitpid(child, nullptr, 0);
        }
        for (auto const& ends : pipes) {
            close(ends[0]);
            close(ends[1]);
        }
    });
}

void measure_processes(ServerPlan const& plan, Report& report) {
    std::vector<double> ratios;
    for (int round = 0; round < plan.rounds; ++round) {
        auto const one = time_processes(plan, 1, 16);
        auto const two = time_processes(plan, 2, 8);
        ratios.push_back(one / two);
    }
    report.at_least("durable writes: 2 processes of 8 threads / 1 of 16", median(ratios), 1);
}

/// How long it takes until a cache of one node shows what another node has written.
void measure_staleness(ServerPlan const& plan, PostgresqlRepository& library, Report& report) {
    auto const other = PostgresqlRepository::open(plan.conninfo).value();
    human_support::SettingsCache const cache(*other);
    auto record = sample_record(0);
    std::vector<double> times;
    for (int i = 0; i < 20; ++i) {
        cache.find_cached(record.chatbot_id).value();
        record.updated_by = fmt::format("{}", i);
        auto const written = library.write(Write::store(record, Anything{})).value();
        times.push_back(time([&] {
                            for (;;) {
                                auto const found = cache.find_cached(record.chatbot_id).value();
                                if (found.record->revision == written.revision) {
                                    return;
                                }
                                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                            }
                        }).count());
    }
    report.figure({.picture = "Time until another node's cache shows a write",
                   .unit = "s",
                   .name = "staleness of 1 s",
                   .best = std::ranges::min(times),
                   .median = median(times)});
    report.at_most("the longest time until another node's cache shows a write, in its staleness",
                   std::ranges::max(times), 1);
}

int run(bool quick, char const* conninfo) {
    ServerPlan const plan =
        quick ? ServerPlan{conninfo, 100'000, 1000, 3} : ServerPlan{conninfo, 1'000'000, 4000, 9};
    Report report;
    measure_processes(plan, report); // before there are other threads, since it forks
    auto const library = PostgresqlRepository::open(plan.conninfo).value();
    measure_import(plan, *library, report);
    measure_finds(plan, *library, report);
    measure_writes(plan, *library, report);
    measure_staleness(plan, *library, report);
    report.write_results("The PostgreSQL engine");
    return report.print_table() || quick ? 0 : 1;
}

} // namespace

} // namespace benchmarks

int main(int argc, char** argv) {
    bool const quick = argc == 3 && std::string_view(argv[1]) == "--quick";
    if (argc != (quick ? 3 : 2)) {
        fmt::print(stderr, "usage: {} [--quick] CONNINFO\n", argv[0]);
        return 2;
    }
    try {
        return benchmarks::run(quick, argv[argc - 1]);
    } catch (std::exception const& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
}
