// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// How often memory is asked for. Short texts take none, but how short they are is a matter of the
// standard library; those that count here are longer than 22 bytes.
#include <human_support/endpoint.hpp>
#include <human_support/memory_repository.hpp>
#include <human_support/system_clock_and_ids.hpp>

#include "faults/failing_allocations.hpp"
#include "support/catch.hpp"

#include <boost/version.hpp>

#include <string>
#include <string_view>
#include <utility>

using namespace human_support;

namespace {

/// Returns how many allocations `operation()` makes.
template <class Operation>
long allocations_of(Operation const& operation) {
    auto const before = FailingAllocations::count();
    operation();
    return FailingAllocations::count() - before;
}

constexpr std::string_view full_body =
    R"({"enableHumanSupport":true,"replaceAllOtherSuggestionsWithEscalationButtons":false,)"
    R"("positiveFeedbackPrompt":"Yes, that answered my question 🙂",)"
    R"("requestHumanSupportPrompt":"I would rather talk to a human being",)"
    R"("humanSupportConfirmationMessage":"Thank you.\nOne of our \"colleagues\" will get back.",)"
    R"("leadNotification":true,"leadNotificationEmail":["support.desk@example.com",)"
    R"("second.line.of.support@example.org"],"showEscalationButtonsAfterResponses":true})";
constexpr long long_texts_of_full_body = 5;

/// Newer ones hand a text with escapes out in more pieces, which are put together in a buffer.
constexpr long escapes_of_newer_boost = BOOST_VERSION > 108100 ? 1 : 0;

} // namespace

TEST_CASE("A small body becomes a patch without an allocation") {
    for (auto const* body :
         {"{}", R"({"leadNotification":true})", R"({"id":[[{}]],"leadNotificationEmail":[]})",
          R"({"positiveFeedbackPrompt":"Yes\n"})"}) {
        INFO(body);
        bool is_read = false;
        CHECK(allocations_of([&] { is_read = parse_patch(body).has_value(); }) == 0);
        CHECK(is_read);
    }
}

TEST_CASE("A body becomes a response with few allocations beyond those of its texts") {
    HumanSupportSettings const defaults;
    SettingsRecord record{{},
                          ChatbotId::parse("a-chatbot-with-a-long-name").value(),
                          AccountId::parse("account").value(),
                          "actor",
                          {},
                          {},
                          {}};
    std::string text;
    CHECK(allocations_of([&] {
              auto parsed = parse_patch(full_body);
              bool const valid = validate(parsed->patch, &record.settings, {}).empty();
              record.settings =
                  std::move(parsed->patch).apply_to(std::move(record.settings), defaults);
              text = to_response_json_text(record);
              static_cast<void>(valid);
          }) <= long_texts_of_full_body + 2 + escapes_of_newer_boost);
    CHECK(text.find("second.line.of.support@example.org") != std::string::npos);
}

TEST_CASE("GET allocates its response, and six times at the most") {
    MemoryRepository repository;
    SettingsService service(repository, system_clock_and_ids());
    Endpoint endpoint(service);
    Caller const caller{AccountId::parse("account").value(), "actor"};
    Request request{.method = "POST",
                    .chatbot_id = "a-chatbot-with-a-long-name",
                    .content_type = "application/json",
                    .body = full_body};
    REQUIRE(endpoint.handle(request, caller).status == 201);
    request = {.method = "GET", .chatbot_id = request.chatbot_id};
    int status = 0;
    CHECK(allocations_of([&] { status = endpoint.handle(request, caller).status; }) <= 6);
    CHECK(status == 200);
}
