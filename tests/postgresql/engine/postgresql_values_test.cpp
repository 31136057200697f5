// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/postgresql_repository.hpp>

#include "postgresql/engine/opening.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"
#include "support/without_epoch.hpp"

#include <human_support/memory_repository.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace human_support;
using namespace human_support::tests;

namespace {

/// Texts that mean something to SQL, to its arrays or to formats, and here nothing.
std::vector<std::string> meaningful_texts() {
    return {"",
            " ",
            "NULL",
            "null",
            "\"",
            "'",
            "''",
            "\\",
            "\\\\\"",
            "{}",
            "{",
            "}",
            "{\"a\",NULL}",
            ",",
            "a,b",
            "a\nb\tc\r",
            "\xEF\xBF\xBF\x7F\x01",
            "$1",
            "%s {0}",
            "'; DROP TABLE human_support_settings; --",
            "$$ || pg_sleep(100) || $$",
            "E'\\x00'",
            "(1,2)",
            "ROW(1)",
            "epoch",
            std::string(100'000, '\\')};
}

/// Stores a record and reads it back.
SettingsRecord read_back(SettingsRepository& repository, SettingsRecord const& record) {
    REQUIRE(store(repository, record));
    auto found = *repository.find(record.chatbot_id).value();
    found.revision = no_revision;
    return without_epoch(std::move(found));
}

/// The code of a write's own error; none if it succeeded.
std::optional<Errc> code_of(Result<FeedMark> const& result) {
    return result ? std::nullopt : std::optional(result.error().code());
}

/// The `i`th of a batch of writes that have every outcome, each for a chatbot of its own.
Write mixed_write(int i) {
    auto record = sample_record("bot-" + std::to_string(i % 10 == 9 ? i - 1 : i));
    record.updated_by = meaningful_texts()[static_cast<std::size_t>(i) % 25];
    switch (i % 10) {
    case 0: return Write::store(std::move(record), Absent{});
    case 1: return Write::store(std::move(record), Revision{1'000'000});
    case 2: return Write::store(std::move(record), Revision{i + 1}); // as the first batch gave it
    case 3: return Write::erase(std::move(record.chatbot_id));
    case 4: return Write::erase(std::move(record.chatbot_id), Revision{1'000'000});
    case 5: record.updated_by = std::string("\0", 1); break;
    case 6: record.settings.lead_notification_email = {"\xC3"}; break;
    default: break;
    }
    return Write::store(std::move(record), Anything{});
}

} // namespace

TEST_CASE("Texts that mean something to SQL are stored as they are") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto record = sample_record("-.~_");
    record.account_id = AccountId::parse("DROP-TABLE--").value();
    for (auto const& text : meaningful_texts()) {
        record.updated_by = text;
        record.settings.positive_feedback_prompt = text;
        record.settings.request_human_support_prompt = text + text;
        record.settings.human_support_confirmation_message = "\n" + text;
        record.settings.lead_notification_email = {text, text};
        CHECK(read_back(*repository, record) == record);
    }
    CHECK(SqlConnection(place).execute("SELECT count(*) FROM human_support_settings") == "1");
}

TEST_CASE("Lists of texts are stored element by element") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto record = sample_record("bot");
    CHECK(read_back(*repository, record) == record);
    CHECK(SqlConnection(place).execute(
              "SELECT lead_notification_email = '{}' FROM human_support_settings") == "t");

    auto const texts = meaningful_texts();
    record.settings.lead_notification_email = texts;
    CHECK(read_back(*repository, record) == record);
    SqlConnection connection(place);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        CHECK(connection.execute("SELECT lead_notification_email[" + std::to_string(i + 1) +
                                 "] FROM human_support_settings") == texts[i]);
    }
    record.settings.lead_notification_email.assign(5'000, "name@example.com");
    CHECK(read_back(*repository, record) == record);
}

TEST_CASE("A list that another program stored with a NULL or two dimensions is storage_corrupt") {
    std::string const list = GENERATE("'{a,NULL}'", "'{{a,b},{c,d}}'");
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto const bot = sample_record("bot");
    REQUIRE(store(*repository, bot));
    SqlConnection(place).execute("UPDATE human_support_settings SET lead_notification_email = " +
                                 list);
    CHECK(repository->find(bot.chatbot_id) == Errc::storage_corrupt);
    CHECK(repository->list({}) == Errc::storage_corrupt);
    CHECK(repository->changes(std::nullopt, 1) == Errc::storage_corrupt);
    CHECK(store(*repository, bot)); // in its place
    CHECK(repository->find(bot.chatbot_id));
}

TEST_CASE("A list whose first index another program has changed is read all the same") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto const bot = sample_record("bot");
    REQUIRE(store(*repository, bot));
    SqlConnection(place).execute(
        "UPDATE human_support_settings SET lead_notification_email = '[7:8]={a,b}'");
    auto const found = repository->find(bot.chatbot_id).value();
    CHECK(found->settings.lead_notification_email == std::vector<std::string>{"a", "b"});
}

