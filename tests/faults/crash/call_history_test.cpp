// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/call_history.hpp"

#include "support/catch.hpp"
#include "support/foreign_connection.hpp"
#include "support/sample_record.hpp"
#include "support/temporary_folder.hpp"

#include <human_support/sqlite_repository.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace human_support;

namespace {

using Faults = CallHistory::Faults;

/// A write that stores a record which only `content` names.
Write storing(std::string_view chatbot_id, std::string content, Expectation expected = Anything{}) {
    auto record = sample_record(chatbot_id);
    record.updated_by = std::move(content);
    return Write::store(std::move(record), expected);
}

Write erasing(std::string_view chatbot_id, Expectation expected = Anything{}) {
    return Write::erase(ChatbotId::parse(chatbot_id).value(), expected);
}

/// A file, and what its writers told.
struct ToldFile {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "settings.db";
    CallHistory history{StoreState{}};

    /// Does what no history hears of: a writer's call whose answer is lost, or damage.
    WriteResults do_untold(std::vector<Write> const& writes) const {
        return SqliteRepository::open(file).value()->write(writes).value();
    }

    /// A call that is announced, made and answered.
    WriteResults call(std::string const& id, std::vector<Write> const& writes) {
        history.announced(id, writes);
        auto results = do_untold(writes);
        history.answered(id, results);
        return results;
    }

    void run(std::string const& sql) const { ForeignConnection(file).run(sql); }

    [[nodiscard]] StoreState state() const {
        return read_store(std::shared_ptr<SqliteRepository>(SqliteRepository::open(file).value()));
    }

    [[nodiscard]] Faults faults() const { return history.faults(state()); }
};

} // namespace

TEST_CASE("A store that holds what its writers were told has no fault") {
    ToldFile told;
    auto const first = told.call("1", {storing("a", "one"), storing("b", "one")});
    told.call("2", {storing("a", "two", first[0]->revision), erasing("b", first[1]->revision)});
    told.call("3", {storing("a", "three", Absent{}), erasing("b"), storing("c", "three")});
    told.call("4", {storing("b", "four", Absent{}), storing("b", "four again")});
    CHECK(told.faults() == Faults{});
    SECTION("nor in a history that begins there") {
        told.history = CallHistory(told.state());
        auto const current = told.state().changes.at(sample_record("a").chatbot_id).revision;
        told.call("5", {storing("a", "five", current), erasing("c"), storing("d", "five")});
        CHECK(told.faults() == Faults{});
    }
}

TEST_CASE("What was told to be stored and is lost is found") {
    ToldFile told;
    told.call("1", {storing("a", "one"), storing("b", "one")});
    told.call("2", {erasing("b")});
    SECTION("a record") {
        told.run("DELETE FROM human_support_settings WHERE chatbot_id = 'a'");
        CHECK(told.faults() == Faults{"the record of a with revision 1 is lost"});
    }
    SECTION("an erasure") {
        told.run("DELETE FROM human_support_erasures");
        CHECK(told.faults() == Faults{"the erasure of b with revision 3 is lost"});
    }
    SECTION("a change, after which the state before it is there") {
        std::filesystem::copy(told.file, told.folder / "before.db");
        told.call("3", {storing("a", "three")});
        std::filesystem::rename(told.folder / "before.db", told.file);
        CHECK(told.faults() == Faults{"the feed ends at 3, after 4 was there",
                                      "the record of a with revision 4 is lost"});
    }
    SECTION("a part of a batch") {
        told.call("3", {storing("c", "three"), storing("d", "three")});
        told.run("DELETE FROM human_support_settings WHERE chatbot_id = 'd'");
        CHECK(told.faults() == Faults{"the record of d with revision 5 is lost"});
    }
    SECTION("all of what was there before") {
        told.history = CallHistory(told.state());
        std::filesystem::remove(told.file);
        CHECK(told.faults() == Faults{"the store has another epoch than before",
                                      "the feed ends at 0, after 3 was there",
                                      "the record of a with revision 1 is lost",
                                      "the erasure of b with revision 3 is lost"});
    }
}

TEST_CASE("What was told not to be stored and is there is found") {
    ToldFile told;
    told.call("1", {storing("a", "one")});
    SECTION("a write that was refused") {
        auto const refused = storing("a", "two", Absent{});
        told.call("2", {refused});
        told.do_untold({Write::store(*refused.record(), Anything{})});
        CHECK(told.faults() == Faults{"a with revision 2 is of no call"});
    }
    SECTION("an erasure that was refused") {
        told.call("2", {erasing("a", Revision{17})});
        told.do_untold({erasing("a")});
        CHECK(told.faults() == Faults{"a with revision 2 is of no call"});
    }
    SECTION("a call that failed") {
        told.history.announced("2", {storing("b", "two")});
        told.history.answered("2", Errc::busy);
        told.do_untold({storing("b", "two")});
        CHECK(told.faults() == Faults{"b with revision 2 is of no call"});
    }
    SECTION("an older state, stored again") {
        told.call("2", {storing("a", "two")});
        told.do_untold({storing("a", "one")});
        CHECK(told.faults() == Faults{"a with revision 3 is of no call"});
    }
}

