// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>
#include <thread>
#include <vector>

namespace benchmarks {

/// A thread that stores 1,000 records a second as long as this lives, ten at once.
class SteadyWriter {
public:
    SteadyWriter(human_support::SettingsRepository& repository,
                 std::span<human_support::SettingsRecordPtr const> records)
        : repository_(repository), records_(records), thread_([this] { write(); }) {}
    SteadyWriter(SteadyWriter const&) = delete;
    SteadyWriter& operator=(SteadyWriter const&) = delete;
    ~SteadyWriter() {
        stops_ = true;
        thread_.join();
    }

private:
    static constexpr std::size_t batch_size = 10;
    static constexpr std::chrono::milliseconds interval{10};

    void write() {
        auto next = std::chrono::steady_clock::now();
        for (std::size_t i = 0; !stops_; i = (i + batch_size) % records_.size()) {
            std::vector<human_support::Write> batch;
            for (auto const& record : records_.subspan(i, batch_size)) {
                batch.push_back(human_support::Write::store(*record, human_support::Anything{}));
            }
            for (auto const& result : repository_.write(batch).value()) {
                result.value();
            }
            std::this_thread::sleep_until(next += interval);
        }
    }

    human_support::SettingsRepository& repository_;
    std::span<human_support::SettingsRecordPtr const> records_;
    std::atomic<bool> stops_ = false;
    std::thread thread_;
};

} // namespace benchmarks
