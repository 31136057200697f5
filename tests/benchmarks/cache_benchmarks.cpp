// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "find_each.hpp"
#include "groups.hpp"
#include "lmdb.hpp"
#include "map_of_records.hpp"
#include "measurements.hpp"
#include "steady_writer.hpp"

#include <human_support/settings_cache.hpp>
#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::ChatbotId;
using human_support::SettingsCache;
using human_support::SettingsRecord;
using human_support::SettingsRecordPtr;

constexpr char const* to_a_function = "cache, to a function";
constexpr char const* copied_out = "cache, copied out";
constexpr char const* tried = "cache, tried only";
constexpr char const* flat_map = "flat map, no lock";
constexpr char const* with_shared_mutex = "map, shared_mutex";
constexpr char const* with_mutex = "map, mutex";
constexpr char const* lmdb_file = "LMDB";
constexpr char const* while_written = "cache, while written to";

void look_at(SettingsRecord const& record) {
    benchmark::DoNotOptimize(record.settings.enable_human_support);
}

/// Ids in random order, the same ones in every run.
std::vector<ChatbotId> shuffled_ids(std::size_t records) {
    std::vector<std::size_t> numbers(records);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(1)); // NOLINT: the same ones
    std::vector<ChatbotId> ids;
    ids.reserve(records);
    for (auto const number : numbers) {
        ids.push_back(chatbot_id(number));
    }
    return ids;
}

std::vector<SettingsRecordPtr> sample_records(std::size_t count) {
    std::vector<SettingsRecordPtr> records;
    records.reserve(count);
    for (std::size_t number = 0; number < count; ++number) {
        records.push_back(std::make_shared<SettingsRecord const>(sample_record(number)));
    }
    return records;
}

/// Some ids, and how they are read.
struct Reads {
    std::string name;
    std::span<ChatbotId const> ids;
    benchmark::IterationCount count; ///< of each thread, in a round
    int rounds;                      ///< many short ones if other work on the machine is in the way
};

std::string name_of(std::string_view who, Reads const& reads, std::size_t threads) {
    return with_threads(fmt::format("{}, {}", who, reads.name), threads);
}

/// The numbers of threads to measure.
std::vector<std::size_t> thread_counts() {
    std::set<std::size_t> const counts{1, 2, std::thread::hardware_concurrency()};
    return {counts.upper_bound(0), counts.end()};
}

/// One way to find records.
struct Way {
    char const* name;
    std::function<void(benchmark::State&, std::span<ChatbotId const>)> find_each;
};

std::vector<Way> ways_of(SettingsCache& cache) {
    auto const use = [](SettingsRecord const* record, SettingsCache::Moment /*as_of*/) {
        if (record != nullptr) {
            look_at(*record);
        }
        return record != nullptr;
    };
    auto const add = [&](char const* name, auto const& find) {
        return Way{name, [find](benchmark::State& state, std::span<ChatbotId const> ids) {
                       find_each(state, ids, find);
                   }};
    };
    return {
        add(to_a_function,
            [&cache, use](ChatbotId const& id) { return cache.find_cached(id, use).value(); }),
        add(copied_out,
            [&cache](ChatbotId const& id) {
                auto const found = cache.find_cached(id).value().record;
                if (found) {
                    look_at(*found);
                }
                return found != nullptr;
            }),
        add(tried, [&cache, use](ChatbotId const& id) { return cache.try_find_cached(id, use); }),
    };
}

template <class Map>
Way way_of(char const* name, Map const& map) {
    return {name, [&map](benchmark::State& state, std::span<ChatbotId const> ids) {
                find_each(state, ids, [&](ChatbotId const& id) { return map.find(id, look_at); });
            }};
}

/// Looks at the last byte of a record's JSON, and does not read it as a host would have to.
Way way_of(char const* name, Lmdb const& lmdb) {
    return {name, [&lmdb](benchmark::State& state, std::span<ChatbotId const> ids) {
                Lmdb::Reader reader(lmdb);
                find_each(state, ids, [&](ChatbotId const& id) {
                    return reader.find(
                        id, [](std::string_view json) { benchmark::DoNotOptimize(json.back()); });
                });
            }};
}

