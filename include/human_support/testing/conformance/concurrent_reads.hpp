// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/concurrency.hpp>
#include <human_support/testing/conformance/store.hpp>
#include <human_support/testing/conformance/threads.hpp>

#include <fmt/format.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace human_support::testing {

/// Keeps writing and reading threads running at the same time, until both have done enough or one
/// of them has failed.
class SideBySide {
public:
    /// Calls `call` again and again.
    template <class Call>
    void write(Call call) {
        repeat(writes_, call);
    }

    /// Calls `call` again and again.
    template <class Call>
    void read(Call call) {
        repeat(reads_, call);
    }

private:
    static constexpr int enough = 300;

    template <class Call>
    void repeat(std::atomic<int>& count, Call& call) {
        try {
            for (; !failed_ && (writes_ < enough || reads_ < enough); ++count) {
                call();
            }
        } catch (...) {
            failed_ = true;
            throw;
        }
    }

    std::atomic<int> writes_ = 0;
    std::atomic<int> reads_ = 0;
    std::atomic<bool> failed_ = false;
};

/// The revisions that one reader has seen in complete states of a store.
class SeenRevisions {
public:
    /// Fails if `picture` has a revision that is smaller than one met before and not one of
    /// them.
    void expect_nothing_late(std::set<Revision> const& picture) {
        for (Revision const revision : picture) {
            expect(revision > largest_ || seen_.contains(revision),
                   "no revision newly appears after a larger one was seen");
        }
        seen_.insert(picture.begin(), picture.end());
        largest_ = seen_.empty() ? no_revision : *seen_.rbegin();
    }

private:
    std::set<Revision> seen_;
    Revision largest_ = no_revision;
};

[[nodiscard]] inline std::set<Revision>
revisions_of(std::vector<SettingsRecordPtr> const& records) {
    std::set<Revision> revisions;
    for (auto const& record : records) {
        revisions.insert(record->revision);
    }
    return revisions;
}

[[nodiscard]] inline std::set<Revision> revisions_of(std::vector<FeedChange> const& changes) {
    std::set<Revision> revisions;
    for (auto const& change : changes) {
        revisions.insert(change.revision);
    }
    return revisions;
}

/// Sixteen threads store records, and erase every fifth of them, while readers follow the feed in
/// small pages. Each reader must end with what was written.
inline void follow_the_feed_while_it_is_written(RepositoryFactory const& open) {
    constexpr std::size_t reader_count = 3;
    auto const stores = open_for_threads(open, writer_count + reader_count);
    std::atomic<std::size_t> writing = writer_count;
    std::mutex mutex;
    std::map<std::string, Revision> expected; // of the records that were not erased
    run_together(writer_count + reader_count, [&](std::size_t thread) {
        Store const& store = stores[thread];
        if (thread < writer_count) {
            struct Done {
                std::atomic<std::size_t>& writing;
                ~Done() { --writing; }
            } const done{writing};
            for (int i = 0; i < 20; ++i) {
                auto const id = fmt::format("{}-{}", thread, i);
                auto const revision = store.put(sample_record(id)).revision;
                if (i % 5 == 0) {
                    store.erase(id, revision);
                } else {
                    std::lock_guard<std::mutex> const lock(mutex);
                    expected.emplace(id, revision);
                }
            }
            return;
        }
        std::map<std::string, Revision> followed;
        std::optional<FeedMark> mark;
        for (bool more = true; more;) {
            bool const written = writing == 0;
            auto const page = store.changes(mark, thread - writer_count + 1);
            for (auto const& change : page.changes) {
                if (change.record) {
                    followed[change.chatbot_id.str()] = change.revision;
                } else {
                    followed.erase(change.chatbot_id.str());
                }
            }
            mark = page.mark;
            more = !written || !page.changes.empty();
        }
        std::lock_guard<std::mutex> const lock(mutex);
        expect(followed == expected, "following the feed leads to what was written");
    });
}

/// Sixteen threads store records. After each record the thread reads the whole store: half of the
/// threads by the list, half by the feed.
inline void look_for_late_revisions(RepositoryFactory const& open) {
    auto const stores = open_for_threads(open, writer_count);
    run_together(writer_count, [&](std::size_t thread) {
        Store const& store = stores[thread];
        SeenRevisions seen;
        for (int i = 0; i < 20; ++i) {
            store.put(sample_record(fmt::format("{}-{}", thread, i)));
            seen.expect_nothing_late(
                thread % 2 == 0 ? revisions_of(store.list({.limit = max_page_size}).records)
                                : revisions_of(store.changes(std::nullopt, max_page_size).changes));
        }
    });
}

