// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/sqlite_repository.hpp>

#include "faults/failing_allocations.hpp"
#include "faults/out_of_memory.hpp"
#include "faults/sample_store.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

using namespace human_support;
using namespace out_of_memory;

namespace {

/// What an operation returns. It is kept as it is, since describing it allocates.
using Outcome = std::variant<Result<SettingsRecordPtr>, Result<WriteResults>, Result<Page>,
                             Result<FeedPage>, Result<std::vector<std::string>>, Result<void>>;

std::string describe(SettingsRecordPtr const& record) { return as_line(record); }

std::string describe(Page const& page) { return as_lines(page); }

std::string describe(WriteResults const& results) {
    std::string text;
    for (auto const& result : results) {
        text += fmt::format("{}\n",
                            result ? std::to_string(result->revision) : result.error().message());
    }
    return text;
}

std::string describe(FeedPage const& page) {
    std::string text;
    for (auto const& change : page.changes) {
        text += as_line(change);
    }
    return text + std::to_string(page.mark.revision);
}

std::string describe(std::vector<std::string> const& lines) {
    return fmt::format("{}", fmt::join(lines, "\n"));
}

/// What the operation found or did; none if it failed.
std::optional<std::string> success(Outcome const& outcome) {
    return std::visit(
        [](auto const& result) -> std::optional<std::string> {
            if (!result) {
                return std::nullopt;
            }
            if constexpr (std::is_same_v<decltype(result), Result<void> const&>) {
                return "done";
            } else {
                return describe(*result);
            }
        },
        outcome);
}

/// Why the operation failed; none if it did not.
std::optional<Error> error_of(Outcome const& outcome) {
    return std::visit(
        [](auto const& result) {
            return result ? std::nullopt : std::optional<Error>(result.error());
        },
        outcome);
}

/// What comes of an operation that no allocation fails in.
using StoreOperation = std::function<Outcome(Store const&)>;

struct Expected {
    Expected(Folder const& prepared, StoreOperation const& operation) {
        Store const store(prepared);
        before = contents(*store.repository);
        answer = success(operation(store)).value();
        after = contents(*store.repository);
    }

    std::string before;
    std::string answer;
    std::string after;
};

/// Checks that an operation that failed left all as it was, or did it all if it does not know,
/// and that it works now. No outcome is std::bad_alloc, which is thrown before anything is done.
void check_failure(Store const& store, std::optional<Outcome> const& outcome,
                   StoreOperation const& operation, Expected const& expected) {
    bool may_be_done = false;
    if (outcome) {
        auto const error = error_of(*outcome).value();
        check_message(error, store);
        may_be_done = error.code() == Errc::outcome_unknown;
    }
    REQUIRE_FALSE(std::filesystem::exists(store.copy));
    auto const now = contents(*store.repository);
    if (may_be_done && now == expected.after) {
        return;
    }
    REQUIRE(now == expected.before);
    auto const again = operation(store);
    CAPTURE(error_of(again).value_or(Error(Errc::invalid_argument, "No error.")));
    REQUIRE(success(again) == expected.answer);
}

void fail_each_allocation(StoreOperation const& operation,
                          Prepare const& prepare = out_of_memory::fill, int stride = 1) {
    Folder const prepared;
    prepare(prepared.file);
    Expected const expected(prepared, operation);
    with_each_kind_of_failure(stride, [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            Store const store(prepared);
            auto const outcome = each.run([&] { return operation(store); });
            if (auto const answer = outcome ? success(*outcome) : std::nullopt) {
                REQUIRE(*answer == expected.answer);
            } else {
                check_failure(store, outcome, operation, expected);
            }
            REQUIRE(contents(*store.repository) == expected.after);
            REQUIRE(store.is_whole());
        }
    });
}

ChatbotId id(std::string_view text) { return ChatbotId::parse(text).value(); }

} // namespace

