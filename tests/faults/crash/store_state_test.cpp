// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/crash/store_state.hpp"

#include "conformance/mutants.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

using namespace human_support;

namespace {

/// A store with the records `a` and `b` and the erasure of `c`, and with some verbs that lie.
std::shared_ptr<SettingsRepository> lying_store(Verbs verbs) {
    auto const repository = faulty(std::move(verbs))("store");
    for (auto const* chatbot_id : {"a", "b", "c"}) {
        REQUIRE(store(*repository, sample_record(chatbot_id)));
    }
    auto const erasure = Write::erase(sample_record("c").chatbot_id);
    REQUIRE(repository->write(erasure));
    return repository;
}

} // namespace

TEST_CASE("A store is read with all its records and erasures") {
    auto const state = read_store(lying_store({}));
    CHECK(state.mark.epoch > 0);
    CHECK(state.mark.revision == 4);
    REQUIRE(state.changes.size() == 3);
    CHECK(state.changes.at(sample_record("a").chatbot_id).record->revision == 1);
    CHECK(state.changes.at(sample_record("b").chatbot_id).record->revision == 2);
    CHECK(state.changes.at(sample_record("c").chatbot_id).record == nullptr);
    CHECK(state.changes.at(sample_record("c").chatbot_id).revision == 4);
}

TEST_CASE("A store whose feed, list and records do not agree is a failure") {
    using Below = SettingsRepository;
    Verbs verbs;
    SECTION("a record that is not found") {
        verbs.find = [](Below&, ChatbotId const&) { return SettingsRecordPtr(); };
    }
    SECTION("an erased record that is found") {
        verbs.find = [](Below& below, ChatbotId const& chatbot_id) {
            auto record = sample_record("c");
            return chatbot_id == record.chatbot_id ? std::make_shared<SettingsRecord>(record)
                                                   : below.find(chatbot_id);
        };
    }
    SECTION("a record that is not listed") {
        verbs.list = [](Below& below, PageRequest const& request) {
            auto page = below.list(request);
            page->records.pop_back();
            return page;
        };
    }
    SECTION("an erased record that is listed") {
        verbs.list = [](Below& below, PageRequest const& request) {
            auto page = below.list(request);
            page->records.push_back(std::make_shared<SettingsRecord>(sample_record("c")));
            return page;
        };
    }
    SECTION("a feed that goes on after its end") {
        verbs.changes = [](Below& below, std::optional<FeedMark> const& mark, std::size_t limit) {
            auto page = below.changes(mark, limit);
            page->mark.revision -= limit == 0 ? 1 : 0;
            return page;
        };
    }
    SECTION("a feed that has a chatbot twice") {
        verbs.changes = [](Below& below, std::optional<FeedMark> const& mark, std::size_t limit) {
            auto page = below.changes(mark, limit);
            for (auto& change : page->changes) {
                change.chatbot_id = sample_record("a").chatbot_id;
            }
            return page;
        };
    }
    CHECK_THROWS_AS(read_store(lying_store(verbs)), testing::ConformanceFailure);
}
