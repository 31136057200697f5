// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <unordered_map>

namespace benchmarks {

/// What one would write by hand: a map, and a `Mutex` that each read takes with a `Lock`.
template <class Map, class Mutex, template <class> class Lock>
class MapOfRecords {
public:
    explicit MapOfRecords(std::span<human_support::SettingsRecordPtr const> records) {
        records_.reserve(records.size());
        for (auto const& record : records) {
            records_.emplace(record->chatbot_id, record);
        }
    }

    /// Calls `use(record)` under the lock. Returns whether there is one.
    template <class Use>
    bool find(human_support::ChatbotId const& chatbot_id, Use const& use) const {
        Lock<Mutex> const lock(mutex_);
        auto const found = records_.find(chatbot_id);
        if (found == records_.end()) {
            return false;
        }
        use(*found->second);
        return true;
    }

private:
    mutable Mutex mutex_;
    Map records_;
};

struct NoMutex {
    void lock() noexcept {}
    void unlock() noexcept {}
};

/// Nobody may write to it while others read.
using UnlockedFlatMap = MapOfRecords<
    boost::unordered_flat_map<human_support::ChatbotId, human_support::SettingsRecordPtr,
                              std::hash<human_support::ChatbotId>>,
    NoMutex, std::lock_guard>;

using StandardMap = std::unordered_map<human_support::ChatbotId, human_support::SettingsRecordPtr>;
using MapWithSharedMutex = MapOfRecords<StandardMap, std::shared_mutex, std::shared_lock>;
using MapWithMutex = MapOfRecords<StandardMap, std::mutex, std::lock_guard>;

} // namespace benchmarks
