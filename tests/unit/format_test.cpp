// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/format.hpp>

#include "support/catch.hpp"

#include <sstream>
#include <string>

using namespace human_support;

namespace {

template <class T>
std::string written(T const& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

Violation const violation{"/leadNotification", ViolationCode::wrong_type, "Must be a string."};
Error const error(Errc::busy, "Try again soon.");

} // namespace

TEST_CASE("fmt shows ids, codes, violations and errors") {
    CHECK(fmt::format("{}", ChatbotId::parse("shop").value()) == "shop");
    CHECK(fmt::format("{}", AccountId::parse("acme").value()) == "acme");
    CHECK(fmt::format("{}", Errc::not_found) == "not_found");
    CHECK(fmt::format("{}", ViolationCode::invalid_email) == "invalid_email");
    CHECK(fmt::format("{}", violation) == "/leadNotification: wrong_type: Must be a string.");
    CHECK(fmt::format("{}", error) == "busy: Try again soon.");
}

TEST_CASE("fmt and streams show the same") {
    auto const id = ChatbotId::parse("shop").value();
    CHECK(fmt::format("{}", id) == written(id));
    CHECK(fmt::format("{}", Errc::not_found) == written(Errc::not_found));
    CHECK(fmt::format("{}", ViolationCode::invalid_email) == written(ViolationCode::invalid_email));
    CHECK(fmt::format("{}", violation) == written(violation));
    CHECK(fmt::format("{}", error) == written(error));
}

TEST_CASE("A format specification applies to the whole text") {
    CHECK(fmt::format("{:>6}|", ChatbotId::parse("shop").value()) == "  shop|");
    CHECK(fmt::format("{:-<6}|", Errc::busy) == "busy--|");
    CHECK(fmt::format("{:.4}", ViolationCode::invalid_email) == "inva");
    CHECK(fmt::format("{:.17}", violation) == "/leadNotification");
    CHECK(fmt::format("{:>22}", error) == " busy: Try again soon.");
}