TEST_CASE("What a call without results cannot have left is found") {
    ToldFile told;
    told.call("1", {storing("a", "one"), storing("b", "one")});
    SECTION("another record") {
        told.history.announced("open", {storing("a", "open")});
        told.do_untold({storing("a", "two")});
        CHECK(told.faults() == Faults{"a with revision 3 is of no call"});
    }
    SECTION("an erasure of another chatbot") {
        told.history.announced("open", {erasing("a")});
        told.do_untold({erasing("b")});
        CHECK(told.faults() == Faults{"b with revision 3 is of no call"});
    }
    SECTION("a revision that was passed before the call") {
        told.call("2", {erasing("b")});
        told.history = CallHistory({{0, 4}, told.state().changes});
        told.history.announced("open", {storing("c", "open")});
        auto const write = storing("c", "open");
        auto record = *write.record();
        record.revision = 4;
        StoreState found{{1, 4}, told.state().changes};
        found.changes.insert(
            {record.chatbot_id, {record.chatbot_id, 4, std::make_shared<SettingsRecord>(record)}});
        CHECK(told.history.faults(found) == Faults{"c with revision 4 is of no call"});
    }
}

TEST_CASE("A record that is not the one that was told to be stored is found") {
    ToldFile told;
    told.call("1", {storing("a", "one"), storing("b", "one")});
    auto state = told.state();
    auto& change = state.changes.at(sample_record("a").chatbot_id);
    SECTION("another record") {
        auto record = *change.record;
        record.updated_by = "two";
        change.record = std::make_shared<SettingsRecord>(record);
    }
    SECTION("an erasure") { change.record = nullptr; }
    CHECK(told.history.faults(state) == Faults{"a with revision 1 is not what was stored"});
}

TEST_CASE("A call without results may have been done or not, but whole") {
    ToldFile told;
    told.call("1", {storing("a", "one"), storing("b", "one"), storing("c", "one")});
    std::vector<Write> const writes{storing("a", "two", Revision{1}), erasing("b"),
                                    storing("c", "two", Absent{})};
    told.history.announced("2", writes);
    if (GENERATE(true, false)) {
        told.history.answered("2", Errc::outcome_unknown);
    }
    SECTION("not done") { CHECK(told.faults() == Faults{}); }
    SECTION("done, except for what was refused") {
        told.do_untold(writes);
        CHECK(told.faults() == Faults{});
    }
    SECTION("done, and overwritten in part") {
        told.do_untold(writes);
        told.call("3", {storing("b", "three", Absent{})});
        CHECK(told.faults() == Faults{});
    }
    SECTION("done, and overwritten by one that knew of it") {
        auto const revision = told.do_untold(writes)[0]->revision;
        told.call("3", {storing("a", "three", revision), storing("b", "three")});
        CHECK(told.faults() == Faults{});
    }
    SECTION("done but for one record") {
        told.do_untold({writes[1]});
        CHECK(told.faults() == Faults{"a part of the call 2 is there"});
    }
    SECTION("done but for an erasure") {
        told.do_untold({writes[0]});
        CHECK(told.faults() == Faults{"a part of the call 2 is there"});
    }
    SECTION("done with what was to be refused") {
        told.do_untold({writes[0], writes[1], storing("c", "two")});
        CHECK(told.faults() == Faults{"c with revision 6 is of no call"});
    }
}

TEST_CASE("A call without results is not held for a part of what another did") {
    ToldFile told;
    told.call("1", {storing("a", "one")});
    told.history.announced("open", {erasing("a"), storing("b", "open")});
    told.call("2", {erasing("a")});
    CHECK(told.faults() == Faults{});
}

TEST_CASE("Two calls without results that erase the same chatbot are told apart where possible") {
    ToldFile told;
    told.call("1", {storing("a", "one")});
    std::vector<Write> const one{erasing("a"), storing("b", "two")};
    std::vector<Write> const other{erasing("a"), storing("c", "three")};
    told.history.announced("2", one);
    told.history.announced("3", other);
    SECTION("one is done") {
        told.do_untold(one);
        CHECK(told.faults() == Faults{});
    }
    SECTION("both are done") {
        told.do_untold(one);
        told.do_untold(other);
        CHECK(told.faults() == Faults{});
    }
}

