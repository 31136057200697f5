// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace human_support;
using namespace std::chrono_literals;

namespace {

HumanSupportSettings settings_with_emails() {
    HumanSupportSettings settings;
    settings.lead_notification = true;
    settings.lead_notification_email = {"owner@example.com"};
    return settings;
}

/// Makes `count` records of `owner`, quickly: in one write.
void make_records(TestHost& host, Caller const& owner, std::string const& prefix, int count) {
    std::vector<Write> writes;
    for (int i = 0; i < count; ++i) {
        writes.push_back(Write::store({{},
                                       chatbot(prefix + std::to_string(i)),
                                       owner.account_id,
                                       owner.actor,
                                       {},
                                       host.now,
                                       host.now},
                                      Absent{}));
    }
    for (auto const& result : host.store.write(writes).value()) {
        result.value();
    }
}

std::vector<std::string> names(std::vector<SettingsRecordPtr> const& records) {
    std::vector<std::string> names;
    for (auto const& record : records) {
        names.push_back(record->chatbot_id.str());
    }
    return names;
}

} // namespace

TEST_CASE("A transferred record belongs to the other account alone") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const emails = GENERATE(TransferEmails::keep, TransferEmails::clear);
    CAPTURE(engine.name, emails);
    TestHost host(engine);
    auto const before = host.store_record(host.caller, settings_with_emails());
    host.now += 1h;
    Caller const mover{host.caller.account_id, "bob"};

    auto const changed =
        host.service.transfer(mover, host.bot, host.stranger.account_id, emails).value();

    CHECK(*changed.before == *before);
    auto wanted = *before;
    wanted.account_id = host.stranger.account_id;
    wanted.updated_by = "bob";
    wanted.updated_at = host.now;
    wanted.revision = changed.after->revision;
    if (emails == TransferEmails::clear) {
        wanted.settings.lead_notification_email.clear();
    }
    CHECK(*changed.after == wanted);
    CHECK(wanted.revision > before->revision);
    CHECK(host.service.find(host.caller, host.bot).value() == nullptr);
    CHECK(*host.service.find(host.stranger, host.bot).value() == wanted);
}

TEST_CASE("A transfer to the same account only clears the emails, if asked") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    auto const before = host.store_record(host.caller, settings_with_emails());
    auto const transfer = [&](TransferEmails emails) {
        return host.service.transfer(host.caller, host.bot, host.caller.account_id, emails).value();
    };

    auto const kept = transfer(TransferEmails::keep);
    CHECK(*kept.after == *before);
    CHECK(host.last_revision() == before->revision);

    auto const cleared = transfer(TransferEmails::clear);
    CHECK(cleared.after->settings.lead_notification_email.empty());
    CHECK(cleared.after->revision > before->revision);

    auto const cleared_again = transfer(TransferEmails::clear);
    CHECK(*cleared_again.after == *cleared.after);
    CHECK(host.last_revision() == cleared.after->revision);
}

TEST_CASE("Only a record of the caller's account can be transferred") {
    auto const& engine = GENERATE(from_range(engines()));
    bool const foreign = GENERATE(false, true);
    CAPTURE(engine.name, foreign);
    TestHost host(engine);
    if (foreign) {
        host.store_record(host.stranger, {});
    }
    auto const revision = host.last_revision();

    CHECK(host.service.transfer(host.caller, host.bot, host.caller.account_id).error() ==
          Error(Errc::not_found));
    CHECK(host.last_revision() == revision);
}

TEST_CASE("erase_account erases every page of the account and nothing else") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    int const count = 2 * static_cast<int>(PageRequest{}.limit) + 1;
    make_records(host, host.caller, "own-", count);
    make_records(host, host.stranger, "foreign-", 3);

    std::vector<SettingsChange> erased;
    auto const keep = [&](SettingsChange const& change) { erased.push_back(change); };
    CHECK(host.service.erase_account(host.caller, keep).value() == static_cast<std::size_t>(count));

    std::set<ChatbotId> erased_chatbots;
    for (SettingsChange const& changed : erased) {
        REQUIRE(changed.before != nullptr);
        CHECK(changed.before->account_id == host.caller.account_id);
        CHECK(changed.after == nullptr);
        CHECK(changed.revision > changed.before->revision);
        erased_chatbots.insert(changed.before->chatbot_id);
    }
    CHECK(erased.size() == static_cast<std::size_t>(count));
    CHECK(erased_chatbots.size() == static_cast<std::size_t>(count));
    CHECK(names(host.store.list({}).value().records) ==
          std::vector<std::string>{"foreign-0", "foreign-1", "foreign-2"});
}

