// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/relayed_connection.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <string_view>
#include <utility>

namespace human_support::tests {

namespace {

/// Whether what failed on a socket that does not block may succeed later.
bool is_too_early() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

} // namespace

RelayedConnection::RelayedConnection(LocalSocket client, LocalSocket server)
    : client_(std::move(client)),
      server_(std::move(server)), ways_{Way{Direction::to_server, client_, server_,
                                            MessageSplitter(MessageSplitter::From::client)},
                                        Way{Direction::to_client, server_, client_,
                                            MessageSplitter(MessageSplitter::From::server)}} {}

void RelayedConnection::add_to(std::vector<pollfd>& waiting) const {
    for (auto const& way : ways_) {
        if (takes()) {
            waiting.push_back({way.from.handle(), POLLIN, 0});
        }
        if (!way.unsent.empty()) {
            waiting.push_back({way.to.handle(), POLLOUT, 0});
        }
    }
}

void RelayedConnection::go_on(Decide const& decide) {
    for (auto& way : ways_) {
        bool const ended = takes() && !receive(way);
        pass_on(way, decide);
        send(way);
        if (ended && takes()) {
            last_ = &way;
        }
    }
    over_ = over_ || (last_ != nullptr && last_->unsent.empty());
}

/// Returns false at the end of what comes.
bool RelayedConnection::receive(Way& way) {
    std::array<char, 65536> bytes{};
    auto const size = recv(way.from.handle(), bytes.data(), bytes.size(), 0);
    if (size > 0) {
        way.messages.add({bytes.data(), static_cast<std::size_t>(size)});
        return true;
    }
    return size < 0 && is_too_early();
}

void RelayedConnection::pass_on(Way& way, Decide const& decide) {
    if (takes()) {
        way.unsent += std::exchange(way.held_back, {});
    }
    while (takes()) {
        auto const message = way.messages.next();
        if (!message) {
            return;
        }
        auto const fate = decide(way.direction, *message);
        if (fate.delivered) {
            way.unsent += *message;
        }
        switch (fate.then) {
        case Then::go_on: break;
        case Then::cut:
            reset_at_end();
            last_ = &way;
            break;
        case Then::fall_silent:
            silent_ = true;
            way.held_back = fate.delivered ? "" : *message;
            break;
        }
    }
}

void RelayedConnection::send(Way& way) {
    if (way.unsent.empty()) { // a side that has ended would be found out before its last words
        return;
    }
    auto const size = ::send(way.to.handle(), way.unsent.data(), way.unsent.size(), MSG_NOSIGNAL);
    if (size >= 0) {
        way.unsent.erase(0, static_cast<std::size_t>(size));
    } else if (!is_too_early()) {
        way.unsent.clear();
        over_ = over_ || !silent_;
    }
}

void RelayedConnection::cut() {
    reset_at_end();
    over_ = true;
}

void RelayedConnection::reset_at_end() const noexcept {
    client_.reset_at_end();
    server_.reset_at_end();
}

} // namespace human_support::tests
