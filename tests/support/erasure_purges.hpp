// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"
#include "support/erase_some.hpp"
#include "support/sample_record.hpp"

#include <human_support/repository.hpp>

#include <chrono>
#include <optional>

inline human_support::Timestamp const long_ago{std::chrono::milliseconds{1}};
inline human_support::Timestamp const far_ahead =
    std::chrono::sys_days{std::chrono::year{9999} / 1 / 1};

/// Reads the feed from `mark` to its end, and returns whether it had to begin again.
inline bool restarts_reading(human_support::SettingsRepository const& repository,
                             std::optional<human_support::FeedMark>& mark) {
    using namespace human_support;
    bool const restarted = repository.changes(mark, 0) == Errc::feed_restarted;
    if (restarted) {
        mark.reset();
    }
    for (;;) {
        auto const page = repository.changes(mark, max_page_size).value();
        mark = page.mark;
        if (page.changes.empty()) {
            return restarted;
        }
    }
}

/// That a purge forgets the erasures from before a time, and nothing else.
template <class Repository>
void require_forgets_old_erasures(Repository& repository) {
    using namespace human_support;
    store(repository, sample_record("bot")).value();
    erase_some(repository, 2500);
    auto const before = repository.changes(std::nullopt, 1000).value();

    REQUIRE(repository.purge_erasures(long_ago).value() == 0);
    REQUIRE(repository.changes(before.mark, 0));

    REQUIRE(repository.purge_erasures(far_ahead).value() == 2500);
    auto const after = repository.changes(std::nullopt, 1000).value();
    REQUIRE(after.changes.size() == 1);
    REQUIRE(after.changes.front().record);
    REQUIRE(after.mark.revision == 1 + 2 * 2500);
    REQUIRE(repository.purge_erasures(far_ahead).value() == 0);
}

/// That who has not read the erasures that were purged has to begin again.
template <class Repository>
void require_who_is_behind_begins_again(Repository& repository) {
    using namespace human_support;
    store(repository, sample_record("erased-0")).value();
    auto const behind = repository.changes(std::nullopt, 10).value().mark;
    auto const erasure = Write::erase(sample_record("erased-0").chatbot_id);
    REQUIRE(repository.write(erasure));
    REQUIRE(repository.purge_erasures(far_ahead).value() == 1);
    REQUIRE(repository.changes(behind, 10).error().code() == Errc::feed_restarted);
    auto const anew = repository.changes(std::nullopt, 10).value();
    REQUIRE(anew.changes.empty());
    REQUIRE(repository.changes(anew.mark, 10));
}

/// That revisions go on after a purge.
template <class Repository>
void require_revisions_after_purge(Repository& repository) {
    using namespace human_support;
    erase_some(repository, 3);
    REQUIRE(repository.purge_erasures(far_ahead));
    REQUIRE(store(repository, sample_record("bot")).value() == 7);
}

/// That an erasure is as old as its last one.
template <class Repository>
void require_age_of_last_erasure(Repository& repository) {
    using namespace human_support;
    erase_some(repository, 1);
    auto const between =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    erase_some(repository, 1);
    REQUIRE(repository.purge_erasures(between).value() == 0);
    REQUIRE(repository.purge_erasures(far_ahead).value() == 1);
}

/// That a purge of nothing leaves the epoch as it is.
template <class Repository>
void require_nothing_of_purge_of_nothing(Repository& repository) {
    using namespace human_support;
    erase_some(repository, 3);
    auto const before = repository.changes(std::nullopt, 0).value().mark;
    auto const commits = repository.counters().commits;
    REQUIRE(repository.purge_erasures(long_ago).value() == 0);
    REQUIRE(repository.changes(std::nullopt, 0).value().mark == before);
    REQUIRE(repository.counters().commits == commits);
}
