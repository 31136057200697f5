// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/service.hpp>
#include <human_support/testing/conformance/threads.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <future>
#include <string_view>
#include <vector>

/// The revisions of a record before and after one change.
struct RevisionStep {
    human_support::Revision before;
    human_support::Revision after;
};

/// Updates a record from `threads` threads at once, `updates` times each, without an expected
/// revision. Each update sets a text that no other one sets, as long as `name` differs from that of
/// other calls. Throws if an update fails.
[[nodiscard]] inline std::vector<RevisionStep>
update_from_threads(human_support::SettingsService& service, human_support::Caller const& caller,
                    human_support::ChatbotId const& chatbot_id, std::string_view name,
                    std::ptrdiff_t threads, int updates) {
    human_support::testing::StartingLine start(static_cast<std::size_t>(threads));
    auto const update_repeatedly = [&](std::ptrdiff_t thread) {
        std::vector<RevisionStep> steps;
        start.arrive_and_wait();
        for (int i = 0; i < updates; ++i) {
            human_support::SettingsPatch patch;
            patch.set(&human_support::HumanSupportSettings::positive_feedback_prompt,
                      fmt::format("{} {} {}", name, thread, i));
            auto const changed = service.update(caller, chatbot_id, patch).value();
            steps.push_back({changed.before->revision, changed.after->revision});
        }
        return steps;
    };
    std::vector<std::future<std::vector<RevisionStep>>> running;
    for (std::ptrdiff_t thread = 0; thread < threads; ++thread) {
        running.push_back(std::async(std::launch::async, update_repeatedly, thread));
    }
    std::vector<RevisionStep> all;
    for (auto& thread : running) {
        auto const steps = thread.get();
        all.insert(all.end(), steps.begin(), steps.end());
    }
    return all;
}