TEST_CASE("Reading that runs out of memory fails, or gives what is there, and works afterwards") {
    Prepare prepare;
    SECTION("from a file in UTF-8") { prepare = out_of_memory::fill; }
    SECTION("from a file in UTF-16") { prepare = fill_utf16; }
    auto const find = [](Store const& store) { return store.repository->find(id("long")); };
    auto const list = [](Store const& store) { return store.repository->list({}); };
    auto const list_of_account = [](Store const& store) {
        return store.repository->list({.limit = 2, .account_id = sample_record("any").account_id});
    };
    auto const changes = [](Store const& store) {
        return store.repository->changes(std::nullopt, 10);
    };
    for (StoreOperation const& read : {StoreOperation(find), StoreOperation(list),
                                       StoreOperation(list_of_account), StoreOperation(changes)}) {
        fail_each_allocation(read, prepare);
    }
}

TEST_CASE("A write that runs out of memory stores nothing or all of it, says so, and can be done "
          "again") {
    std::vector<Write> writes;
    SECTION("of a record") { writes.push_back(Write::store(sample_record("new"), Absent{})); }
    SECTION("of a long record") {
        writes.push_back(Write::store(longest_record("changed"), Revision{1}));
    }
    SECTION("of an erasure") { writes.push_back(Write::erase(id("erased"))); }
    SECTION("of many") {
        writes.push_back(Write::store(longest_record("new"), Absent{}));
        writes.push_back(Write::store(sample_record("changed"), Revision{1}));
        writes.push_back(Write::store(sample_record("kept"), Absent{})); // is refused
        writes.push_back(Write::erase(id("erased")));
        writes.push_back(Write::erase(id("erased"))); // is refused
        writes.push_back(Write::store(sample_record("erased-before"), Anything{}));
    }
    fail_each_allocation([&](Store const& store) { return store.repository->write(writes); });
}

TEST_CASE(
    "A checkpoint that runs out of memory fails alone, and is made up for by the next write") {
    Folder const prepared;
    out_of_memory::fill(prepared.file);
    int failed = 0;
    with_each_kind_of_failure(1, [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            Store const store(prepared, {.readers = 1, .wal_autocheckpoint = 1});
            auto const write = Write::store(longest_record("new"), Anything{});
            auto const outcome = each.run([&] { return store.repository->write(write); });
            auto const after = store.repository->counters();
            if (!outcome || !*outcome) {
                REQUIRE(after.checkpoints + after.failed_checkpoints == 0);
                continue; // other tests check what becomes of a write
            }
            REQUIRE(after.commits == 1);
            REQUIRE(after.checkpoints + after.failed_checkpoints == 1);
            failed += static_cast<int>(after.failed_checkpoints);

            REQUIRE(store.repository->write(Write::store(sample_record("next"), Absent{})));
            auto const next = store.repository->counters();
            REQUIRE(next.checkpoints == after.checkpoints + 1);
            REQUIRE(next.failed_checkpoints == after.failed_checkpoints);
            for (auto const* chatbot_id : {"new", "next", "kept"}) {
                REQUIRE(*store.repository->find(id(chatbot_id)));
            }
            REQUIRE(store.is_whole());
        }
    });
    REQUIRE(failed > 0);
}

TEST_CASE("A check that runs out of memory says so, and finds no damage") {
    Prepare prepare;
    SECTION("of a file in UTF-8") { prepare = out_of_memory::fill; }
    SECTION("of a file in UTF-16") { prepare = fill_utf16; }
    fail_each_allocation([](Store const& store) { return store.repository->check(); }, prepare,
                         large_stride());
}

TEST_CASE("A backup that runs out of memory leaves nothing behind, and can be done again") {
    fail_each_allocation([](Store const& store) { return store.repository->backup(store.copy); },
                         out_of_memory::fill, large_stride());
}

TEST_CASE("Purging erasures that runs out of memory can be done again") {
    Timestamp const future = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};
    Folder const prepared;
    fill(prepared.file);
    Store const purged(prepared);
    REQUIRE(purged.repository->purge_erasures(future) == 1U);
    auto const expected = contents(*purged.repository);
    with_each_kind_of_failure(1, [&](EachAllocation& each) {
        while (each.next()) {
            CAPTURE(each.number());
            Store const store(prepared);
            auto const outcome = each.run([&] { return store.repository->purge_erasures(future); });
            if (outcome && *outcome) {
                REQUIRE(**outcome == 1);
            } else if (outcome) {
                check_message(outcome->error(), store);
            }
            REQUIRE(store.repository->purge_erasures(future));
            REQUIRE(contents(*store.repository) == expected);
            REQUIRE(store.is_whole());
        }
    });
}
