// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace human_support {

/// Storage in memory: for tests, for hosts that keep their settings elsewhere, and the model that
/// the other engines are compared with. It keeps the whole contract, except that nothing outlives
/// the object.
class MemoryRepository final : public SettingsRepository {
public:
    using SettingsRepository::write;

    Result<SettingsRecordPtr> find(ChatbotId const& chatbot_id) const override {
        std::lock_guard<std::mutex> const lock(mutex_);
        auto const entry = entries_.find(chatbot_id);
        return entry == entries_.end() ? nullptr : entry->second.record;
    }

    Result<WriteResults> write(std::span<Write const> writes) override {
        WriteResults results;
        results.reserve(writes.size());
        std::set<ChatbotId> met;
        Staged staged;
        std::lock_guard<std::mutex> const lock(mutex_);
        for (Write const& write : writes) {
            if (!met.insert(write.chatbot_id()).second) {
                results.emplace_back(repeated_in_batch_error());
            } else if (auto met_expectation =
                           check_write(write, current_revision(write.chatbot_id()));
                       !met_expectation) {
                results.emplace_back(std::move(met_expectation).error());
            } else {
                results.emplace_back(stage(write, staged));
            }
        }
        commit(staged);
        return results;
    }

    Result<Page> list(PageRequest const& request) const override {
        if (request.limit == 0) {
            return page_limit_error();
        }
        auto const limit = (std::min)(request.limit, max_page_size);
        std::lock_guard<std::mutex> const lock(mutex_);
        Page page;
        auto entry = request.after ? entries_.upper_bound(*request.after) : entries_.begin();
        for (; entry != entries_.end(); ++entry) {
            auto const& record = entry->second.record;
            if (!record || (request.account_id && record->account_id != *request.account_id)) {
                continue;
            }
            if (page.records.size() == limit) {
                page.next = page.records.back()->chatbot_id;
                break;
            }
            page.records.push_back(record);
        }
        return page;
    }

    Result<FeedPage> changes(std::optional<FeedMark> const& mark,
                             std::size_t limit) const override {
        std::lock_guard<std::mutex> const lock(mutex_);
        FeedPage page{{}, {epoch_, last_revision_}};
        if (mark && (mark->epoch != epoch_ || mark->revision > last_revision_)) {
            return Errc::feed_restarted;
        }
        if (limit == 0) {
            return page;
        }
        auto change = feed_.upper_bound(mark ? mark->revision : no_revision);
        for (; change != feed_.end(); ++change) {
            if (page.changes.size() == (std::min)(limit, max_page_size)) {
                page.mark.revision = page.changes.back().revision;
                break;
            }
            auto const& [revision, chatbot_id] = *change;
            page.changes.push_back({chatbot_id, revision, entries_.at(chatbot_id).record});
        }
        return page;
    }

private:
    /// The latest state of a chatbot that has, or once had, a record.
    struct Entry {
        Revision revision = no_revision;
        SettingsRecordPtr record; ///< null if it was erased
    };

    [[nodiscard]] std::optional<Revision> current_revision(ChatbotId const& chatbot_id) const {
        auto const entry = entries_.find(chatbot_id);
        return entry == entries_.end() || !entry->second.record
                   ? std::nullopt
                   : std::optional(entry->second.revision);
    }

    /// What a batch is going to change. All that can run out of memory happens before any of it
    /// does.
    struct Staged {
        std::vector<std::pair<Entry*, Entry>> entries; ///< where, and what
        std::map<Revision, ChatbotId> feed;
    };

    FeedMark stage(Write const& write, Staged& staged) {
        FeedMark const mark{epoch_, last_revision_ + static_cast<Revision>(staged.feed.size()) + 1};
        auto const* record = write.record();
        Entry next{mark.revision, record != nullptr ? stored_record(*record, mark) : nullptr};
        staged.feed.emplace(mark.revision, write.chatbot_id());
        // An entry that is new here is that of a chatbot without a record until the batch is
        // committed.
        auto& entry = entries_.try_emplace(write.chatbot_id()).first->second;
        staged.entries.emplace_back(&entry, next);
        return mark;
    }

    void commit(Staged& staged) noexcept {
        last_revision_ += static_cast<Revision>(staged.feed.size());
        for (auto& [entry, next] : staged.entries) {
            feed_.erase(entry->revision);
            *entry = std::move(next);
        }
        feed_.merge(staged.feed);
    }

    static Epoch random_epoch() {
        std::random_device entropy;
        return std::uniform_int_distribution<Epoch>(1,
                                                    (std::numeric_limits<Epoch>::max)())(entropy);
    }

    /// Guards everything below. (The shared mutex of mingw-w64 does not always keep threads apart.)
    mutable std::mutex mutex_;
    std::map<ChatbotId, Entry> entries_;
    std::map<Revision, ChatbotId> feed_;
    Revision last_revision_ = no_revision;
    Epoch const epoch_ = random_epoch();
};

} // namespace human_support
