// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/engines.hpp"

#include <human_support/settings_cache.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A handle of a store with a cache of its own in front. It keeps the handle behind it alive.
class CachedStore : public human_support::SettingsRepository {
public:
    using human_support::SettingsRepository::write;

    explicit CachedStore(std::shared_ptr<human_support::SettingsRepository> store)
        : store_(std::move(store)), cache_(*store_, options()) {}

    human_support::Result<human_support::SettingsRecordPtr>
    find(human_support::ChatbotId const& chatbot_id) const override {
        return cache_.find(chatbot_id);
    }
    human_support::Result<human_support::WriteResults>
    write(std::span<human_support::Write const> writes) override {
        return cache_.write(writes);
    }
    human_support::Result<human_support::Page>
    list(human_support::PageRequest const& request) const override {
        return cache_.list(request);
    }
    human_support::Result<human_support::FeedPage>
    changes(std::optional<human_support::FeedMark> const& mark, std::size_t limit) const override {
        return cache_.changes(mark, limit);
    }

private:
    static human_support::SettingsCacheOptions options() {
        human_support::SettingsCacheOptions options;
        options.staleness = std::chrono::milliseconds(2); // looks into the feed all the time
        return options;
    }

    std::shared_ptr<human_support::SettingsRepository> store_;

protected:
    mutable human_support::SettingsCache cache_; ///< looks into the feed before it finds
};

/// The same, but records are found in the cache, which has looked into the feed just before. So
/// they are as fresh as those of the storage.
class StoreReadThroughCache final : public CachedStore {
public:
    using CachedStore::CachedStore;

    human_support::Result<human_support::SettingsRecordPtr>
    find(human_support::ChatbotId const& chatbot_id) const override {
        return cache_.refresh().and_then([&] {
            return cache_.find_cached(chatbot_id)
                .transform([](human_support::CachedRecord const& found) { return found.record; });
        });
    }
};

/// A factory of stores with a `Front` before each handle. Two handles of one store are two caches.
template <class Front>
human_support::testing::RepositoryFactory
with_front(human_support::testing::RepositoryFactory open) {
    return [open = std::move(open)](std::string_view name) {
        return std::make_shared<Front>(open(name));
    };
}

/// An engine with a cache in front, in two ways.
inline std::vector<Engine> cached(Engine const& engine) {
    return {{"cached " + engine.name,
             [open = engine.new_factory] { return with_front<CachedStore>(open()); }},
            {engine.name + " read through a cache",
             [open = engine.new_factory] { return with_front<StoreReadThroughCache>(open()); }}};
}

/// Every engine that comes with the library, with a cache in front.
inline std::vector<Engine> cached_engines() {
    std::vector<Engine> all;
    for (Engine const& engine : engines()) {
        for (auto& one : cached(engine)) {
            all.push_back(std::move(one));
        }
    }
    return all;
}