/// A group of chatbots that are always written together: each batch gives all of them the next
/// generation, and every third batch erases all of them.
class Group {
public:
    static constexpr int size = 5;

    explicit Group(std::size_t number) : name_(fmt::format("group-{}", number)) {}

    [[nodiscard]] AccountId account_id() const { return account(name_); }

    [[nodiscard]] std::vector<Write> next_batch() {
        ++generation_;
        std::vector<Write> batch;
        for (int i = 0; i < size; ++i) {
            auto record = sample_record(fmt::format("{}-{}", name_, i), name_);
            record.updated_by = std::to_string(generation_);
            batch.push_back(generation_ % 3 == 0 ? Write::erase(record.chatbot_id)
                                                 : Write::store(record, Anything{}));
        }
        return batch;
    }

private:
    std::string name_;
    int generation_ = 0;
};

/// Fails unless `records` consist of whole groups, each of a single generation.
inline void expect_whole_groups(std::vector<SettingsRecordPtr> const& records) {
    std::map<std::string, std::vector<std::string>> generations;
    for (auto const& record : records) {
        generations[record->account_id.str()].push_back(record->updated_by);
    }
    for (auto const& [group, found] : generations) {
        expect_equal("the generations of " + group, found,
                     std::vector<std::string>(Group::size, found.front()));
    }
}

/// Threads write batches again and again, while readers look in single calls for a part of a batch.
inline void look_for_half_batches(RepositoryFactory const& open) {
    constexpr std::size_t group_count = 4;
    constexpr std::size_t reader_count = 4;
    auto const stores = open_for_threads(open, group_count + reader_count);
    std::vector<Group> groups;
    for (std::size_t i = 0; i < group_count; ++i) {
        groups.emplace_back(i);
    }
    SideBySide threads;
    run_together(group_count + reader_count, [&](std::size_t thread) {
        Store const& store = stores[thread];
        if (thread < group_count) {
            threads.write([&] { store.write_all(groups[thread].next_batch()); });
            return;
        }
        Group const& group = groups[thread - group_count];
        threads.read([&] {
            expect_whole_groups(store.list({.limit = max_page_size}).records);
            expect_whole_groups(store.list({.account_id = group.account_id()}).records);
            std::vector<SettingsRecordPtr> fed;
            for (auto const& change : store.changes(std::nullopt, max_page_size).changes) {
                if (change.record) {
                    fed.push_back(change.record);
                }
            }
            expect_whole_groups(fed);
        });
    });
}

/// A thread writes batches again and again, while readers find one chatbot of the batch after
/// another. Once they saw a generation, they must not see an older one in the next chatbot.
inline void find_half_batches(RepositoryFactory const& open) {
    constexpr std::size_t reader_count = 3;
    constexpr int chatbot_count = 5;
    auto const stores = open_for_threads(open, reader_count + 1);
    auto const batch = [](int generation) {
        std::vector<Write> writes;
        for (int i = 0; i < chatbot_count; ++i) {
            auto record = sample_record(std::to_string(i));
            record.updated_by = std::to_string(generation);
            writes.push_back(Write::store(record, Anything{}));
        }
        return writes;
    };
    stores[0].write_all(batch(0));
    SideBySide threads;
    run_together(reader_count + 1, [&](std::size_t thread) {
        Store const& store = stores[thread];
        if (thread == reader_count) {
            threads.write([&, generation = 0]() mutable { store.write_all(batch(++generation)); });
            return;
        }
        int newest = 0;
        threads.read([&] {
            for (int i = 0; i < chatbot_count; ++i) {
                int const found = std::stoi(store.get(std::to_string(i)).updated_by);
                expect(found >= newest, "no state shows that is older than one that was seen");
                newest = found;
            }
        });
    });
}

/// Returns the checks of what readers see of writes at the same time.
[[nodiscard]] inline ConformanceChecks concurrent_read_checks() {
    return {
        {"Following the feed while sixteen threads write misses nothing",
         follow_the_feed_while_it_is_written},
        {"Once a revision was seen, no smaller one newly appears", look_for_late_revisions},
        {"No list or page of the feed shows a part of a batch", look_for_half_batches},
        {"What is found after a part of a batch was seen shows the rest of it", find_half_batches},
    };
}

} // namespace human_support::testing
