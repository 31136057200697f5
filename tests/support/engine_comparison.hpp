// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/without_epoch.hpp"

#include <human_support/memory_repository.hpp>
#include <human_support/testing/repository_factory.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/// Does the same to an engine and to the memory engine, the oracle, and throws a
/// `std::runtime_error` if their answers differ. The two have epochs of their own; everything
/// else is equal.
class EngineComparison {
public:
    /// `open` is of stores that are empty at first.
    explicit EngineComparison(human_support::testing::RepositoryFactory open)
        : open_(std::move(open)), engine_(open_("store")), oracle_epoch_(epoch_of(oracle_)),
          engine_epoch_(epoch_of(*engine_)) {}

    /// What the engine should hold.
    [[nodiscard]] human_support::MemoryRepository& oracle() noexcept { return oracle_; }

    /// The oracle's, for `changes`.
    [[nodiscard]] human_support::Epoch epoch() const noexcept { return oracle_epoch_; }

    void write(std::span<human_support::Write const> writes) {
        auto const expected = oracle_.write(writes).value();
        auto const found = engine_->write(writes).value();
        compare("number of results", found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (both_succeed(found[i], expected[i])) {
                compare("revision", found[i]->revision, expected[i]->revision);
                compare("epoch of a write", found[i]->epoch, engine_epoch_);
            }
        }
    }

    void find(human_support::ChatbotId const& chatbot_id) {
        compare_records(engine_->find(chatbot_id).value(), oracle_.find(chatbot_id).value());
    }

    void list(human_support::PageRequest const& request) {
        auto const expected = oracle_.list(request);
        auto const found = engine_->list(request);
        if (!both_succeed(found, expected)) {
            return;
        }
        require_same("next key", found->next == expected->next);
        compare("number of records", found->records.size(), expected->records.size());
        for (std::size_t i = 0; i < found->records.size(); ++i) {
            compare_records(found->records[i], expected->records[i]);
        }
    }

    /// `mark` is the oracle's.
    void changes(std::optional<human_support::FeedMark> const& mark, std::size_t limit) {
        auto engine_mark = mark;
        if (engine_mark) {
            engine_mark->epoch += engine_epoch_ - oracle_epoch_;
        }
        auto const expected = oracle_.changes(mark, limit);
        auto const found = engine_->changes(engine_mark, limit);
        if (!both_succeed(found, expected)) {
            return;
        }
        compare("mark's revision", found->mark.revision, expected->mark.revision);
        compare("mark's epoch", found->mark.epoch, engine_epoch_);
        compare("number of changes", found->changes.size(), expected->changes.size());
        for (std::size_t i = 0; i < found->changes.size(); ++i) {
            auto const& change = found->changes[i];
            require_same("chatbot", change.chatbot_id == expected->changes[i].chatbot_id);
            compare("change's revision", change.revision, expected->changes[i].revision);
            compare_records(change.record, expected->changes[i].record);
        }
    }

    /// Another handle takes over; with `close_first`, only after the last one was closed.
    void reopen(bool close_first) {
        if (close_first) {
            engine_.reset();
        }
        engine_ = open_("store");
        compare("epoch", epoch_of(*engine_), engine_epoch_);
    }

    /// That both hold the same records and the same feed from the beginning on.
    void compare_everything() {
        list({.limit = human_support::max_page_size});
        changes(std::nullopt, human_support::max_page_size);
    }

private:
    static human_support::Epoch epoch_of(human_support::SettingsRepository& repository) {
        return repository.changes(std::nullopt, 0).value().mark.epoch;
    }

    static void require_same(std::string_view what, bool same) {
        if (!same) {
            throw std::runtime_error(fmt::format("the engine's {} differs", what));
        }
    }

    template <class T>
    static void compare(std::string_view what, T found, T expected) {
        if (found != expected) {
            throw std::runtime_error(
                fmt::format("the engine's {} is {} instead of {}", what, found, expected));
        }
    }

    /// Whether both have values; otherwise both must have the same error.
    template <class T>
    static bool both_succeed(human_support::Result<T> const& found,
                             human_support::Result<T> const& expected) {
        auto const outcome = [](human_support::Result<T> const& result) {
            return result ? "a value" : result.error().message();
        };
        compare<std::string>("outcome", outcome(found), outcome(expected));
        require_same("error", found.has_value() || found.error() == expected.error());
        return found.has_value();
    }

    void compare_records(human_support::SettingsRecordPtr const& found,
                         human_support::SettingsRecordPtr const& expected) const {
        compare("finding of a record", found != nullptr, expected != nullptr);
        if (found != nullptr) {
            require_same("record", without_epoch(*found) == without_epoch(*expected));
            compare("epoch of a record", found->epoch, engine_epoch_);
        }
    }

    human_support::testing::RepositoryFactory open_;
    human_support::MemoryRepository oracle_;
    std::shared_ptr<human_support::SettingsRepository> engine_;
    human_support::Epoch oracle_epoch_;
    human_support::Epoch engine_epoch_;
};
