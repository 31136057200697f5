// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <cstdint>

namespace human_support::sqlite {

/// Returns a checksum of all that is stored of `record`, with `revision` in place of its own. It is
/// needed since SQLite does not notice damaged texts in a page.
///
/// Files keep it, so its form never changes. The lowest 8 bits are the number of settings that it
/// covers, which are the first ones of the field table. The next 8 bits are a fixed mark; without
/// it, no checksum of a newer version is trusted. The other bits are a hash.
[[nodiscard]] std::int64_t record_checksum(SettingsRecord const& record, Revision revision);

/// Tells whether `checksum` is that of `record`. That of an older version covers fewer settings.
/// That of a newer version covers settings that this one does not know, and is trusted.
[[nodiscard]] bool checksum_fits(std::int64_t checksum, SettingsRecord const& record);

} // namespace human_support::sqlite
