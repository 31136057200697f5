// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <utility>

/// `record` as every store has it that holds the same: without the name of its store.
[[nodiscard]] inline human_support::SettingsRecord
without_epoch(human_support::SettingsRecord record) {
    record.epoch = human_support::no_epoch;
    return record;
}
