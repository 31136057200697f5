// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/quick_reply_json.hpp>

#include "support/catch.hpp"

#include <boost/json/serialize.hpp>

#include <vector>

using namespace human_support;
using boost::json::serialize;

TEST_CASE("Buttons are JSON with their kinds, in their order") {
    std::vector<QuickReply> const replies{{QuickReplyKind::suggestion, "Opening \"hours\""},
                                          {QuickReplyKind::positive_feedback, "Thanks 👍"},
                                          {QuickReplyKind::request_human, ""}};
    CHECK(serialize(to_json(replies)) == R"([{"kind":"suggestion","text":"Opening \"hours\""},)"
                                         R"({"kind":"positive_feedback","text":"Thanks 👍"},)"
                                         R"({"kind":"request_human","text":""}])");
}

TEST_CASE("No buttons are an empty array") {
    CHECK(serialize(to_json(std::vector<QuickReply>())) == "[]");
    CHECK(serialize(to_json(quick_replies(nullptr, {}, ConversationState::human_requested))) ==
          "[]");
}
