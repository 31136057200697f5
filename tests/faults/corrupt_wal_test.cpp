// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/file_bytes.hpp"
#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/temporary_folder.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

using namespace human_support;

namespace {

// https://www.sqlite.org/fileformat2.html, section 4.1
constexpr std::size_t wal_header_size = 32;
constexpr std::size_t frame_header_size = 24;
constexpr std::size_t frame_size = frame_header_size + 4096;

/// What a process that was killed leaves: a file, and a WAL with commits that nobody has moved into
/// the file yet.
struct KilledStore {
    KilledStore() {
        TemporaryFolder const folder;
        auto const path = folder / "settings.db";
        REQUIRE(store(**SqliteRepository::open(path), sample_record("first")));
        auto const repository = SqliteRepository::open(path, {.readers = 1}).value();
        note_state(*repository, path);
        for (auto const* id : {"a", "b", "first", "c", "d"}) {
            REQUIRE(store(*repository, id[0] == 'c' ? longest_record(id) : sample_record(id)));
            note_state(*repository, path);
        }
        file = read_bytes(path);
        wal = read_bytes(path.string() + "-wal");
        REQUIRE(wal.size() == sizes.back());
    }

    [[nodiscard]] std::size_t frames() const { return (wal.size() - wal_header_size) / frame_size; }

    /// What the store holds where only the first `bytes` of the WAL are sound.
    [[nodiscard]] std::string const& state_within(std::size_t bytes) const {
        std::size_t commits = 0;
        while (commits + 1 < sizes.size() && sizes[commits + 1] <= bytes) {
            ++commits;
        }
        return states[commits];
    }

    std::string file;
    std::string wal;
    std::vector<std::string> states; ///< after each commit
    std::vector<std::size_t> sizes;  ///< of the WAL, after each commit

private:
    void note_state(SqliteRepository& repository, std::filesystem::path const& path) {
        states.push_back(contents(repository));
        std::error_code none; // before the first commit
        auto const size = std::filesystem::file_size(path.string() + "-wal", none);
        sizes.push_back(none ? 0 : size);
    }
};

KilledStore const& killed() {
    static KilledStore const store;
    return store;
}

/// Checks that the file with these neighbours opens to just that state, whole, and can be written.
void check_opened(std::string const& wal, std::optional<std::string> const& shared_memory,
                  std::string const& expected) {
    TemporaryFolder const folder;
    auto const file = folder / "settings.db";
    write_bytes(file, killed().file);
    write_bytes(file.string() + "-wal", wal);
    if (shared_memory) {
        write_bytes(file.string() + "-shm", *shared_memory);
    }
    auto repository = SqliteRepository::open(file, {.create = false, .readers = 1}).value();
    REQUIRE(contents(*repository) == expected);
    REQUIRE(repository->check().value().empty());
    REQUIRE(store(*repository, sample_record("after")));
    auto const after = contents(*repository);
    repository.reset();
    repository = SqliteRepository::open(file, {.create = false, .readers = 1}).value();
    REQUIRE(contents(*repository) == after);
}

} // namespace

TEST_CASE("The WAL of a process that was killed is read to its end") {
    REQUIRE(killed().frames() > 10);
    check_opened(killed().wal, std::nullopt, killed().states.back());
}

TEST_CASE("A WAL that was cut short leaves the last commit that is whole in it") {
    for (std::size_t frame = 0; frame < killed().frames(); ++frame) {
        auto const begin = wal_header_size + frame * frame_size;
        for (auto const end :
             {begin, begin + frame_header_size, begin + frame_size / 2, begin + frame_size - 1}) {
            CAPTURE(frame, end);
            check_opened(killed().wal.substr(0, end), std::nullopt, killed().state_within(end));
        }
    }
    check_opened(killed().wal.substr(0, wal_header_size - 1), std::nullopt, killed().states[0]);
}

TEST_CASE("A WAL that is damaged leaves the last commit before the damage") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    for (std::size_t frame = 0; frame < killed().frames(); ++frame) {
        CAPTURE(frame);
        auto const begin = wal_header_size + frame * frame_size;
        auto const& expected = killed().state_within(begin);
        auto wal = killed().wal;
        wal.replace(begin, frame_size, frame_size, '\0');
        check_opened(wal, std::nullopt, expected);

        wal = killed().wal;
        flip_bytes(wal, begin, frame_size);
        check_opened(wal, std::nullopt, expected);

        wal = killed().wal;
        flip_bit(wal, 8 * begin + random.up_to(8 * frame_size - 1));
        check_opened(wal, std::nullopt, expected);
    }
}

TEST_CASE("A WAL whose header is damaged leaves what was in the file before it") {
    for (std::size_t bit = 0; bit < 8 * wal_header_size; ++bit) {
        CAPTURE(bit);
        auto wal = killed().wal;
        flip_bit(wal, bit);
        check_opened(wal, std::nullopt, killed().states[0]);
    }
}

TEST_CASE("Garbage in place of the shared memory of a killed process does no harm") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    std::string garbage(32'768, '\0');
    SECTION("of zeros") {}
    SECTION("of ones") { flip_bytes(garbage, 0, garbage.size()); }
    SECTION("at random") {
        for (char& byte : garbage) {
            byte = static_cast<char>(random.up_to(255));
        }
    }
    SECTION("cut short") { garbage.resize(100); }
    check_opened(killed().wal, garbage, killed().states.back());
}
