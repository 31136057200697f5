// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "connection.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace human_support::postgresql {

/// What a connection is to be used for.
enum class Purpose { reading, writing };

/// A connection that is set up for our statements, whatever the server, the database or the role
/// have as defaults.
class Session {
public:
    /// Connects. The tables are in `schema`, as SQL writes its name.
    static Result<Session> open(Opening const& opening, std::string_view schema, Purpose purpose,
                                std::span<Statement const> statements);

    /// Sets up a connection that is there.
    static Result<Session> start(std::unique_ptr<Connection> connection, Opening const& opening,
                                 std::string_view schema, Purpose purpose,
                                 std::span<Statement const> statements);

    [[nodiscard]] Connection& connection() const noexcept { return *connection_; }

    /// Ends the connection. Only `is_same_server` may be called then.
    void close() noexcept { connection_.reset(); }

    /// Returns the epoch of a store in which `stored` is the number.
    [[nodiscard]] Epoch epoch(std::int64_t stored) const noexcept;

    /// Tells whether the two are of the same server in the same part of its history (a timeline).
    [[nodiscard]] bool is_same_server(Session const& other) const noexcept {
        return identity_ == other.identity_;
    }

private:
    Session(std::unique_ptr<Connection> connection, std::uint64_t identity)
        : connection_(std::move(connection)), identity_(identity) {}

    std::unique_ptr<Connection> connection_;
    std::uint64_t identity_; ///< of the server, its timeline and our table
};

} // namespace human_support::postgresql
