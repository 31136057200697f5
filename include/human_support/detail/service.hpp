// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/detail/storable_texts.hpp>
#include <human_support/service.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace human_support {

namespace detail {

/// Returns `record` if it is the caller's, otherwise null.
[[nodiscard]] inline SettingsRecordPtr own(Caller const& caller, SettingsRecordPtr const& record) {
    return record && record->account_id == caller.account_id ? record : nullptr;
}

[[nodiscard]] inline Error actor_not_storable_error() {
    return {Errc::invalid_argument, "The caller's actor must be UTF-8 text without U+0000."};
}

/// Tells whether a write failed because others changed the record after it was read.
[[nodiscard]] inline bool lost_race(Error const& error) {
    return error.code() == Errc::revision_mismatch || error.code() == Errc::already_exists;
}

} // namespace detail

inline Result<SettingsChange> SettingsService::create(Caller const& caller,
                                                      ChatbotId const& chatbot_id,
                                                      SettingsPatch const& patch,
                                                      Precondition const& precondition) {
    return change(caller, chatbot_id, [&](SettingsRecordPtr const& there) -> Decision {
        if (auto const valid = check(patch, nullptr); !valid) {
            return valid.error();
        }
        if (there != nullptr) {
            return Errc::already_exists;
        }
        if (!precondition.holds(nullptr)) {
            return Errc::revision_mismatch;
        }
        return make(caller, chatbot_id, patch);
    });
}

inline Result<SettingsRecordPtr> SettingsService::find(Caller const& caller,
                                                       ChatbotId const& chatbot_id) const {
    auto found = repository_.find(chatbot_id);
    return found ? detail::own(caller, *found) : found;
}

inline Result<SettingsChange> SettingsService::update(Caller const& caller,
                                                      ChatbotId const& chatbot_id,
                                                      SettingsPatch const& patch,
                                                      Precondition const& precondition) {
    return change_own(caller, chatbot_id, patch, precondition,
                      [](SettingsRecordPtr const&) -> Decision { return Errc::not_found; });
}

inline Result<SettingsChange> SettingsService::upsert(Caller const& caller,
                                                      ChatbotId const& chatbot_id,
                                                      SettingsPatch const& patch,
                                                      Precondition const& precondition) {
    return change_own(caller, chatbot_id, patch, precondition,
                      [&](SettingsRecordPtr const& there) -> Decision {
                          if (there != nullptr) {
                              return Errc::already_exists;
                          }
                          if (!precondition.holds(nullptr)) {
                              return Errc::revision_mismatch;
                          }
                          return make(caller, chatbot_id, patch);
                      });
}

template <class IfNoneIsOwn>
Result<SettingsChange>
SettingsService::change_own(Caller const& caller, ChatbotId const& chatbot_id,
                            SettingsPatch const& patch, Precondition const& precondition,
                            IfNoneIsOwn const& if_none_is_own) {
    return change(caller, chatbot_id, [&](SettingsRecordPtr const& there) -> Decision {
        auto const before = detail::own(caller, there);
        if (auto const valid = check(patch, before); !valid) {
            return valid.error();
        }
        if (before == nullptr) {
            return if_none_is_own(there);
        }
        if (!precondition.holds(before.get())) {
            return Errc::revision_mismatch;
        }
        return apply(caller, *before, patch);
    });
}

inline Result<SettingsChange> SettingsService::erase(Caller const& caller,
                                                     ChatbotId const& chatbot_id,
                                                     Precondition const& precondition) {
    return change(caller, chatbot_id, [&](SettingsRecordPtr const& there) -> Decision {
        auto const before = detail::own(caller, there);
        if (before == nullptr) {
            return Errc::not_found;
        }
        if (!precondition.holds(before.get())) {
            return Errc::revision_mismatch;
        }
        return std::shared_ptr<SettingsRecord>(); // erased
    });
}

inline Result<SettingsChange> SettingsService::transfer(Caller const& caller,
                                                        ChatbotId const& chatbot_id,
                                                        AccountId const& to_account,
                                                        TransferEmails emails) {
    return change(caller, chatbot_id, [&](SettingsRecordPtr const& there) -> Decision {
        auto const before = detail::own(caller, there);
        if (before == nullptr) {
            return Errc::not_found;
        }
        auto after = std::make_shared<SettingsRecord>(*before);
        after->account_id = to_account;
        if (emails == TransferEmails::clear) {
            after->settings.lead_notification_email.clear();
        }
        return touch(caller, *before, std::move(after));
    });
}

