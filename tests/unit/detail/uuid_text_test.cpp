// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/uuid_text.hpp>

#include "support/catch.hpp"
#include "support/random_settings.hpp"

#include <string>
#include <string_view>

using namespace human_support;
using namespace human_support::detail;

namespace {

constexpr std::string_view sample_text = "00112233-4455-6677-8899-aabbccddeeff";
constexpr boost::uuids::uuid uuid{{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA,
                                   0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};

} // namespace

TEST_CASE("A UUID is written in lower case with hyphens") {
    CHECK(to_uuid_text(uuid) == sample_text);
    CHECK(to_uuid_text(boost::uuids::uuid{}) == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("A UUID is read in either case") {
    CHECK(from_uuid_text(sample_text) == uuid);
    CHECK(from_uuid_text("00112233-4455-6677-8899-AABBCCDDEEFF") == uuid);
    CHECK(from_uuid_text("00112233-4455-6677-8899-AabBcCDdeEFf") == uuid);
}

TEST_CASE("Every UUID is read as it was written") {
    Random random;
    INFO("seed " << random.seed());
    for (int i = 0; i < 10'000; ++i) {
        boost::uuids::uuid id{};
        for (auto& byte : id) {
            byte = static_cast<unsigned char>(random.up_to(255));
        }
        auto const written = to_uuid_text(id);
        REQUIRE(from_uuid_text(written) == id);
    }
}

TEST_CASE("No other form of a UUID is read") {
    using namespace std::string_view_literals;
    for (auto const other : {
             ""sv,
             "00112233445566778899aabbccddeeff"sv,
             "{00112233-4455-6677-8899-aabbccddeeff}"sv,
             "urn:uuid:00112233-4455-6677-8899-aabbccddeeff"sv,
             "00112233-4455-6677-8899-aabbccddeef"sv,
             "00112233-4455-6677-8899-aabbccddeeff0"sv,
             " 0112233-4455-6677-8899-aabbccddeeff"sv,
             "001122334-455-6677-8899-aabbccddeeff"sv,
             "0x112233-4455-6677-8899-aabbccddeeff"sv,
         }) {
        INFO(other);
        CHECK_FALSE(from_uuid_text(other));
    }
}

TEST_CASE("A UUID with any one character wrong is not read") {
    for (std::size_t at = 0; at < sample_text.size(); ++at) {
        for (char const wrong :
             {sample_text[at] == '-' ? '0' : '-', 'g', 'G', '/', ':', '@', '`', '\0'}) {
            std::string changed(sample_text);
            changed[at] = wrong;
            INFO(changed);
            CHECK_FALSE(from_uuid_text(changed));
        }
    }
}
