// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "sample_files.hpp"

#include "database.hpp"
#include "support/sample_record.hpp"

#include <human_support/sqlite_repository.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

namespace benchmarks {

namespace {

namespace fs = std::filesystem;
using human_support::SqliteRepository;

void remove_database(fs::path const& file) {
    for (char const* suffix : {"", "-wal", "-shm"}) {
        fs::remove(fs::path(file) += suffix);
    }
}

/// The schema version that today's library gives to a file.
std::int64_t schema_version(fs::path const& folder) {
    auto const file = folder / "empty.db";
    remove_database(file);
    SqliteRepository::open(file).value();
    Database database(file, {});
    auto const statement = database.prepare("SELECT schema_version FROM human_support_store");
    database.check(sqlite3_step(statement.get()), SQLITE_ROW);
    return sqlite3_column_int64(statement.get(), 0);
}

constexpr std::size_t batch_size = 1000;

/// Stores the records in large batches, since each batch waits for the disk once.
void fill(SqliteRepository& repository, std::size_t records) {
    for (std::size_t first = 0; first < records; first += batch_size) {
        std::vector<human_support::Write> batch;
        for (std::size_t number = first; number < std::min(first + batch_size, records); ++number) {
            batch.push_back(
                human_support::Write::store(sample_record(number), human_support::Absent{}));
        }
        for (auto const& result : repository.write(batch).value()) {
            result.value();
        }
    }
}

/// Makes and erases records, a batch after the other, of chatbots in no order.
void make_and_erase(SqliteRepository& repository, std::size_t records) {
    constexpr std::size_t prime = 1'000'003; // so that each number comes once
    for (std::size_t first = 0; first < records; first += batch_size) {
        std::vector<human_support::Write> stores;
        std::vector<human_support::Write> erasures;
        for (std::size_t i = first; i < first + batch_size; ++i) {
            auto record = sample_record(i * prime % records);
            erasures.push_back(human_support::Write::erase(record.chatbot_id));
            stores.push_back(
                human_support::Write::store(std::move(record), human_support::Absent{}));
        }
        repository.write(stores).value();
        repository.write(erasures).value();
    }
}

/// Gives the erasures times that count up from 0. In each batch, revisions of records come first.
void number_times(fs::path const& file) {
    Database database(file, {});
    auto const statement = database.prepare("UPDATE human_support_erasures SET erased_at = "
                                            "(revision - 1) / 2000 * 1000 + (revision - 1) % 1000");
    database.check(sqlite3_step(statement.get()), SQLITE_DONE);
}

} // namespace

human_support::ChatbotId chatbot_id(std::size_t number) {
    return human_support::ChatbotId::parse(fmt::format("chatbot-{:08}", number)).value();
}

human_support::SettingsRecord sample_record(std::size_t number) {
    auto record = ::sample_record(chatbot_id(number).str());
    record.account_id =
        human_support::AccountId::parse(fmt::format("account-{:08}", number / 10)).value();
    if (number % 4 == 0) {
        record.settings.lead_notification = true;
        record.settings.lead_notification_email = {fmt::format("owner-{}@example.com", number)};
    }
    return record;
}

std::vector<std::size_t> random_numbers(std::size_t count, std::size_t records) {
    std::mt19937 engine(1); // NOLINT: the same numbers in every run
    std::uniform_int_distribution<std::size_t> distribution(0, records - 1);
    std::vector<std::size_t> numbers(count);
    std::generate(numbers.begin(), numbers.end(), [&] { return distribution(engine); });
    return numbers;
}

std::vector<human_support::Write> random_writes(std::size_t count) {
    std::vector<human_support::Write> writes;
    for (auto const number : random_numbers(count, written_records)) {
        auto record = sample_record(number);
        record.updated_by = "somebody else";
        writes.push_back(human_support::Write::store(std::move(record), human_support::Anything{}));
    }
    return writes;
}

SampleFiles::SampleFiles(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
}

template <class Make>
fs::path SampleFiles::made_once(std::size_t count, char const* what, Make const& make) const {
    auto const file =
        folder_ / fmt::format("{}-{}-schema-{}.db", count, what, schema_version(folder_));
    if (!fs::exists(file)) {
        fmt::print("Making {}.\n", file.string());
        auto const incomplete = fs::path(file) += ".incomplete";
        remove_database(incomplete);
        make(incomplete);
        fs::rename(incomplete, file); // closed by now, so there is no WAL to go with it
    }
    return file;
}

fs::path SampleFiles::with_records(std::size_t records) const {
    return made_once(records, "records", [&](fs::path const& file) {
        fill(*SqliteRepository::open(file).value(), records);
    });
}

fs::path SampleFiles::with_erasures(std::size_t erasures) const {
    return made_once(erasures, "erasures", [&](fs::path const& file) {
        make_and_erase(*SqliteRepository::open(file).value(), erasures);
        number_times(file);
    });
}

fs::path SampleFiles::copy(fs::path const& original, char const* name) const {
    auto copy = folder_ / name;
    remove_database(copy);
    fs::copy_file(original, copy);
    ::sync(); // now, not beside what is measured
    return copy;
}

} // namespace benchmarks
