// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "find_each.hpp"
#include "groups.hpp"
#include "growth_program.hpp"
#include "hand_written.hpp"
#include "measurements.hpp"
#include "support/realistic_record.hpp"

#include <human_support/settings_json.hpp>
#include <human_support/sqlite_repository.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace benchmarks {

namespace {

namespace fs = std::filesystem;
using human_support::ChatbotId;
using human_support::SqliteRepository;

/// The batch of `human-support import`.
constexpr std::size_t batch_records = 500;
constexpr std::size_t page_records = 100;
constexpr double megabyte = 1e6;

Seconds time_of(auto const& work) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin;
}

/// A store of one size, in a folder that is empty before and after.
class Store {
public:
    Store(fs::path folder, std::size_t records, Report& report)
        : folder_(std::move(folder)), records_(records), report_(report) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    Store(Store const&) = delete;
    Store& operator=(Store const&) = delete;
    ~Store() {
        std::error_code none;
        fs::remove_all(folder_, none);
    }

    /// Measures everything: what goes through all of the store `rounds` times, and the reads of a
    /// part of it `read_rounds` times.
    void measure(int rounds, int read_rounds) {
        write_text();
        for (int round = 0; round < rounds; ++round) {
            insert_by_hand();
            import_by_program();
            import_by_library();
        }
        fs::remove(folder_ / text_name);
        // The last store is the one that is read; it is closed, so all of it is in the file.
        note(size, "MB", "the file", static_cast<double>(fs::file_size(library_file())) / megabyte);
        auto const repository = SqliteRepository::open(library_file()).value();
        for (int round = 0; round < rounds; ++round) {
            export_by_library(*repository);
            export_by_program();
            check_and_back_up(*repository);
        }
        for (auto const& [what, values] : noted_) {
            auto const& [picture, unit, name] = what;
            bool const is_speed = std::string_view(unit) == records_a_second;
            add({.picture = picture,
                 .unit = unit,
                 .name = name,
                 .best = is_speed ? std::ranges::max(values) : std::ranges::min(values),
                 .median = median(values)});
        }
        measure_reads(*repository, read_rounds);
    }

    /// How many times as fast as the inserts by hand the program imports.
    [[nodiscard]] double import_by_program_over_by_hand() const {
        auto ratios = noted_.at({imports, records_a_second, program});
        auto const& by_hand = noted_.at({imports, records_a_second, hand_written});
        std::ranges::transform(ratios, by_hand, ratios.begin(), std::divides<>());
        return median(ratios);
    }

    /// The time of a page somewhere, in times of the first page.
    [[nodiscard]] double page_over_first_page() const { return page_over_first_page_; }

private:
    static constexpr char const* imports = "Import";
    static constexpr char const* exports = "Export";
    static constexpr char const* size = "Size of the file";
    static constexpr char const* memory = "Peak memory of the program";
    static constexpr char const* reads = "Reads";
    static constexpr char const* whole_file = "Check and backup";
    static constexpr char const* records_a_second = "records/s";
    static constexpr char const* hand_written = "inserts by hand";
    static constexpr char const* library = "library";
    static constexpr char const* program = "human-support";
    static constexpr char const* text_name = "records.jsonl";

    [[nodiscard]] fs::path library_file() const { return folder_ / "library.db"; }

    void add(Figure figure) {
        figure.records = records_;
        report_.figure(std::move(figure));
    }
    void note(char const* picture, char const* unit, char const* name, double value) {
        noted_[{picture, unit, name}].push_back(value);
    }
    void note_speed(char const* picture, char const* name, Seconds seconds) {
        note(picture, records_a_second, name, static_cast<double>(records_) / seconds.count());
    }

    fs::path new_file(char const* name) const {
        for (char const* suffix : {"", "-wal", "-shm"}) {
            fs::remove(folder_ / (std::string(name) + suffix));
        }
        return folder_ / name;
    }

    void write_text() const {
        std::ofstream text(folder_ / text_name, std::ios::binary);
        for (std::size_t number = 0; number < records_; ++number) {
            text << human_support::to_json_text(realistic_record(number)) << '\n';
        }
        text.close();
        if (!text) {
            throw std::runtime_error("cannot write " + (folder_ / text_name).string());
        }
    }

    /// Calls `store(batch)` with one batch of records after the other, and returns what that takes
    /// in all, without the making of the records.
    [[nodiscard]] Seconds time_batches(auto const& store) const {
        Seconds seconds{};
        for (std::size_t first = 0; first < records_; first += batch_records) {
            std::vector<human_support::Write> batch;
            for (auto number = first; number < std::min(first + batch_records, records_);
                 ++number) {
                batch.push_back(
                    human_support::Write::store(realistic_record(number), human_support::Absent{}));
            }
            seconds += time_of([&] { store(batch); });
        }
        return seconds;
    }

