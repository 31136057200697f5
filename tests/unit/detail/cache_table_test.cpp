// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/detail/cache_table.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

using namespace human_support;
using namespace human_support::detail;

TEST_CASE("A thread's table keeps ids of every length apart, even if their hashes are equal") {
    CacheTable table(std::make_shared<CacheTables>());
    for (std::size_t size = 1; size <= max_id_bytes; ++size) {
        auto const id = ChatbotId::parse(std::string(size - 1, 'x') + 'a').value();
        auto const other = ChatbotId::parse(std::string(size - 1, 'x') + 'b').value();
        auto const shorter =
            ChatbotId::parse(std::string((std::max)(size, std::size_t{2}) - 1, 'x')).value();
        constexpr std::size_t hash = 7;
        table.keep({id, hash}, 1, KnownRecord(id));
        auto const* known = table.find({id, hash}, 1);
        REQUIRE(known != nullptr);
        REQUIRE(known->chatbot_id() == id);
        REQUIRE(table.find({other, hash}, 1) == nullptr);
        REQUIRE(table.find({shorter, hash}, 1) == nullptr);
        REQUIRE(table.find({id, hash}, 2) == nullptr);
    }
}
