// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/fault_rounds.hpp"
#include "faults/file_bytes.hpp"
#include "faults/sample_store.hpp"
#include "faults/sound_file.hpp"
#include "support/catch.hpp"
#include "support/random_settings.hpp"
#include "support/temporary_folder.hpp"
#include "support/without_epoch.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace human_support;

namespace {

constexpr SqliteOptions opening_options{
    .create = false, .busy_timeout = std::chrono::milliseconds{100}, .readers = 1};

/// What becomes of a file that was damaged.
class Examination {
public:
    explicit Examination(std::string const& bytes) {
        write_bytes(file_, bytes);
        auto opened = SqliteRepository::open(file_, opening_options);
        if (!succeeded(opened)) {
            return;
        }
        repository_ = *std::move(opened);
        find_all();
        list_all();
        read_feed();
        check();
        back_up();
        write();
    }

    /// Whether an operation failed, did not show all there is, or found damage.
    [[nodiscard]] bool noticed() const { return failed_ || incomplete_ || found_; }

private:
    /// Whether `result` is a value; an error has to say which file it is and what to do.
    template <class T>
    bool succeeded(Result<T> const& result) {
        if (result) {
            return true;
        }
        auto const error = result.error();
        CAPTURE(error);
        CHECK(error.message().find(file_.string()) != std::string::npos);
        switch (error.code()) {
        case Errc::storage_corrupt:
            CHECK(error.message().find("estore a backup") != std::string::npos);
            break;
        case Errc::storage_failed:  // such as if a flag of the file is damaged
        case Errc::schema_too_new:  // such as if that number is damaged
        case Errc::outcome_unknown: // of the write
            break;
        default: FAIL("no error of storage");
        }
        failed_ = true;
        return false;
    }

    /// Fails unless a record is just as it was written, apart from the epoch: a damaged one makes
    /// the store another one, whose feed begins again.
    static void check_record(ChatbotId const& chatbot_id, SettingsRecordPtr const& record) {
        auto const written = sound().states.find(chatbot_id);
        if (written == sound().states.end() || written->second.record == nullptr ||
            without_epoch(*written->second.record) != without_epoch(*record)) {
            FAIL("The record of " << chatbot_id.str() << " came back as " << as_line(record));
        }
    }

    void find_all() {
        for (auto const& [chatbot_id, state] : sound().states) {
            auto const found = repository_->find(chatbot_id);
            if (succeeded(found) && *found != nullptr) {
                check_record(chatbot_id, *found);
            } else {
                incomplete_ = incomplete_ || state.record != nullptr;
            }
        }
    }

    void list_all() {
        auto const page = repository_->list({.limit = max_page_size});
        if (!succeeded(page)) {
            return;
        }
        std::vector<ChatbotId> listed;
        for (auto const& record : page->records) {
            check_record(record->chatbot_id, record);
            listed.push_back(record->chatbot_id);
        }
        std::vector<ChatbotId> written;
        for (auto const& [chatbot_id, state] : sound().states) {
            if (state.record != nullptr) {
                written.push_back(chatbot_id);
            }
        }
        incomplete_ = incomplete_ || listed != written;
    }

    void read_feed() {
        auto const feed = repository_->changes(std::nullopt, max_page_size);
        if (!succeeded(feed)) {
            return;
        }
        std::map<ChatbotId, Revision> read;
        for (auto const& change : feed->changes) {
            if (change.record != nullptr) {
                check_record(change.chatbot_id, change.record);
            }
            read.emplace(change.chatbot_id, change.revision);
        }
        std::map<ChatbotId, Revision> written;
        for (auto const& [chatbot_id, state] : sound().states) {
            written.emplace(chatbot_id, state.revision);
        }
        incomplete_ = incomplete_ || read != written;
    }

    void check() {
        auto const findings = repository_->check();
        found_ = succeeded(findings) && !findings->empty();
        // No operation may fail, or leave something out, if a check finds all well.
        REQUIRE((!findings || found_ || !(failed_ || incomplete_)));
    }

    void back_up() {
        auto const copied = repository_->backup(folder_ / "copy.db");
        REQUIRE(std::filesystem::exists(folder_ / "copy.db") == succeeded(copied));
    }

    void write() {
        auto const record = sample_record("new");
        auto const write = Write::store(record, Anything{});
        if (!succeeded(repository_->write(write))) {
            return;
        }
        auto const found = repository_->find(record.chatbot_id);
        if (succeeded(found)) {
            REQUIRE(*found != nullptr);
            REQUIRE((*found)->settings == record.settings);
        }
    }

    TemporaryFolder const folder_;
    std::filesystem::path const file_ = folder_ / "settings.db";
    std::unique_ptr<SqliteRepository> repository_;
    bool failed_ = false;
    bool incomplete_ = false;
    bool found_ = false;
};

void examine_flipped(std::size_t bit) {
    CAPTURE(bit);
    auto bytes = sound().bytes;
    flip_bit(bytes, bit);
    Examination const examination(bytes);
}

} // namespace

TEST_CASE("A file that is sound passes the examination of the damaged ones") {
    REQUIRE(sound().pages() > 50);
    REQUIRE_FALSE(Examination(sound().bytes).noticed());
}

TEST_CASE(
    "A file with a damaged page gives an error, or what was written, and never anything else") {
    using Damage = void (*)(std::string & bytes, std::size_t begin, std::size_t count);
    Damage damage = nullptr;
    SECTION("of zeros") {
        damage = [](std::string& bytes, std::size_t begin, std::size_t count) {
            bytes.replace(begin, count, count, '\0');
        };
    }
    SECTION("of flipped bits") { damage = flip_bytes; }
    std::size_t noticed = 0;
    for (std::size_t page = 0; page < sound().pages(); ++page) {
        CAPTURE(page);
        auto bytes = sound().bytes;
        damage(bytes, page * page_size, page_size);
        noticed += Examination(bytes).noticed() ? 1 : 0;
    }
    REQUIRE(noticed >= sound().pages() - sound().free_pages);
}

TEST_CASE("A file that was cut short gives an error, and never a store that holds less") {
    for (std::size_t end = page_size / 2; end < sound().bytes.size(); end += page_size / 2) {
        CAPTURE(end);
        REQUIRE(Examination(sound().bytes.substr(0, end)).noticed());
    }
}

TEST_CASE(
    "A file with a flipped bit gives an error, or what was written, and never anything else") {
    // Of bits that are many and much alike a short run takes some.
    std::size_t const stride = fault_rounds() > 1 ? 1 : 3;
    SECTION("anywhere") {
        Random random;
        INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
        for (int round = 0; round < 2 * fault_rounds(); ++round) {
            for (std::size_t page = 0; page < sound().pages(); ++page) {
                examine_flipped(8 * page * page_size + random.up_to(8 * page_size - 1));
            }
        }
    }
    SECTION("in the header of the file") {
        constexpr std::size_t header_size = 100;
        for (std::size_t bit = 0; bit < 8 * header_size; bit += stride) {
            examine_flipped(bit);
        }
    }
    SECTION("in the structure of a page of records") {
        auto const bits = sound().structure_bits(sound().record_page);
        for (std::size_t i = 0; i < bits.size(); i += stride) {
            examine_flipped(bits[i]);
        }
    }
    SECTION("in the store's own row") {
        auto const begin = 8 * sound().store_page * page_size;
        for (std::size_t bit = begin; bit < begin + 8 * page_size; ++bit) {
            if (sound().bytes[bit / 8] != 0) {
                examine_flipped(bit);
            }
        }
    }
}
