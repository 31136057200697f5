// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/expect.hpp>
#include <human_support/testing/conformance/sample_records.hpp>
#include <human_support/testing/repository_factory.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace human_support::testing {

/// The result of `call()`, which is made again while it says `busy`.
template <class Call>
[[nodiscard]] auto while_busy(Call const& call) {
    constexpr int patience = 1'000;
    auto result = call();
    for (int i = 0; i < patience && !result && result.error().code() == Errc::busy; ++i) {
        result = call();
    }
    return result;
}

/// `record` as a store has it that gave it this place in its feed.
[[nodiscard]] inline SettingsRecord stored_at(SettingsRecord record, FeedMark const& mark) {
    record.revision = mark.revision;
    record.epoch = mark.epoch;
    return record;
}

/// A handle on a store whose calls must succeed, and fail the check that made them otherwise.
/// `->` reaches the engine itself.
class Store {
public:
    using Where = boost::source_location;

    explicit Store(std::shared_ptr<SettingsRepository> repository)
        : repository_(std::move(repository)) {}

    [[nodiscard]] SettingsRepository* operator->() const noexcept { return repository_.get(); }

    [[nodiscard]] SettingsRecordPtr find(std::string_view chatbot_id,
                                         Where const& where = BOOST_CURRENT_LOCATION) const {
        return value_of("find", while_busy([&] { return repository_->find(chatbot(chatbot_id)); }),
                        where);
    }

    /// The record of a chatbot that has one.
    [[nodiscard]] SettingsRecord get(std::string_view chatbot_id,
                                     Where const& where = BOOST_CURRENT_LOCATION) const {
        auto const found = find(chatbot_id, where);
        expect(found != nullptr, "the record is found", where);
        return *found;
    }

    /// The results of a batch, as many as it has writes.
    [[nodiscard]] WriteResults write(std::span<Write const> writes,
                                     Where const& where = BOOST_CURRENT_LOCATION) const {
        auto results =
            value_of("write", while_busy([&] { return repository_->write(writes); }), where);
        expect_equal("the number of results", results.size(), writes.size(), where);
        return results;
    }

    [[nodiscard]] Result<FeedMark> write(Write const& write,
                                         Where const& where = BOOST_CURRENT_LOCATION) const {
        return this->write({&write, 1}, where).front();
    }

    // NOLINTBEGIN(modernize-use-nodiscard): few who write want to know the place in the feed.

    /// Does a batch of which every write succeeds, and returns their revisions.
    std::vector<Revision> write_all(std::span<Write const> writes,
                                    Where const& where = BOOST_CURRENT_LOCATION) const {
        std::vector<Revision> revisions;
        for (auto const& result : write(writes, where)) {
            revisions.push_back(value_of("a write of the batch", result, where).revision);
        }
        return revisions;
    }

    /// Stores `record`, and returns it with the revision and the epoch it got.
    SettingsRecord put(SettingsRecord record, Expectation expected = Anything{},
                       Where const& where = BOOST_CURRENT_LOCATION) const {
        auto const mark = value_of("storing", write(Write::store(record, expected), where), where);
        return stored_at(std::move(record), mark);
    }

    Revision erase(std::string_view chatbot_id, Expectation expected = Anything{},
                   Where const& where = BOOST_CURRENT_LOCATION) const {
        return value_of("erasing", write(Write::erase(chatbot(chatbot_id), expected), where), where)
            .revision;
    }

    // NOLINTEND(modernize-use-nodiscard)

    [[nodiscard]] Page list(PageRequest const& request,
                            Where const& where = BOOST_CURRENT_LOCATION) const {
        auto page = value_of("list", while_busy([&] { return repository_->list(request); }), where);
        expect(page.records.size() <= (std::min)(request.limit, max_page_size),
               "a page holds no more records than its limit", where);
        expect(std::find(page.records.begin(), page.records.end(), nullptr) == page.records.end(),
               "a page holds no null", where);
        return page;
    }

    /// Calls `visit(page)` with page after page, until the list ends.
    template <class Visitor>
    void walk(PageRequest request, Visitor&& visit,
              Where const& where = BOOST_CURRENT_LOCATION) const {
        for (;;) {
            Page const page = list(request, where);
            visit(page);
            if (!page.next) {
                return;
            }
            expect(!request.after || *page.next > *request.after, "each page leads on", where);
            request.after = page.next;
        }
    }

    /// All records that `request` and the pages after it list.
    [[nodiscard]] std::vector<SettingsRecordPtr>
    list_all(PageRequest const& request = {}, Where const& where = BOOST_CURRENT_LOCATION) const {
        std::vector<SettingsRecordPtr> records;
        walk(
            request,
            [&](Page const& page) {
                records.insert(records.end(), page.records.begin(), page.records.end());
            },
            where);
        return records;
    }

    [[nodiscard]] FeedPage changes(std::optional<FeedMark> const& mark, std::size_t limit,
                                   Where const& where = BOOST_CURRENT_LOCATION) const {
        auto page = value_of("changes",
                             while_busy([&] { return repository_->changes(mark, limit); }), where);
        expect(page.changes.size() <= (std::min)(limit, max_page_size),
               "a page of the feed holds no more changes than its limit", where);
        Revision last = mark ? mark->revision : no_revision;
        for (FeedChange const& change : page.changes) {
            expect(change.revision > last, "the feed's revisions rise from the mark on", where);
            last = change.revision;
        }
        expect(page.mark.revision >= last, "the mark reaches what was read", where);
        return page;
    }

    [[nodiscard]] FeedMark current_mark(Where const& where = BOOST_CURRENT_LOCATION) const {
        return changes(std::nullopt, 0, where).mark;
    }

    /// What changed after `mark`, read in pages of at most `limit` until one is empty.
    [[nodiscard]] std::vector<FeedChange>
    changes_after(std::optional<FeedMark> mark, std::size_t limit = 100,
                  Where const& where = BOOST_CURRENT_LOCATION) const {
        std::vector<FeedChange> all;
        for (;;) {
            auto const page = changes(mark, limit, where);
            if (page.changes.empty()) {
                return all;
            }
            all.insert(all.end(), page.changes.begin(), page.changes.end());
            mark = page.mark;
        }
    }

private:
    std::shared_ptr<SettingsRepository> repository_;
};

[[nodiscard]] inline Store open_store(RepositoryFactory const& open) {
    return Store(open("store"));
}

/// The chatbots that records are of, in the same order.
[[nodiscard]] inline std::vector<std::string>
chatbots_of(std::vector<SettingsRecordPtr> const& records) {
    std::vector<std::string> ids;
    ids.reserve(records.size());
    for (auto const& record : records) {
        ids.push_back(record->chatbot_id.str());
    }
    return ids;
}

/// The chatbots that changed, in the same order.
[[nodiscard]] inline std::vector<std::string> chatbots_of(std::vector<FeedChange> const& changes) {
    std::vector<std::string> ids;
    ids.reserve(changes.size());
    for (auto const& change : changes) {
        ids.push_back(change.chatbot_id.str());
    }
    return ids;
}

} // namespace human_support::testing