TEST_CASE("erase_account needs no function to hand records to") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "own-", 3);
    CHECK(host.service.erase_account(host.caller).value() == 3);
    CHECK(host.store.list({}).value().records.empty());
}

TEST_CASE("erase_account of an account without records erases none") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.stranger, "foreign-", 1);
    auto const revision = host.last_revision();

    CHECK(host.service.erase_account(host.caller).value() == 0);
    CHECK(host.last_revision() == revision);
}

TEST_CASE("erase_account that fails has handed over what it erased before") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "own-", 250);
    int calls = 0;
    host.store.before_write = [&] {
        return ++calls == 2 ? std::optional<Error>(Errc::storage_full) : std::nullopt;
    };
    std::set<ChatbotId> erased;
    auto const note = [&](SettingsChange const& change) {
        CHECK(host.store.find(change.before->chatbot_id).value() == nullptr); // it is durable
        CHECK(erased.insert(change.before->chatbot_id).second);
    };

    CHECK(host.service.erase_account(host.caller, note).error() == Error(Errc::storage_full));
    CHECK(erased.size() == 100);
    CHECK(host.service.list(host.caller, {}, 1000).value().records.size() == 150);

    CHECK(host.service.erase_account(host.caller, note).value() == 150);
    CHECK(erased.size() == 250);
}

TEST_CASE("erase_account of a large account keeps no more than a page of it") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "own-", 1050);
    std::vector<std::weak_ptr<SettingsRecord const>> erased;
    std::ptrdiff_t most_kept = 0;
    auto const count_kept = [&](SettingsChange const& change) {
        erased.push_back(change.before);
        most_kept = std::max(most_kept, std::ranges::count_if(erased, [](auto const& record) {
                                 return !record.expired();
                             }));
    };

    CHECK(host.service.erase_account(host.caller, count_kept).value() == 1050);
    CHECK(erased.size() == 1050);
    CHECK(most_kept <= 100);
}

TEST_CASE("What the function throws that erase_account calls passes through, and nothing is lost") {
    struct Enough {};
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "own-", 150);
    std::set<ChatbotId> erased;
    auto const note = [&](SettingsChange const& change) {
        CHECK(erased.insert(change.before->chatbot_id).second);
        if (erased.size() == 30) {
            throw Enough();
        }
    };

    CHECK_THROWS_AS(host.service.erase_account(host.caller, note), Enough);
    CHECK(erased.size() == 30);
    CHECK(host.service.list(host.caller).value().records.size() == 50);

    CHECK(host.service.erase_account(host.caller, note).value() == 50);
    CHECK(erased.size() == 80);
}

TEST_CASE("The function that erase_account calls may use the service") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "own-", 3);
    int calls = 0;
    auto const use_service = [&](SettingsChange const& change) {
        auto const& chatbot_id = change.before->chatbot_id;
        CHECK(host.service.find(host.caller, chatbot_id).value() == nullptr);
        bool const first = ++calls == 1;
        host.service.create(first ? host.caller : host.stranger, chatbot_id).value();
    };

    CHECK(host.service.erase_account(host.caller, use_service).value() == 4);
    CHECK(host.service.list(host.caller).value().records.empty());
    CHECK(host.service.list(host.stranger).value().records.size() == 3);
}

TEST_CASE("List shows the caller's records alone, page by page") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    make_records(host, host.caller, "a", 2);
    make_records(host, host.stranger, "b", 2);
    make_records(host, host.caller, "c", 1);

    auto const all = host.service.list(host.caller).value();
    CHECK(names(all.records) == std::vector<std::string>{"a0", "a1", "c0"});
    CHECK(all.next == std::nullopt);

    auto const first = host.service.list(host.caller, std::nullopt, 2).value();
    CHECK(names(first.records) == std::vector<std::string>{"a0", "a1"});
    REQUIRE(first.next);

    auto const second = host.service.list(host.caller, first.next, 2).value();
    CHECK(names(second.records) == std::vector<std::string>{"c0"});
    CHECK(second.next == std::nullopt);

    CHECK(host.service.list(host.caller, std::nullopt, 0).error().code() == Errc::invalid_argument);
}