TEST_CASE("A batch of a thousand writes with every outcome does what the memory engine does") {
    auto const repository = opened(shared_server().fresh_schema());
    MemoryRepository oracle;
    std::vector<Write> first;
    for (int i = 0; i < 1'000; ++i) {
        first.push_back(
            Write::store(sample_record("bot-" + std::to_string(i)), Expectation(Absent{})));
    }
    std::vector<Write> second;
    for (int i = 500; i < 1'500; ++i) {
        second.push_back(mixed_write(i));
    }
    for (auto const& batch : {first, second}) {
        auto const found = repository->write(batch).value();
        auto const expected = oracle.write(batch).value();
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            CAPTURE(i);
            REQUIRE(code_of(found[i]) == code_of(expected[i]));
            REQUIRE((!found[i] || found[i]->revision == expected[i]->revision));
        }
    }
    auto const feed = repository->changes(std::nullopt, max_page_size).value();
    auto const expected = oracle.changes(std::nullopt, max_page_size).value();
    REQUIRE(feed.changes.size() == expected.changes.size());
    for (std::size_t i = 0; i < feed.changes.size(); ++i) {
        REQUIRE(feed.changes[i].chatbot_id == expected.changes[i].chatbot_id);
        REQUIRE(feed.changes[i].revision == expected.changes[i].revision);
        REQUIRE((feed.changes[i].record == nullptr) == (expected.changes[i].record == nullptr));
    }
}

TEST_CASE("Times are stored from 4713 BC to 294276 AD, and others are their write's own error") {
    using namespace std::chrono;
    Timestamp const first = sys_days{year{-4712} / 1 / 1}; // 1 BC is the year 0
    // Later than the last year of the standard library, which is 32767.
    Timestamp const after_last = Timestamp(sys_days{year{2000} / 1 / 1}) + days{106'751'983};
    auto const repository = opened(shared_server().fresh_schema());
    auto const record = [](std::string const& id, Timestamp created, Timestamp updated) {
        auto sample = sample_record(id);
        sample.created_at = created;
        sample.updated_at = updated;
        return sample;
    };
    std::array const inside{record("a", first, after_last - milliseconds{1}),
                            record("b", Timestamp{milliseconds{-1}}, Timestamp{milliseconds{1}}),
                            record("c", Timestamp{}, Timestamp{milliseconds{946'684'799'999}})};
    std::array const outside{
        record("d", first - milliseconds{1}, Timestamp{}), record("e", Timestamp{}, after_last),
        record("f", Timestamp::min(), Timestamp{}), record("g", Timestamp{}, Timestamp::max())};
    std::vector<Write> batch;
    for (std::size_t i = 0; i < outside.size(); ++i) {
        batch.push_back(Write::store(outside[i], Anything{}));
        batch.push_back(Write::store(inside[i % inside.size()], Anything{}));
    }
    auto const results = repository->write(batch).value();
    for (std::size_t i = 0; i < outside.size(); ++i) {
        CAPTURE(i);
        REQUIRE_FALSE(results[2 * i]);
        CHECK(results[2 * i].error() == Errc::invalid_argument);
        CHECK(results[2 * i + 1].has_value() == (i < inside.size())); // not twice
    }
    for (auto const& stored : inside) {
        CHECK(read_back(*repository, stored) == stored);
    }
    CHECK(repository->list({}).value().records.size() == inside.size());
}

TEST_CASE("The columns have types that psql shows as people read them") {
    auto const place = shared_server().fresh_schema();
    auto const repository = opened(place);
    auto record = sample_record("bot");
    record.settings.enable_human_support = true;
    record.settings.lead_notification_email = {"a@example.com", "b, c@example.com"};
    REQUIRE(store(*repository, record));
    REQUIRE(store(*repository, sample_record("erased")));
    REQUIRE(repository->write(Write::erase(sample_record("erased").chatbot_id)));
    SqlConnection connection(place);
    connection.execute("SET timezone = 'UTC'");
    auto const types_of = [&](std::string const& table) {
        return connection.execute(
            "SELECT string_agg(format_type(atttypid, atttypmod), ' ' ORDER BY attnum) "
            "FROM pg_attribute WHERE attnum > 0 AND attrelid = '" +
            table + "'::regclass");
    };
    CHECK(types_of("human_support_settings") ==
          "text text uuid text boolean boolean text text text boolean text[] boolean "
          "timestamp with time zone timestamp with time zone bigint");
    CHECK(types_of("human_support_erasures") == "text bigint timestamp with time zone");
    CHECK(types_of("human_support_store") == "boolean bigint bigint");
    CHECK(connection.execute("SELECT row(human_support_settings.*) FROM human_support_settings") ==
          R"((bot,account,4a4a4a4a-4a4a-4a4a-4a4a-4a4a4a4a4a4a,actor,t,f,"That helped, thanks",)"
          R"("Talk to a human",)"
          R"("Thank you. A human will get back to you as soon as possible.",f,)"
          R"("{a@example.com,""b, c@example.com""}",t,)"
          R"("2023-11-14 22:13:20.123+00","2023-11-14 22:13:20.123+00",1))");
    CHECK(connection.execute("SELECT abs(extract(epoch FROM now() - erased_at)) < 1000 "
                             "AND revision = 3 FROM human_support_erasures") == "t");
}
