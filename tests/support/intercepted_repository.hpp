// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/repository.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>

/// Passes every call on to another repository, after a hook that may do what others would do at
/// that moment, or return an error in place of the call. Hooks that are empty do nothing; they are
/// set while no call runs.
class InterceptedRepository final : public human_support::SettingsRepository {
public:
    using human_support::SettingsRepository::write;

    using Hook = std::function<std::optional<human_support::Error>()>;

    explicit InterceptedRepository(std::shared_ptr<human_support::SettingsRepository> inner)
        : inner_(std::move(inner)) {}

    Hook before_find;
    Hook before_write;
    Hook before_list;
    Hook before_changes;

    /// The repository behind, whose calls meet no hook.
    [[nodiscard]] human_support::SettingsRepository& inner() { return *inner_; }

    human_support::Result<human_support::SettingsRecordPtr>
    find(human_support::ChatbotId const& chatbot_id) const override {
        if (auto error = run(before_find)) {
            return *std::move(error);
        }
        return inner_->find(chatbot_id);
    }

    human_support::Result<human_support::WriteResults>
    write(std::span<human_support::Write const> writes) override {
        if (auto error = run(before_write)) {
            return *std::move(error);
        }
        return inner_->write(writes);
    }

    human_support::Result<human_support::Page>
    list(human_support::PageRequest const& request) const override {
        if (auto error = run(before_list)) {
            return *std::move(error);
        }
        return inner_->list(request);
    }

    human_support::Result<human_support::FeedPage>
    changes(std::optional<human_support::FeedMark> const& mark, std::size_t limit) const override {
        if (auto error = run(before_changes)) {
            return *std::move(error);
        }
        return inner_->changes(mark, limit);
    }

private:
    static std::optional<human_support::Error> run(Hook const& hook) {
        return hook ? hook() : std::nullopt;
    }

    std::shared_ptr<human_support::SettingsRepository> inner_;
};