TEST_CASE("Revisions that fall or are used again are found") {
    CallHistory history{StoreState{}};
    StoreState found;
    auto const call = [&](std::string const& id, std::vector<Revision> const& revisions) {
        std::vector<Write> writes;
        WriteResults results;
        for (auto const revision : revisions) {
            writes.push_back(storing("bot-" + std::to_string(found.changes.size()), id));
            results.emplace_back(FeedMark{no_epoch, revision});
            auto record = *writes.back().record();
            record.revision = revision;
            found.changes.insert(
                {record.chatbot_id,
                 {record.chatbot_id, revision, std::make_shared<SettingsRecord>(record)}});
        }
        history.announced(id, writes);
        history.answered(id, results);
    };
    found.mark.revision = 10;
    SECTION("within a batch") {
        call("1", {4, 3});
        CHECK(history.faults(found) ==
              Faults{"the call 1 stored with revision 3, after 4 was there"});
    }
    SECTION("from one call to the next") {
        call("1", {4});
        call("2", {3});
        CHECK(history.faults(found) ==
              Faults{"the call 2 stored with revision 3, after 4 was there"});
    }
    SECTION("in two calls at once") {
        history.announced("2", {storing("a", "two")});
        call("1", {4});
        history.answered("2", WriteResults{FeedMark{no_epoch, 4}});
        CHECK(history.faults(found).front() == "the call 2 stored with revision 4 again");
    }
    SECTION("since an earlier history") {
        history = CallHistory({{1, 9}, {}});
        call("1", {9});
        found.mark.epoch = 1;
        CHECK(history.faults(found) ==
              Faults{"the call 1 stored with revision 9, after 9 was there"});
    }
}

TEST_CASE("A write that was stored against its expectation is found") {
    ToldFile told;
    auto const first = told.call("1", {storing("a", "one")})[0]->revision;
    auto const pretend = [&](Write const& write) {
        told.history.announced("2", {write});
        auto const stored = write.record() ? Write::store(*write.record(), Anything{})
                                           : Write::erase(write.chatbot_id());
        told.history.answered("2", told.do_untold({stored}));
    };
    Faults const fault{"the call 2 stored a with revision 3, which was not what it expected"};
    SECTION("of a revision that another write has replaced") {
        told.call("between", {storing("a", "between")});
        pretend(storing("a", "two", first));
        CHECK(told.faults() == fault);
    }
    SECTION("of absence") {
        told.call("between", {storing("a", "between")});
        pretend(storing("a", "two", Absent{}));
        CHECK(told.faults() == fault);
    }
    SECTION("of a revision that was erased") {
        told.call("between", {erasing("a")});
        pretend(storing("a", "two", first));
        CHECK(told.faults() == fault);
    }
    SECTION("which a call without results cannot have made hold either") {
        auto const expected =
            GENERATE(as<Expectation>{}, Revision{0}, Revision{1}, Revision{3}, Absent{});
        told.history.announced("open", {storing("a", "open")});
        told.call("between", {storing("a", "between")});
        pretend(storing("a", "two", expected));
        CHECK(told.faults() == fault);
    }
    SECTION("which a call without results had no revision left to make hold") {
        told.history.announced("open", {erasing("a")});
        told.call("between", {storing("b", "between")});
        pretend(storing("a", "two", Absent{}));
        CHECK(told.faults() == fault);
    }
}

TEST_CASE("A call without results may have made the expectation of another hold") {
    ToldFile told;
    told.call("1", {storing("a", "one")});
    SECTION("of a revision") {
        told.history.announced("open", {storing("a", "open")});
        auto const revision = told.do_untold({storing("a", "open")})[0]->revision;
        told.call("2", {storing("a", "two", revision)});
    }
    SECTION("of absence") {
        told.history.announced("open", {erasing("a")});
        told.do_untold({erasing("a")});
        told.call("2", {storing("a", "two", Absent{})});
    }
    SECTION("of presence") {
        told.call("2", {erasing("a")});
        told.history.announced("open", {storing("a", "open")});
        told.do_untold({storing("a", "open")});
        told.call("3", {erasing("a")});
    }
    CHECK(told.faults() == Faults{});
}

TEST_CASE("A call that fails though nothing but a kill disturbs the store is found") {
    CallHistory history{StoreState{}};
    history.announced("1", {storing("a", "one")});
    history.answered("1", Errc::storage_failed);
    CHECK(history.faults(StoreState{}) == Faults{"the call 1 failed with storage_failed"});
}