    void insert_by_hand() {
        auto const file = new_file("by-hand.db");
        SqliteRepository::open(file).value(); // makes the tables
        HandWritten by_hand(file);
        note_speed(imports, hand_written,
                   time_batches([&](auto const& batch) { by_hand.insert(batch); }));
    }

    void import_by_library() {
        auto const repository = SqliteRepository::open(new_file("library.db")).value();
        note_speed(imports, library, time_batches([&](auto const& batch) {
                       for (auto const& result : repository->write(batch).value()) {
                           result.value();
                       }
                   }));
    }

    void import_by_program() {
        auto const run =
            run_program(new_file("program.db"), {"import", (folder_ / text_name).string()});
        note_speed(imports, program, run.seconds);
        note(memory, "MB", "import", run.peak_bytes / megabyte);
    }

    void export_by_library(SqliteRepository const& repository) {
        std::size_t exported = 0;
        auto const seconds = time_of([&] {
            human_support::PageRequest request{.limit = human_support::max_page_size};
            do {
                auto const page = repository.list(request).value();
                for (auto const& record : page.records) {
                    exported += human_support::to_json_text(*record).empty() ? 0 : 1;
                }
                request.after = page.next;
            } while (request.after);
        });
        if (exported != records_) {
            throw std::runtime_error("records are missing");
        }
        note_speed(exports, library, seconds);
    }

    void export_by_program() {
        auto const run = run_program(library_file(), {"export"});
        note_speed(exports, program, run.seconds);
        note(memory, "MB", "export", run.peak_bytes / megabyte);
    }

    void check_and_back_up(SqliteRepository const& repository) {
        note(whole_file, "s", "check", time_of([&] {
                                           if (!repository.check().value().empty()) {
                                               throw std::runtime_error("the file is damaged");
                                           }
                                       }).count());
        auto const copy = new_file("copy.db");
        note(whole_file, "s", "backup", time_of([&] { repository.backup(copy).value(); }).count());
        fs::remove(copy);
    }

    void measure_reads(SqliteRepository const& repository, int rounds) {
        std::vector<ChatbotId> ids;
        for (auto const number : random_numbers(10'000, records_ - page_records)) {
            ids.push_back(chatbot_id(number));
        }
        auto const end = repository.changes(std::nullopt, 0).value().mark;
        register_find_each("find", 2000, ids, [&](ChatbotId const& id) {
            return repository.find(id).value() != nullptr;
        });
        register_find_each("the first page of 100", 200, ids, [&](ChatbotId const&) {
            return repository.list({.limit = page_records}).value().records.size() == page_records;
        });
        register_find_each("a page of 100, anywhere", 200, ids, [&](ChatbotId const& id) {
            auto const page = repository.list({.after = id, .limit = page_records}).value();
            return page.records.size() == page_records || !page.next;
        });
        auto mark = end;
        register_find_each("100 changes, anywhere", 200, ids, [&](ChatbotId const&) {
            constexpr human_support::Revision prime = 1'000'003; // so that no place comes twice
            mark.revision = (mark.revision + prime) % end.revision;
            return !repository.changes(mark, page_records).value().changes.empty();
        });
        register_find_each("opening and a find", 20, ids, [&](ChatbotId const& id) {
            return SqliteRepository::open(library_file()).value()->find(id).value() != nullptr;
        });
        Measurements measured;
        measured.run(rounds);
        for (char const* name : {"find", "the first page of 100", "a page of 100, anywhere",
                                 "100 changes, anywhere", "opening and a find"}) {
            add(measured.time(reads, name, in_microseconds));
        }
        page_over_first_page_ =
            measured.speedup("the first page of 100", "a page of 100, anywhere");
    }

    fs::path folder_;
    std::size_t records_;
    Report& report_;
    /// The rounds of each figure, by its picture, its unit and its name.
    std::map<std::array<std::string, 3>, std::vector<double>> noted_;
    double page_over_first_page_ = 0;
};

} // namespace

void measure_growth(Plan const& plan, Report& report) {
    constexpr std::size_t repeatable = 1'000'000; // in some minutes
    for (auto const records : plan.growth) {
        Report::say(fmt::format("A store of {} records:", records));
        Store store(plan.files.folder() / "growth", records, report);
        store.measure(records > repeatable ? 1 : 3, std::min(plan.rounds, 5));
        if (records == std::min(repeatable, plan.growth.back())) {
            report.at_least(
                fmt::format("import of {} records by the program / inserts by hand", records),
                store.import_by_program_over_by_hand(), 0.6);
        }
        if (records == plan.growth.back()) {
            report.at_most(
                fmt::format("a page of 100 anywhere in {} records, in first pages", records),
                store.page_over_first_page(), 2);
        }
    }
}

} // namespace benchmarks
