// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "file_path.hpp"
#include "sqlite_error.hpp"

#include <human_support/result.hpp>

#include <filesystem>
#include <system_error>

namespace human_support::sqlite {

/// Fails if the folder is missing that the new file `file` is to be in.
inline Result<void> check_folder(std::filesystem::path const& file) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(file.parent_path(), ignored)) {
        return file_error(Errc::storage_failed, utf8_path(file),
                          "is in a folder that does not exist. Create the folder first.");
    }
    return {};
}

} // namespace human_support::sqlite
