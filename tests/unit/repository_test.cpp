// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/repository.hpp>

#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <string>
#include <vector>

using namespace human_support;

namespace {

std::vector<SettingsRecordPtr> records_to_page(std::size_t count) {
    std::vector<SettingsRecordPtr> records;
    for (std::size_t i = 1; i <= count; ++i) {
        records.push_back(stored_record(sample_record("bot-" + std::to_string(i)), {7, 1}));
    }
    return records;
}

std::vector<FeedChange> changes_to_page(Revision count) {
    std::vector<FeedChange> changes;
    for (Revision revision = 1; revision <= count; ++revision) {
        changes.push_back({ChatbotId::parse("bot").value(), revision, nullptr});
    }
    return changes;
}

} // namespace

TEST_CASE("A stored record has the revision and the epoch of its write, and nothing else changed") {
    auto record = sample_record("bot");
    record.revision = 3;
    auto const stored = stored_record(record, {7, 12});
    CHECK(stored->revision == 12);
    CHECK(stored->epoch == 7);
    record.revision = 12;
    record.epoch = 7;
    CHECK(*stored == record);
}

TEST_CASE("What a write expects is asked of a record as of its revision") {
    auto const record = stored_record(sample_record("bot"), {7, 12});
    SettingsRecordPtr const none;
    auto const same = Write::store(*record, Revision{12});
    auto const other = Write::store(*record, Revision{11});
    auto const absent = Write::store(*record, Absent{});
    auto const erasure = Write::erase(record->chatbot_id);
    CHECK(check_write(same, record));
    CHECK(check_write(other, record) == Errc::revision_mismatch);
    CHECK(check_write(same, none) == Errc::revision_mismatch);
    CHECK(check_write(absent, record) == Errc::already_exists);
    CHECK(check_write(absent, none));
    CHECK(check_write(erasure, record));
    CHECK(check_write(erasure, none) == Errc::not_found);
}

TEST_CASE("A page has at most as many records as it may, and a next one only if some are left") {
    for (std::size_t const count : {0U, 1U, 2U}) {
        auto const page = make_page(records_to_page(count), 2).value();
        CHECK(page.records.size() == count);
        CHECK_FALSE(page.next);
    }
    auto const page = make_page(records_to_page(3), 2).value();
    CHECK(page.records.size() == 2);
    CHECK(page.next == ChatbotId::parse("bot-2").value());
    CHECK(make_page(records_to_page(max_page_size + 1), max_page_size + 5).value().records.size() ==
          max_page_size);
    CHECK(make_page(records_to_page(1), 0) == Errc::invalid_argument);
}

TEST_CASE("A page of the feed marks its last change, or the end of the feed") {
    FeedMark const end{7, 20};
    for (Revision const count : {0, 1, 2}) {
        auto const page = make_feed_page(changes_to_page(count), end, 2);
        CHECK(page.changes.size() == static_cast<std::size_t>(count));
        CHECK(page.mark == end);
    }
    auto const page = make_feed_page(changes_to_page(3), end, 2);
    CHECK(page.changes.size() == 2);
    CHECK(page.mark == FeedMark{7, 2});
    auto const most = make_feed_page(changes_to_page(static_cast<Revision>(max_page_size) + 1), end,
                                     max_page_size + 5);
    CHECK(most.mark == FeedMark{7, static_cast<Revision>(max_page_size)});
    auto const nothing = make_feed_page(changes_to_page(3), end, 0);
    CHECK(nothing.changes.empty());
    CHECK(nothing.mark == end);
}
