// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/test_host.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

using namespace human_support;

namespace {

HumanSupportSettings owner_settings() {
    HumanSupportSettings settings;
    settings.enable_human_support = true;
    settings.positive_feedback_prompt = "Great";
    return settings;
}

SettingsPatch notify_patch() {
    return SettingsPatch().set(&HumanSupportSettings::lead_notification, true);
}

Precondition precondition(std::optional<Revision> expected) {
    return expected ? Precondition(*expected) : Precondition();
}

using Operation = std::function<Result<SettingsChange>(TestHost&, std::optional<Revision>)>;

Result<SettingsChange> create_notifying(TestHost& host, std::optional<Revision> /*expected*/) {
    return host.service.create(host.caller, host.bot, notify_patch());
}

Result<SettingsChange> update_to_notify(TestHost& host, std::optional<Revision> expected) {
    return host.service.update(host.caller, host.bot, notify_patch(), precondition(expected));
}

Result<SettingsChange> upsert_to_notify(TestHost& host, std::optional<Revision> expected) {
    return host.service.upsert(host.caller, host.bot, notify_patch(), precondition(expected));
}

Result<SettingsChange> erase_bot(TestHost& host, std::optional<Revision> expected) {
    return host.service.erase(host.caller, host.bot, precondition(expected));
}

/// An operation with a name that a failed test can show.
struct OperationWithRevision {
    std::string name;
    Operation run;
};

} // namespace

TEST_CASE("Create and upsert make a record of the defaults and the patch where none is there") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation = GENERATE(values<OperationWithRevision>(
        {{"create", create_notifying}, {"upsert", upsert_to_notify}}));
    CAPTURE(engine.name, operation.name);
    TestHost host(engine);

    auto const changed = operation.run(host, std::nullopt).value();

    CHECK(changed.before == nullptr);
    REQUIRE(changed.after != nullptr);
    CHECK(changed.after->chatbot_id == host.bot);
    CHECK(changed.after->account_id == host.caller.account_id);
    CHECK(changed.after->updated_by == host.caller.actor);
    CHECK(changed.after->settings == notify_patch().apply_to({}, {}));
    CHECK(changed.after->created_at == host.now);
    CHECK(changed.after->updated_at == host.now);
    CHECK(changed.after->revision > no_revision);
    CHECK(*changed.after == *host.stored());
}

TEST_CASE("Update and upsert patch the record that is there") {
    auto const& engine = GENERATE(from_range(engines()));
    auto const operation = GENERATE(values<OperationWithRevision>(
        {{"update", update_to_notify}, {"upsert", upsert_to_notify}}));
    bool const with_revision = GENERATE(false, true);
    CAPTURE(engine.name, operation.name, with_revision);
    TestHost host(engine);
    auto const before = host.store_record(host.caller, owner_settings());

    auto const expected = with_revision ? std::optional(before->revision) : std::nullopt;
    auto const changed = operation.run(host, expected).value();

    REQUIRE(changed.before != nullptr);
    CHECK(*changed.before == *before);
    REQUIRE(changed.after != nullptr);
    CHECK(changed.after->id == before->id);
    CHECK(changed.after->settings == notify_patch().apply_to(before->settings, {}));
    CHECK(changed.after->revision > before->revision);
    CHECK(*changed.after == *host.stored());
}

TEST_CASE("Erase removes the record that is there") {
    auto const& engine = GENERATE(from_range(engines()));
    bool const with_revision = GENERATE(false, true);
    CAPTURE(engine.name, with_revision);
    TestHost host(engine);
    auto const before = host.store_record(host.caller, owner_settings());

    auto const expected = with_revision ? std::optional(before->revision) : std::nullopt;
    auto const changed = erase_bot(host, expected).value();

    REQUIRE(changed.before != nullptr);
    CHECK(*changed.before == *before);
    CHECK(changed.after == nullptr);
    CHECK(host.stored() == nullptr);
}

TEST_CASE("Find returns the record of the caller's account only") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);

    CHECK(host.service.find(host.caller, host.bot).value() == nullptr);

    auto const record = host.store_record(host.caller, owner_settings());
    auto const found = host.service.find(host.caller, host.bot).value();
    REQUIRE(found != nullptr);
    CHECK(*found == *record);
    CHECK(host.service.find(host.stranger, host.bot).value() == nullptr);
}

TEST_CASE("An operation that is refused says only why, and changes nothing") {
    enum class There { own_record, foreign_record, nothing };
    struct Row {
        OperationWithRevision operation;
        There there;
        bool with_other_revision;
        Errc code;
    };
    auto const& engine = GENERATE(from_range(engines()));
    auto const row = GENERATE(values<Row>({
        {{"create", create_notifying}, There::own_record, false, Errc::already_exists},
        {{"create", create_notifying}, There::foreign_record, false, Errc::already_exists},
        {{"update", update_to_notify}, There::own_record, true, Errc::revision_mismatch},
        {{"update", update_to_notify}, There::foreign_record, false, Errc::not_found},
        {{"update", update_to_notify}, There::foreign_record, true, Errc::not_found},
        {{"update", update_to_notify}, There::nothing, false, Errc::not_found},
        {{"update", update_to_notify}, There::nothing, true, Errc::not_found},
        {{"upsert", upsert_to_notify}, There::own_record, true, Errc::revision_mismatch},
        {{"upsert", upsert_to_notify}, There::foreign_record, false, Errc::already_exists},
        {{"upsert", upsert_to_notify}, There::foreign_record, true, Errc::already_exists},
        {{"upsert", upsert_to_notify}, There::nothing, true, Errc::revision_mismatch},
        {{"erase", erase_bot}, There::own_record, true, Errc::revision_mismatch},
        {{"erase", erase_bot}, There::foreign_record, false, Errc::not_found},
        {{"erase", erase_bot}, There::foreign_record, true, Errc::not_found},
        {{"erase", erase_bot}, There::nothing, false, Errc::not_found},
        {{"erase", erase_bot}, There::nothing, true, Errc::not_found},
    }));
    CAPTURE(engine.name, row.operation.name, row.there, row.with_other_revision);
    TestHost host(engine);
    if (row.there != There::nothing) {
        host.store_record(row.there == There::own_record ? host.caller : host.stranger,
                          owner_settings());
    }
    auto const before = host.stored();
    auto const revision = host.last_revision();

    auto const expected = row.with_other_revision ? std::optional(revision + 1) : std::nullopt;
    auto const changed = row.operation.run(host, expected);

    CHECK(changed.error() == Error(row.code));
    CHECK(host.last_revision() == revision);
    auto const after = host.stored();
    REQUIRE((after == nullptr) == (before == nullptr));
    CHECK((after == nullptr || *after == *before));
}

TEST_CASE("The revision of a foreign record opens nothing") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    TestHost host(engine);
    auto const revision = host.store_record(host.stranger, owner_settings())->revision;

    CHECK(update_to_notify(host, revision).error() == Error(Errc::not_found));
    CHECK(upsert_to_notify(host, revision).error() == Error(Errc::already_exists));
    CHECK(erase_bot(host, revision).error() == Error(Errc::not_found));
    CHECK(host.last_revision() == revision);
}
