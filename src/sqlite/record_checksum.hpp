// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/settings_record.hpp>

#include <cstdint>

namespace human_support::sqlite {

/// A checksum of all that is stored of `record` with `revision` in place of its own. SQLite itself
/// does not notice a page whose texts were damaged on the disk.
///
/// Files keep it, so it never changes: in its lowest 8 bits the number of settings that it covers,
/// which are the first ones of the field table; in the 8 bits above a fixed mark, without which
/// nothing is taken on trust; above them a hash.
[[nodiscard]] std::int64_t record_checksum(SettingsRecord const& record, Revision revision);

/// Whether `checksum` is the one of `record`. An older version's covers fewer settings; a newer
/// version's covers settings that this one does not know, and is taken on trust.
[[nodiscard]] bool checksum_fits(std::int64_t checksum, SettingsRecord const& record);

} // namespace human_support::sqlite
