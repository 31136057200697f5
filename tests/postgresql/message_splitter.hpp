// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace human_support::tests {

/// Finds PostgreSQL's messages in what goes in one direction of a connection without encryption: a
/// byte for the type, and four for the length, which counts itself
/// (https://www.postgresql.org/docs/current/protocol-overview.html). What a client sends first has
/// no type.
class MessageSplitter {
public:
    enum class From { client, server };

    explicit MessageSplitter(From from) : has_type_(from == From::server) {}

    /// Takes what came next.
    void add(std::string_view bytes);

    /// The next message, as it came; none until all of it has come.
    [[nodiscard]] std::optional<std::string> next();

private:
    bool has_type_;
    std::string bytes_;
    std::size_t begin_ = 0; ///< of what is not returned yet
};

} // namespace human_support::tests
