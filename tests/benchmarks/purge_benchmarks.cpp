// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "groups.hpp"
#include "measurements.hpp"
#include "timed_threads.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

using human_support::SqliteRepository;

/// Fewer than a transaction can forget, so that no second one looks for more.
constexpr std::size_t about_a_thousand = 999;
constexpr std::size_t transactions = 20; // to take the median of

/// Forgets the erasures up to `number`, of which `expected` are left.
void purge_up_to(SqliteRepository& repository, std::size_t number, std::size_t expected) {
    human_support::Timestamp const before{std::chrono::milliseconds(number)};
    if (repository.purge_erasures(before).value() != expected) {
        throw std::runtime_error("a purge forgot another number of erasures than expected");
    }
}

/// The median of the seconds that about a thousand take, after the first `done`.
double seconds_after(SqliteRepository& repository, std::size_t done) {
    std::vector<double> seconds;
    for (std::size_t i = 1; i <= transactions; ++i) {
        auto const begin = std::chrono::steady_clock::now();
        purge_up_to(repository, done + i * about_a_thousand, about_a_thousand);
        seconds.push_back(Seconds(std::chrono::steady_clock::now() - begin).count());
    }
    return median(std::move(seconds));
}

} // namespace

void measure_purges(Plan const& plan, Report& report) {
    constexpr std::size_t measured = transactions * about_a_thousand;
    std::size_t const purged = plan.erasures / 2;
    std::vector<double> ratios;
    for (int round = 0; round < std::min(plan.rounds, 3); ++round) {
        auto const file = plan.files.copy(plan.files.with_erasures(plan.erasures), "purged.db");
        auto const repository = SqliteRepository::open(file).value();
        auto const first = seconds_after(*repository, 0);
        purge_up_to(*repository, purged - measured, purged - 2 * measured);
        auto const last = seconds_after(*repository, purged - measured);
        ratios.push_back(last / first);
        Report::say(fmt::format("Purging {} of {} erasures: a thousand take {:.1f} ms at the "
                                "beginning, {:.1f} ms at the end.",
                                purged, plan.erasures, first * 1000, last * 1000));
    }
    report.at_most("purging half of the erasures: time of the last thousand / the first",
                   median(ratios), 1.5);
}

} // namespace benchmarks
