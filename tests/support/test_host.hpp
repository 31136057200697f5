// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/engines.hpp"
#include "support/intercepted_repository.hpp"

#include <human_support/detail/uuid_text.hpp>
#include <human_support/service.hpp>

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

[[nodiscard]] inline human_support::ChatbotId chatbot(std::string_view text) {
    return human_support::ChatbotId::parse(text).value();
}

[[nodiscard]] inline human_support::AccountId account(std::string_view text) {
    return human_support::AccountId::parse(text).value();
}

/// What a host has around a service: a store that is empty at first, a clock that stands still
/// until the test sets it, ids that count up, and callers of two accounts. For one thread.
struct TestHost {
    explicit TestHost(Engine const& engine, human_support::ServiceOptions options = {})
        : store(engine.new_store()), service(store, clock_and_ids(), std::move(options)) {}

    /// The clock and the ids, for another service beside this one.
    [[nodiscard]] human_support::ClockAndIds clock_and_ids() {
        return {[this] { return now; }, [this] { return new_id(); }};
    }

    /// The revision of the last write to the store.
    [[nodiscard]] human_support::Revision last_revision() {
        return store.inner().changes(std::nullopt, 0).value().mark.revision;
    }

    /// The record as it is stored, of whatever account; null if there is none.
    [[nodiscard]] human_support::SettingsRecordPtr stored() {
        return store.inner().find(bot).value();
    }

    /// Stores a record of `bot` with `settings` behind the service's back, in place of any other.
    human_support::SettingsRecordPtr store_record(human_support::Caller const& owner,
                                                  human_support::HumanSupportSettings settings) {
        auto const write = human_support::Write::store(
            {new_id(), bot, owner.account_id, owner.actor, std::move(settings), now, now},
            human_support::Anything{});
        store.inner().write(write).value();
        return stored();
    }

    InterceptedRepository store;
    human_support::Timestamp now = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31};
    human_support::SettingsService service;
    human_support::ChatbotId const bot = chatbot("bot");
    human_support::Caller const caller{account("acme"), "alice"};
    human_support::Caller const stranger{account("elsewhere"), "mallory"};

private:
    [[nodiscard]] boost::uuids::uuid new_id() {
        auto const text = fmt::format("00000000-0000-4000-8000-{:012}", ++ids_given_);
        return human_support::detail::from_uuid_text(text).value();
    }

    int ids_given_ = 0;
};
