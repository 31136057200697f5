// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/faults/running_writers.hpp"

#include "faults/crash/heard_lines.hpp"
#include "postgresql/patience.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

namespace human_support::tests {

RunningWriters::RunningWriters(std::vector<std::string> const& names, unsigned seed) {
    for (auto const& name : names) {
        threads_.emplace_back(next_content_, name, seed++);
    }
}

void RunningWriters::start(std::vector<std::shared_ptr<SettingsRepository>> nodes,
                           CallHistory& history) {
    stops_ = false;
    history_ = &history;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
        running_.emplace_back([this, &thread = threads_[i], node = nodes[i % nodes.size()]] {
            while (!stops_) {
                write(thread, *node);
            }
        });
    }
}

void RunningWriters::write(WriterThread& thread, SettingsRepository& node) {
    auto const pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); };
    std::optional<AnnouncedCall> call;
    try {
        call = thread.plan(node);
    } catch (std::system_error const&) { // it cannot be read at present
        pause();
        return;
    }
    auto const writes = writes_of(*call);
    {
        std::lock_guard const lock(mutex_);
        history_->announced(call->id, writes);
    }
    auto const results = node.write(writes);
    {
        std::lock_guard const lock(mutex_);
        auto const code = results ? Errc{} : results.error().code();
        bool const is_explained = results || code == Errc::storage_failed || code == Errc::busy ||
                                  code == Errc::outcome_unknown;
        if (!is_explained) {
            faults_.push_back(results.error().message());
        }
        // To the history, each failure that says that nothing is stored is the same.
        history_->answered(call->id, results || code == Errc::outcome_unknown
                                         ? results
                                         : Result<WriteResults>(Error(Errc::busy)));
    }
    if (results) {
        ++stored_;
    } else {
        pause();
    }
}

void RunningWriters::await_stored(std::size_t calls) const {
    auto const all = stored_ + calls;
    wait_until_true("calls that are stored", [&] { return stored_ >= all; });
}

std::vector<std::string> RunningWriters::stop() {
    stops_ = true;
    running_.clear();
    return std::exchange(faults_, {});
}

} // namespace human_support::tests
