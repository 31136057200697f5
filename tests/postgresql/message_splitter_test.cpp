// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/message_splitter.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace human_support::tests;
using namespace std::string_view_literals;

namespace {

/// All messages of what comes in pieces of `size` bytes.
std::vector<std::string> split(MessageSplitter::From from, std::string_view bytes,
                               std::size_t size) {
    MessageSplitter splitter(from);
    std::vector<std::string> messages;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
        splitter.add(bytes.substr(0, size));
        while (auto message = splitter.next()) {
            messages.push_back(*message);
        }
    }
    return messages;
}

} // namespace

TEST_CASE("a client's messages begin with one that has no type") {
    auto const startup = "\0\0\0\x09\0\3\0\0\0"sv;
    auto const query = "Q\0\0\0\x06;\0"sv;
    auto const sync = "S\0\0\0\x04"sv;
    auto const all = std::string(startup) + std::string(query) + std::string(sync);
    auto const size = GENERATE(std::size_t{1}, std::size_t{4}, std::size_t{7}, std::size_t{100});
    CHECK(split(MessageSplitter::From::client, all, size) ==
          std::vector<std::string>{std::string(startup), std::string(query), std::string(sync)});
}

TEST_CASE("a server's messages all have a type, and may be long") {
    auto const ready = "Z\0\0\0\x05I"sv;
    auto const row = std::string("D\0\1\0\x04"sv) + std::string(65536, 'x');
    auto const size = GENERATE(std::size_t{3}, std::size_t{4096}, std::size_t{100'000});
    CHECK(split(MessageSplitter::From::server, row + std::string(ready) + "Z", size) ==
          std::vector<std::string>{row, std::string(ready)});
}
