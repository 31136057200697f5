// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <string>

namespace human_support::sqlite {

/// Returns `file` as SQLite takes it: in UTF-8. The path is absolute, so that it is no special name
/// such as ":memory:", and does not depend on the working directory.
[[nodiscard]] inline std::string utf8_path(std::filesystem::path const& file) {
    auto const text = file.u8string();
    return {text.begin(), text.end()};
}

/// Returns the path whose text in UTF-8 SQLite has.
[[nodiscard]] inline std::filesystem::path path_of_utf8(std::string const& text) {
    return std::u8string(text.begin(), text.end());
}

} // namespace human_support::sqlite
