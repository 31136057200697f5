// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/local_socket.hpp"
#include "postgresql/message_splitter.hpp"

#include <poll.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace human_support::tests {

/// Which way a message goes.
enum class Direction { to_server, to_client };

/// What a message's connection does next.
enum class Then { go_on, cut, fall_silent };

/// What becomes of a message.
struct Fate {
    bool delivered = true;
    Then then = Then::go_on;
};

/// A connection of a client through a proxy to a server. Nothing blocks, and no two threads may
/// call anything at once.
class RelayedConnection {
public:
    /// Is asked for each message.
    using Decide = std::function<Fate(Direction, std::string const& message)>;

    RelayedConnection(LocalSocket client, LocalSocket server);
    RelayedConnection(RelayedConnection const&) = delete;
    RelayedConnection& operator=(RelayedConnection const&) = delete;
    ~RelayedConnection() = default;

    /// Adds what it waits for.
    void add_to(std::vector<pollfd>& waiting) const;

    /// Takes what has come, passes on what is to be, and sends as much of that as can be sent.
    void go_on(Decide const& decide);

    /// Lets both sides be closed at once.
    void cut();

    /// While it is silent, it takes nothing, and notices no end. What it has not delivered by then
    /// goes on when it is not silent any more.
    void set_silent(bool silent) noexcept { silent_ = silent; }

    /// Whether both sides are to be closed, as the destructor does.
    [[nodiscard]] bool is_over() const noexcept { return over_; }

private:
    /// What goes in one direction.
    struct Way {
        Direction direction;
        LocalSocket const& from;
        LocalSocket const& to;
        MessageSplitter messages;
        std::string held_back = {}; ///< the message that made the connection silent
        std::string unsent = {};
    };

    [[nodiscard]] bool takes() const noexcept { return !silent_ && last_ == nullptr; }
    [[nodiscard]] static bool receive(Way& way);
    void pass_on(Way& way, Decide const& decide);
    void send(Way& way);
    void reset_at_end() const noexcept;

    LocalSocket client_;
    LocalSocket server_;
    std::array<Way, 2> ways_;
    Way* last_ = nullptr; ///< what is still to be sent before the end
    bool silent_ = false;
    bool over_ = false;
};

} // namespace human_support::tests
