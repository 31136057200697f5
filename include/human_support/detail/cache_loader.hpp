// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/cache_freshness.hpp>
#include <human_support/detail/cache_shards.hpp>
#include <human_support/repository.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace human_support::detail {

/// What a load found out about a chatbot.
struct LoadedRecord {
    CacheView view; ///< of no chatbot if it has no record and nothing may be kept
    CacheFreshness::Clock::time_point as_of{};
};

/// Asks the storage for what a cache does not know. Thread-safe.
class CacheLoader {
public:
    CacheLoader(SettingsRepository const& repository, CacheShards const& shards,
                CacheFreshness const& freshness)
        : repository_(repository), shards_(shards), freshness_(freshness) {}

    /// Finds a chatbot's record after a miss: from the storage, or from a load of another thread
    /// that runs or has just ended.
    [[nodiscard]] Result<LoadedRecord> load(HashedId const& id) const {
        auto& shard = shards_.of(id);
        Lock lock(shard.mutex);
        ++shard.misses;
        if (!freshness_.may_serve_anything()) {
            return ask_without_keeping(shard, lock, id);
        }
        for (;;) {
            if (auto const as_of = freshness_.as_of_to_serve()) {
                if (auto const view = shard.look(id)) {
                    return LoadedRecord{*view, *as_of};
                }
            }
            auto const running = shard.loads.find(id.chatbot_id);
            if (running == shard.loads.end()) {
                return ask(shard, lock, id);
            }
            auto const load = running->second;
            shard.load_ended.wait(lock, [&] { return load->is_done; });
            if (load->answer && !*load->answer) {
                return load->answer->error();
            }
            if (load->answer && freshness_.may_serve(load->begun)) {
                return LoadedRecord{**load->answer, load->begun};
            }
        }
    }

private:
    using Lock = std::unique_lock<std::mutex>;

    /// Is a load that others find in the shard while it lives. Made and, unless the storage threw,
    /// destroyed with the lock held.
    class RunningLoad {
    public:
        RunningLoad(CacheShard& shard, Lock& lock, ChatbotId const& chatbot_id)
            : shard_(shard), lock_(lock), chatbot_id_(chatbot_id) {
            shard_.loads.emplace(chatbot_id_, load_);
        }
        RunningLoad(RunningLoad const&) = delete;
        RunningLoad& operator=(RunningLoad const&) = delete;
        ~RunningLoad() {
            if (!lock_.owns_lock()) {
                lock_.lock();
            }
            load_->is_done = true;
            shard_.loads.erase(chatbot_id_);
            shard_.load_ended.notify_all();
        }

        CacheLoad& operator*() const noexcept { return *load_; }
        CacheLoad* operator->() const noexcept { return load_.get(); }

    private:
        CacheShard& shard_;
        Lock& lock_;
        ChatbotId const& chatbot_id_;
        std::shared_ptr<CacheLoad> const load_ = std::make_shared<CacheLoad>();
    };

    /// Asks the storage until no change comes in between, and shares the answer.
    Result<LoadedRecord> ask(CacheShard& shard, Lock& lock, HashedId const& id) const {
        RunningLoad const load(shard, lock, id.chatbot_id);
        for (;;) {
            ++shard.load_count;
            load->begun = freshness_.now();
            lock.unlock();
            auto record = repository_.find(id.chatbot_id);
            lock.lock();
            if (!record) {
                load->answer = record.error();
                return std::move(record).error();
            }
            if (auto const view = shard.take_over_answer(id, *record, *load)) {
                load->answer = *view;
                return LoadedRecord{*view, load->begun};
            }
        }
    }

    Result<LoadedRecord> ask_without_keeping(CacheShard& shard, Lock& lock,
                                             HashedId const& id) const {
        ++shard.load_count;
        lock.unlock();
        auto const begun = freshness_.now();
        return repository_.find(id.chatbot_id).transform([begun](SettingsRecordPtr const& record) {
            return LoadedRecord{{record ? KnownRecord(record) : KnownRecord()}, begun};
        });
    }

    SettingsRepository const& repository_;
    CacheShards const& shards_;
    CacheFreshness const& freshness_;
};

} // namespace human_support::detail
