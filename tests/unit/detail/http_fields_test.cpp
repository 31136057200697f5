// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/http_fields.hpp>

#include "support/catch.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support;
using namespace human_support::detail;

TEST_CASE("An entity tag is strong and names the epoch and the revision") {
    CHECK(entity_tag(1, 1) == R"("1-1")");
    CHECK(entity_tag(0xABCDEF, 42) == R"("abcdef-42")");
    CHECK(entity_tag(std::numeric_limits<Epoch>::min(), 1) == R"("-8000000000000000-1")");
    CHECK(entity_tag(std::numeric_limits<Epoch>::max(), std::numeric_limits<Revision>::max()) ==
          R"("7fffffffffffffff-9223372036854775807")");
}

TEST_CASE("Different epochs or revisions have different entity tags") {
    CHECK(entity_tag(1, 11) != entity_tag(11, 1));
    CHECK(entity_tag(1, 2) != entity_tag(2, 2));
    CHECK(entity_tag(1, 2) != entity_tag(1, 3));
}

TEST_CASE("A field names the current tag, or does not, strongly and weakly") {
    struct Row {
        std::string_view field;
        bool strong;
        bool weak;
    };
    for (auto const& row : std::vector<Row>{
             {R"(*)", true, true},
             {R"("1-2")", true, true},
             {R"(W/"1-2")", false, true},
             {R"("1-3")", false, false},
             {R"(W/"1-3")", false, false},
             {R"("1-1","1-2")", true, true},
             {R"("1-1" , "1-2" , "1-3")", true, true},
             {"\"1-1\",\t\"1-2\"", true, true},
             {R"(, ,"1-1",,"1-2",)", true, true},
             {R"(W/"1-1", "1-2")", true, true},
             {R"("1-1", W/"1-2")", false, true},
             {R"(W/"1-2", "1-2")", true, true},
             {R"("a,b","1-2")", true, true},
             {R"("","1-2")", true, true},
             {R"("1-1","1-3")", false, false},
             {R"("x1-2")", false, false},
             {R"("1-2x")", false, false},
             {R"("")", false, false},
             {R"()", false, false},
             {R"(,)", false, false},
             {R"(1-2)", false, false},
             {R"("1-2)", false, false},
             {R"(1-2")", false, false},
             {R"('1-2')", false, false},
             {R"(w/"1-2")", false, false},
             {R"(W/ "1-2")", false, false},
             {R"(W/1-2)", false, false},
             {R"("1-2", nonsense)", false, false},
             {R"("1-2"x)", false, false},
             {R"("1-2" x)", false, false},
             {R"("1-2",W/)", false, false},
             {R"("1-2","1 3")", false, false},
             {"\"1-2\",\"\x7F\"", false, false},
             {"\"\xC3\xA9\",\"1-2\"", true, true},
             {"  \"1-2\"\t", true, true},
             {" *\t", true, true},
             {"**", false, false},
             {R"(nonsense, "1-2")", false, false},
             {R"("1-1" "1-2")", false, false},
             {R"("1-1""1-2")", false, false},
             {R"(*, "1-2")", false, false},
             {R"("1-1", *)", false, false},
         }) {
        INFO(row.field);
        std::optional<std::string> const current = R"("1-2")";
        CHECK(names_tag(row.field, current, TagComparison::strong) == row.strong);
        CHECK(names_tag(row.field, current, TagComparison::weak) == row.weak);
    }
}

TEST_CASE("Nothing names a representation that is not there") {
    for (auto const* field : {"*", R"("1-2")", ""}) {
        CHECK_FALSE(names_tag(field, std::nullopt, TagComparison::strong));
        CHECK_FALSE(names_tag(field, std::nullopt, TagComparison::weak));
    }
}

TEST_CASE("A bearer token is read from an Authorization field of its form alone") {
    struct Row {
        std::string_view field;
        std::optional<std::string_view> token;
    };
    for (auto const& row : std::vector<Row>{
             {"Bearer abc", "abc"},
             {"bearer abc", "abc"},
             {"BEARER ABC", "ABC"},
             {"Bearer   abc", "abc"},
             {"Bearer aZ09-._~+/", "aZ09-._~+/"},
             {"Bearer YWJj==", "YWJj=="},
             {"Bearer a", "a"},
             {"", std::nullopt},
             {"Bearer", std::nullopt},
             {"Bearer ", std::nullopt},
             {"Bearer    ", std::nullopt},
             {"Bearer =", std::nullopt},
             {"Bearer a=b", std::nullopt},
             {"Bearer a b", std::nullopt},
             {"Bearer a,b", std::nullopt},
             {"Bearer \"a\"", std::nullopt},
             {"Bearer a\r\nX: y", std::nullopt},
             {"Bearer\tabc", std::nullopt},
             {"Bearer é", std::nullopt},
             {"Bearerabc", std::nullopt},
             {" Bearer abc", "abc"},
             {"Bearer abc \t", "abc"},
             {"Basic abc", std::nullopt},
             {"abc", std::nullopt},
         }) {
        INFO(row.field);
        CHECK(bearer_token(row.field) == row.token);
    }
}

TEST_CASE("A media type is compared without case and parameters") {
    struct Row {
        std::string_view field;
        std::string type;
    };
    for (auto const& row : std::vector<Row>{
             {"application/json", "application/json"},
             {"Application/JSON", "application/json"},
             {"application/merge-patch+json", "application/merge-patch+json"},
             {"application/json;charset=utf-8", "application/json"},
             {"application/json ; charset=\"a;b\"", "application/json"},
             {"application/json\t;", "application/json"},
             {"application/jsonp", "application/jsonp"},
             {"", ""},
             {";charset=utf-8", ""},
             {"  ", ""},
             {" \tapplication/json ", "application/json"},
         }) {
        INFO(row.field);
        CHECK(media_type(row.field) == row.type);
    }
}