Way while_writing(Way const& way, SettingsCache& cache,
                  std::span<SettingsRecordPtr const> records) {
    return {while_written, [&cache, find_each = way.find_each,
                            records](benchmark::State& state, std::span<ChatbotId const> ids) {
                std::optional<SteadyWriter> writer;
                if (state.thread_index() == 0) {
                    writer.emplace(cache, records);
                }
                find_each(state, ids);
            }};
}

void register_all(std::span<Way const> ways, Reads const& reads) {
    for (auto const threads : thread_counts()) {
        for (auto const& way : ways) {
            benchmark::RegisterBenchmark(name_of(way.name, reads, threads).c_str(),
                                         [find_each = way.find_each, ids = reads.ids](
                                             benchmark::State& state) { find_each(state, ids); })
                ->Iterations(reads.count)
                ->Threads(static_cast<int>(threads))
                ->UseRealTime();
        }
    }
}

void describe(Measurements const& measured, std::span<Way const> ways, Reads const& reads,
              Report& report) {
    for (auto const threads : thread_counts()) {
        auto const what = with_threads(fmt::format("Finds of {}, each", reads.name), threads);
        for (auto const& way : ways) {
            auto figure = measured.time(what, name_of(way.name, reads, threads), in_nanoseconds);
            figure.name = way.name;
            figure.best *= static_cast<double>(threads);
            figure.median *= static_cast<double>(threads);
            report.figure(std::move(figure));
        }
    }
}

void report_hot(Measurements const& measured, Reads const& hot, Report& report) {
    auto const name = [&](char const* who, std::size_t threads) {
        return name_of(who, hot, threads);
    };
    auto const slowdown = [&](std::string const& benchmark, std::string const& other) {
        return measured.speedup(other, benchmark);
    };
    report.at_most("cached find: time, to a function / flat map",
                   slowdown(name(to_a_function, 1), name(flat_map, 1)), 1.3);
    report.at_most("cached find: time, copied out / flat map",
                   slowdown(name(copied_out, 1), name(flat_map, 1)), 1.7);
    report.at_most("cached find: time of each, 2 threads / 1 thread",
                   2 * slowdown(name(to_a_function, 2), name(to_a_function, 1)), 1.3);
    report.at_least("cached find: 2 threads / map with shared_mutex",
                    measured.speedup(name(to_a_function, 2), name(with_shared_mutex, 2)), 3);
    for (auto const threads : thread_counts()) {
        report.at_most(with_threads("cached find: time, 1000 writes a second / none", threads),
                       slowdown(name(while_written, threads), name(to_a_function, threads)), 1.5);
    }
}

} // namespace

void measure_cached_finds(Plan const& plan, Report& report) {
    auto const count = plan.record_counts.back();
    auto const repository = human_support::SqliteRepository::open(
                                plan.files.copy(plan.files.with_records(count), "cached.db"))
                                .value();
    human_support::SettingsCacheOptions options;
    options.records = count;
    SettingsCache cache(*repository, options);
    cache.preload().value();
    auto const records = sample_records(count);
    UnlockedFlatMap const map(records);
    MapWithSharedMutex const map_with_shared_mutex(records);
    MapWithMutex const map_with_mutex(records);
    Lmdb const lmdb(plan.files.folder() / "records.lmdb", records);

    auto const ids = shuffled_ids(count);
    std::span const hot_ids = std::span(ids).first(1000);
    std::vector<SettingsRecordPtr> hot_records;
    for (auto const& id : hot_ids) {
        hot_records.push_back(cache.find_cached(id).value().record);
    }

    auto ways = ways_of(cache);
    ways.insert(ways.begin() + 1, while_writing(ways.front(), cache, hot_records));
    ways.push_back(way_of(flat_map, map));
    ways.push_back(way_of(with_shared_mutex, map_with_shared_mutex));
    ways.push_back(way_of(with_mutex, map_with_mutex));
    ways.push_back(way_of(lmdb_file, lmdb));

    Reads const hot{fmt::format("{} hot ids of {}", hot_ids.size(), count), hot_ids, 200'000,
                    plan.rounds * 4};
    Reads const cold{fmt::format("all of {}", count), ids,
                     static_cast<benchmark::IterationCount>(count / 4), plan.rounds};
    for (auto const& reads : {hot, cold}) {
        register_all(ways, reads);
        Measurements measured;
        measured.run(reads.rounds);
        describe(measured, ways, reads, report);
        if (reads.name == hot.name) {
            report_hot(measured, hot, report);
        }
    }
}

} // namespace benchmarks