inline Result<std::size_t> SettingsService::erase_account(Caller const& caller,
                                                          OnErased const& on_erased) {
    if (!detail::is_storable(caller.actor)) {
        return detail::actor_not_storable_error();
    }
    std::size_t count = 0;
    for (int passes_in_vain = 0; passes_in_vain < max_attempts;) {
        auto page = repository_.list({.account_id = caller.account_id});
        if (!page) {
            return std::move(page).error();
        }
        if (page->records.empty()) {
            return count;
        }
        std::vector<Write> writes;
        writes.reserve(page->records.size());
        for (auto const& record : page->records) {
            writes.push_back(Write::erase(record->chatbot_id, record->revision));
        }
        auto results = repository_.write(writes);
        if (!results) {
            return std::move(results).error();
        }
        ++passes_in_vain;
        // Allocates nothing, so that whatever was erased is handed over.
        for (std::size_t i = 0; i < writes.size(); ++i) {
            auto const& erasure = (*results)[i];
            if (!erasure) {
                continue; // it was changed meanwhile, and the next pass meets it again
            }
            passes_in_vain = 0;
            ++count;
            if (on_erased) {
                on_erased({std::move(page->records[i]), nullptr, erasure->revision});
            }
        }
    }
    return Errc::busy;
}

inline Result<Page> SettingsService::list(Caller const& caller, std::optional<ChatbotId> after,
                                          std::size_t limit) const {
    return repository_.list({std::move(after), limit, caller.account_id});
}

inline Result<SettingsChange>
SettingsService::change(Caller const& caller, ChatbotId const& chatbot_id, Decide const& decide) {
    if (!detail::is_storable(caller.actor)) {
        return detail::actor_not_storable_error();
    }
    std::lock_guard<std::mutex> const turn(
        turns_[std::hash<ChatbotId>{}(chatbot_id) % turns_.size()]);
    for (int attempts = 0; attempts < max_attempts; ++attempts) {
        auto const before = repository_.find(chatbot_id);
        if (!before) {
            return before.error();
        }
        auto const decision = decide(*before);
        if (!decision) {
            return decision.error();
        }
        if (!*decision) {
            return SettingsChange{*before, *before, (*before)->revision};
        }
        // Nothing can fail after the write: what it returns is in this record.
        auto const& after = **decision;
        // What was decided holds for the record that was read, and for no other.
        Expectation const expected =
            *before ? Expectation((*before)->revision) : Expectation(Absent{});
        auto const write =
            after ? Write::store(*after, expected) : Write::erase(chatbot_id, expected);
        auto const written = repository_.write(write);
        if (written) {
            if (after) {
                after->revision = written->revision;
                after->epoch = written->epoch;
            }
            return SettingsChange{*before, after, written->revision};
        }
        if (!detail::lost_race(written.error())) {
            return written.error();
        }
    }
    return Errc::busy;
}

inline Result<void> SettingsService::check(SettingsPatch const& patch,
                                           SettingsRecordPtr const& stored) const {
    auto violations = validate(patch, stored ? &stored->settings : nullptr, limits());
    if (violations.empty()) {
        return {};
    }
    return invalid_settings(std::move(violations));
}

inline SettingsService::Decision SettingsService::make(Caller const& caller,
                                                       ChatbotId const& chatbot_id,
                                                       SettingsPatch const& patch) const {
    auto const start = defaults(chatbot_id);
    auto const now = clock_and_ids_.now();
    return std::make_shared<SettingsRecord>(SettingsRecord{clock_and_ids_.new_id(), chatbot_id,
                                                           caller.account_id, caller.actor,
                                                           patch.apply_to(start, start), now, now});
}

inline SettingsService::Decision SettingsService::apply(Caller const& caller,
                                                        SettingsRecord const& before,
                                                        SettingsPatch const& patch) const {
    auto after = std::make_shared<SettingsRecord>(before);
    after->settings = patch.apply_to(std::move(after->settings), defaults(before.chatbot_id));
    return touch(caller, before, std::move(after));
}

/// Returns `after`, a copy of `before` that may have another account and other settings, with who
/// changed it and when; or none if both are the same.
inline SettingsService::Decision
SettingsService::touch(Caller const& caller, SettingsRecord const& before,
                       std::shared_ptr<SettingsRecord> after) const {
    if (after->account_id == before.account_id && after->settings == before.settings) {
        return std::nullopt;
    }
    after->updated_by = caller.actor;
    after->updated_at = (std::max)(clock_and_ids_.now(), before.updated_at);
    return after;
}

} // namespace human_support
