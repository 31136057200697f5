// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "reader_pool.hpp"
#include "sqlite_error.hpp"
#include "writer.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <limits>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace human_support {

namespace {

/// SQLite takes UTF-8. An absolute path is never one of its special names, such as ":memory:", and
/// does not change with the working directory.
std::string utf8_path(std::filesystem::path const& file) {
    auto const text = std::filesystem::absolute(file).u8string();
    return {text.begin(), text.end()};
}

/// What is wrong with the path, in words that SQLite does not have.
Result<void> check_path(std::filesystem::path const& file, bool create) {
    std::error_code ignored;
    auto const name = utf8_path(file);
    auto const status = std::filesystem::status(file, ignored);
    if (std::filesystem::is_directory(status)) {
        return sqlite::file_error(Errc::storage_failed, name, "is a folder. Name a file in it.");
    }
    if (status.type() != std::filesystem::file_type::not_found) {
        return {};
    }
    auto const folder = std::filesystem::absolute(file).parent_path();
    if (!std::filesystem::is_directory(folder, ignored)) {
        return sqlite::file_error(Errc::storage_failed, name,
                                  "is in a folder that is not there. Make the folder first.");
    }
    if (!create) {
        return sqlite::file_error(Errc::storage_failed, name, "is not there. Create it first.");
    }
    return {};
}

Result<void> check_options(std::filesystem::path const& file, SqliteOptions const& options) {
    if (file.empty() || file.native().find('\0') != std::filesystem::path::string_type::npos) {
        return Error(Errc::invalid_argument, "The database needs a file name, without NUL in it.");
    }
    if (options.readers < 1 || options.readers > SqliteOptions::max_readers) {
        return Error(Errc::invalid_argument, fmt::format("SqliteOptions::readers must be 1 to {}.",
                                                         SqliteOptions::max_readers));
    }
    if (options.busy_timeout.count() < 0 ||
        options.busy_timeout.count() > std::numeric_limits<int>::max()) {
        return Error(Errc::invalid_argument,
                     fmt::format("SqliteOptions::busy_timeout must be 0 to {} ms.",
                                 std::numeric_limits<int>::max()));
    }
    return {};
}

} // namespace

class SqliteRepository::Inside {
public:
    Inside(std::unique_ptr<sqlite::Writer> writer,
           std::vector<std::unique_ptr<sqlite::Reader>> readers)
        : readers_(std::move(readers)), writer_(std::move(writer)) {}

    Result<WriteResults> write(std::span<Write const> writes) {
        std::lock_guard const lock(writer_mutex_);
        return writer_->write(writes);
    }

    sqlite::ReaderPool::Lease reader() { return readers_.take(); }

private:
    sqlite::ReaderPool readers_;
    std::mutex writer_mutex_;
    std::unique_ptr<sqlite::Writer> writer_; ///< guarded by the mutex
};

Result<std::unique_ptr<SqliteRepository>> SqliteRepository::open(std::filesystem::path const& file,
                                                                 SqliteOptions const& options) {
    if (auto checked = check_options(file, options); !checked) {
        return checked.error();
    }
    if (auto checked = check_path(file, options.create); !checked) {
        return checked.error();
    }
    auto const path = utf8_path(file);
    auto writer = sqlite::Writer::open(path, options);
    if (!writer) {
        return writer.error();
    }
    auto existing = options;
    existing.create = false; // a reader never makes a file in the place of one that just went away
    std::vector<std::unique_ptr<sqlite::Reader>> readers;
    while (readers.size() < options.readers) {
        auto reader = sqlite::Reader::open(path, existing);
        if (!reader) {
            return reader.error();
        }
        readers.push_back(*std::move(reader));
    }
    return std::unique_ptr<SqliteRepository>(
        new SqliteRepository(std::make_unique<Inside>(*std::move(writer), std::move(readers))));
}

SqliteRepository::SqliteRepository(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

SqliteRepository::~SqliteRepository() = default;

Result<SettingsRecordPtr> SqliteRepository::find(ChatbotId const& chatbot_id) {
    return inside_->reader()->find(chatbot_id);
}

Result<WriteResults> SqliteRepository::write(std::span<Write const> writes) {
    return inside_->write(writes);
}

Result<Page> SqliteRepository::list(PageRequest const& request) {
    if (request.limit == 0) {
        return page_limit_is_zero();
    }
    return inside_->reader()->list(request);
}

Result<ChangePage> SqliteRepository::changes(std::optional<FeedMark> const& mark,
                                             std::size_t limit) {
    return inside_->reader()->changes(mark, limit);
}

} // namespace human_support
