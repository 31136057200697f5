// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/local_socket.hpp"
#include "postgresql/relayed_connection.hpp"
#include "support/temporary_folder.hpp"

#include <array>
#include <condition_variable>
#include <filesystem>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace human_support::tests {

/// The message from which on a connection fails: the `number`th from now, counted from 1 in one
/// direction over all connections.
struct MessageFault {
    Direction direction = Direction::to_server;
    int number = 1;
    bool delivered = false; ///< whether the message itself still gets to the other side
    Then then = Then::cut;  ///< with both sides at once
    bool lasting = false;   ///< whether what the others say fails then, too, and new ones
};

/// Passes on what goes between clients and a PostgreSQL server, message by message, and lets a
/// connection fail at one of them. It understands no TLS. Several threads may call it at once.
class CuttingProxy {
public:
    enum class Listening { on_socket, on_tcp };

    /// A proxy before the server at a Unix socket.
    explicit CuttingProxy(std::filesystem::path server_socket,
                          Listening listening = Listening::on_socket);
    CuttingProxy(CuttingProxy const&) = delete;
    CuttingProxy& operator=(CuttingProxy const&) = delete;

    /// Cuts every connection.
    ~CuttingProxy();

    /// What libpq connects with, as `PostgresqlServer::conninfo` has it.
    [[nodiscard]] std::string conninfo(std::string const& extra = "") const;

    /// Lets one message be the fault's, instead of that of any fault before. The count begins anew.
    void arm(MessageFault fault);

    /// Lets everything pass, also what a silence has held back, and new connections. The count
    /// begins anew.
    void pass();

    /// Delivers nothing more in any connection, and keeps them open; those that begin now, too.
    void fall_silent();

    /// Cuts every connection that there is, and returns once that is done.
    void cut_all();

    /// How many messages have come in a direction since the count began. That by which a client
    /// ends its connection is not counted: nobody waits for it, so that it may come at any time.
    [[nodiscard]] int messages(Direction direction) const;

    /// Whether the message of the armed fault has come.
    [[nodiscard]] bool has_failed() const;

    /// How many clients have connected since the proxy began.
    [[nodiscard]] int connections() const;

private:
    void run();
    void go_on();
    void accept();
    [[nodiscard]] Fate decide(Direction direction, std::string const& message);
    void silence_all();
    void wake() const;

    std::filesystem::path const server_socket_;
    TemporaryFolder folder_;
    LocalSocket listening_;
    int tcp_port_ = 0; ///< 0 if it listens on a socket
    std::array<int, 2> waking_{};

    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable cut_;
    std::list<RelayedConnection> relayed_;
    std::array<int, 2> messages_{};
    std::optional<MessageFault> fault_;
    bool has_failed_ = false;
    int connections_ = 0;
    bool silent_ = false;
    bool refusing_ = false; ///< whether a lasting cut has come
    bool cutting_ = false;
    bool ending_ = false;

    std::thread thread_; ///< the last, since it uses the others
};

} // namespace human_support::tests
