// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/intercepted_repository.hpp"
#include "support/sample_record.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/settings_cache.hpp>
#include <human_support/testing/failing_repository.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

/// Runs a hook before or after the other repository has looked: what happens after it is newer than
/// the answer. A hook runs once, and is gone before it runs.
class LateAnswers final : public human_support::SettingsRepository {
public:
    using human_support::SettingsRepository::write;

    explicit LateAnswers(human_support::SettingsRepository& inner) : inner_(inner) {}

    mutable std::function<void()> before_find;
    mutable std::function<void()> after_find;
    std::function<void()> after_write;
    mutable std::function<void()> before_mark; ///< before `changes` with limit 0
    mutable std::function<void()> after_page;  ///< after `changes`, but with limit 0
    mutable std::function<void()> after_mark;  ///< after `changes` with limit 0

    human_support::Result<human_support::SettingsRecordPtr>
    find(human_support::ChatbotId const& chatbot_id) const override {
        run(before_find);
        auto found = inner_.find(chatbot_id);
        run(after_find);
        return found;
    }

    human_support::Result<human_support::WriteResults>
    write(std::span<human_support::Write const> writes) override {
        auto results = inner_.write(writes);
        run(after_write);
        return results;
    }

    human_support::Result<human_support::Page>
    list(human_support::PageRequest const& request) const override {
        return inner_.list(request);
    }

    human_support::Result<human_support::FeedPage>
    changes(std::optional<human_support::FeedMark> const& mark, std::size_t limit) const override {
        if (limit == 0) {
            run(before_mark);
        }
        auto page = inner_.changes(mark, limit);
        run(limit > 0 ? after_page : after_mark);
        return page;
    }

private:
    static void run(std::function<void()>& hook) {
        if (auto const once = std::exchange(hook, nullptr)) {
            once();
        }
    }

    human_support::SettingsRepository& inner_;
};

/// A hook that lets the call of that number run out of memory.
inline InterceptedRepository::Hook out_of_memory_at(int call) {
    return [call, calls = 0]() mutable -> std::optional<human_support::Error> {
        if (++calls == call) {
            throw std::bad_alloc();
        }
        return std::nullopt;
    };
}

/// A storage with a cache in front of it whose thread and clock are the test's own.
struct CachedStorage {
    /// The storage as other processes see it.
    std::shared_ptr<human_support::MemoryRepository> others =
        std::make_shared<human_support::MemoryRepository>();
    /// Lets the calls of the cache fail.
    human_support::testing::FailingRepository failing{others};
    /// Lets something happen while the cache waits for an answer.
    LateAnswers late{failing};

    std::chrono::steady_clock::time_point now{};
    human_support::SettingsCacheOptions options = by_hand();
    std::optional<human_support::SettingsCache> made;

    /// The cache, which is made of `options` when it is used first, and has looked into the feed.
    human_support::SettingsCache& cache() {
        if (!made) {
            made.emplace(late, options);
            (void)made->refresh();
        }
        return *made;
    }

    /// Whether the cache would answer from memory.
    bool is_kept(std::string_view chatbot_id) {
        return cache().try_find_cached(chatbot(chatbot_id)).has_value();
    }

    /// The revision that a read through the cache shows; `no_revision` if there is no record.
    human_support::Revision read(std::string_view chatbot_id) {
        auto const found = cache().find_cached(chatbot(chatbot_id)).value();
        return found.record ? found.record->revision : human_support::no_revision;
    }

    static human_support::ChatbotId chatbot(std::string_view chatbot_id) {
        return human_support::ChatbotId::parse(chatbot_id).value();
    }

    human_support::Revision store_by_others(std::string_view chatbot_id) {
        return store(*others, sample_record(chatbot_id)).value();
    }
    human_support::Revision store_by_cache(std::string_view chatbot_id) {
        return store(cache(), sample_record(chatbot_id)).value();
    }
    void erase_by_others(std::string_view chatbot_id) {
        (void)others->write(human_support::Write::erase(chatbot(chatbot_id))).value();
    }
    void erase_by_cache(std::string_view chatbot_id) {
        (void)cache().write(human_support::Write::erase(chatbot(chatbot_id))).value();
    }

    /// Makes the next read of `chatbot_id` ask the storage.
    void forget(std::string_view chatbot_id) {
        (void)cache().write(human_support::Write::store(sample_record(chatbot_id),
                                                        human_support::Revision{1 << 30}));
    }

    human_support::SettingsCacheOptions by_hand() {
        human_support::SettingsCacheOptions by_hand;
        by_hand.own_thread = false;
        by_hand.clock = [this] { return now; };
        return by_hand;
    }
};
