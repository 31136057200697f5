// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/json_merge_patch.hpp>
#include <human_support/settings_json.hpp>

#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"
#include "support/sample_record.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>
#include <string_view>

using namespace human_support;

namespace {

/// Checks that `operation()`, whichever allocations fail in it, throws std::bad_alloc or returns
/// what it returns without failures.
template <class Operation, class Describe>
void fail_each_allocation(Operation operation, Describe describe) {
    auto const expected = describe(operation());
    for (auto const failures : {Failures::one, Failures::all_from_there_on}) {
        for (EachAllocation each(Allocator::operator_new, failures); each.next();) {
            CAPTURE(failures, each.number());
            auto const result = each.run(operation);
            REQUIRE((!result || describe(*result) == expected));
            REQUIRE(describe(operation()) == expected);
        }
    }
}

std::string text_of(boost::json::value const& json) { return boost::json::serialize(json); }

template <class T>
std::string error_text(Result<T> const& result) {
    Error const error = result.error();
    std::string text = error.message();
    for (auto const& violation : error.violations()) {
        text += violation.pointer + violation.message;
    }
    return text;
}

} // namespace

TEST_CASE("Reading a patch that runs out of memory throws std::bad_alloc, and nothing else") {
    auto const text = GENERATE(
        as<std::string>{},
        R"({"positiveFeedbackPrompt": "another text than before", "aMemberThatIsUnknown": 1,
                     "leadNotificationEmail": ["someone@example.com", "another@example.com"]})",
        R"({"leadNotification": "a string", "leadNotificationEmail": [1, "no address"]})",
        R"({"leadNotification": tru)", "[]");
    auto const unknown = GENERATE(UnknownMembers::ignore, UnknownMembers::reject);
    fail_each_allocation([&] { return parse_patch(text, {}, unknown); },
                         [](Result<ParsedPatch> const& parsed) {
                             if (!parsed) {
                                 return error_text(parsed);
                             }
                             std::string all;
                             for (auto const& violation : parsed->patch.violations()) {
                                 all += violation.pointer + violation.message;
                             }
                             for (auto const& name : parsed->unknown_members) {
                                 all += name;
                             }
                             return all + text_of(to_json(parsed->patch.apply_to({}, {})));
                         });
}

TEST_CASE("Reading a record that runs out of memory throws std::bad_alloc, and nothing else") {
    auto record = sample_record("a-chatbot-with-a-name-that-is-long");
    record.settings.lead_notification_email = {"someone@example.com", "another@example.com"};
    boost::json::value json = to_json(record);
    SECTION("a whole one") {}
    SECTION("one with mistakes") {
        json.as_object().erase(record_members::id);
        json.as_object()[record_members::created_at] = "yesterday";
        json.as_object()["leadNotificationEmail"] = {1, 2};
    }
    fail_each_allocation([&] { return record_from_json(json, {}); },
                         [](Result<SettingsRecord> const& read) {
                             return read ? text_of(to_json(*read)) : error_text(read);
                         });
}

TEST_CASE("Writing a record that runs out of memory throws std::bad_alloc, and nothing else") {
    auto const record = sample_record("a-chatbot-with-a-name-that-is-long");
    fail_each_allocation([&] { return to_json(record); }, text_of);
    auto const itself = [](std::string const& text) { return text; };
    fail_each_allocation([&] { return to_response_json_text(record); }, itself);
    fail_each_allocation([&] { return to_json_text(record); }, itself);
}

TEST_CASE("A merge patch that runs out of memory leaves its arguments alone") {
    auto const target = boost::json::parse(
        R"({"a": {"b": "a text that is too long for its object", "c": [1, 2, 3]}, "d": null})");
    auto const patch = boost::json::parse(
        R"({"a": {"b": {"new": "object with a text of some length"}, "c": null}, "e": [{}]})");
    auto const target_before = text_of(target);
    auto const patch_before = text_of(patch);
    fail_each_allocation([&] { return merge_patch(target, patch); }, text_of);
    REQUIRE(text_of(target) == target_before);
    REQUIRE(text_of(patch) == patch_before);
}
