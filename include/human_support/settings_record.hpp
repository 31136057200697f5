// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/ids.hpp>
#include <human_support/settings.hpp>

#include <boost/uuid/uuid.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace human_support {

/// A moment in UTC, to the millisecond.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// A record's version, and the clock of the change feed: one counter for the whole store, rising in
/// commit order, from 1. Gaps are allowed, and no number is used twice.
using Revision = std::int64_t;

/// The revision that no stored record has.
inline constexpr Revision no_revision = 0;

/// Names a store: a random positive number, drawn when the store is made, renewed by a schema
/// migration and in every backup copy. With it, a revision is not taken for the same number of
/// another store.
using Epoch = std::int64_t;

/// The epoch that no store has.
inline constexpr Epoch no_epoch = 0;

/// The settings of one chatbot as they are stored.
struct SettingsRecord {
    boost::uuids::uuid id; ///< UUID v4 (RFC 9562, section 5.4), given once
    ChatbotId chatbot_id;  ///< a chatbot has at most one record
    AccountId account_id;  ///< whose it is; never part of a response
    std::string
        updated_by; ///< an opaque actor, may be empty; UTF-8 without U+0000; never in a response
    HumanSupportSettings settings; ///< what the owner chose
    Timestamp created_at;          ///< never changes
    Timestamp updated_at; ///< never before an earlier one of the same record; ties are normal
    Revision revision = no_revision; ///< given by the store, with each write
    Epoch epoch = no_epoch;          ///< of the store when the record was read; given by the store

    friend bool operator==(SettingsRecord const&, SettingsRecord const&) = default;
};

/// A record that may be shared between threads, since nobody can change it. Null means none.
using SettingsRecordPtr = std::shared_ptr<SettingsRecord const>;

} // namespace human_support
