// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/cutting_proxy.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>
#include <vector>

namespace human_support::tests {

namespace {

std::size_t index_of(Direction direction) { return direction == Direction::to_server ? 0 : 1; }

constexpr auto socket_name = ".s.PGSQL.5432"; // of libpq

} // namespace

CuttingProxy::CuttingProxy(std::filesystem::path server_socket, Listening listening)
    : server_socket_(std::move(server_socket)),
      listening_(listening == Listening::on_tcp ? LocalSocket::listen_on_tcp()
                                                : LocalSocket::listen(folder_ / socket_name)) {
    if (listening == Listening::on_tcp) {
        tcp_port_ = listening_.port();
    }
    if (pipe2(waking_.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::system_error(errno, std::generic_category(), "making a pipe");
    }
    thread_ = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake();
    thread_.join();
    close(waking_[0]);
    close(waking_[1]);
}

std::string CuttingProxy::conninfo(std::string const& extra) const {
    auto const place = tcp_port_ == 0 ? "host='" + folder_.path().string() + "' port=5432"
                                      : "host=127.0.0.1 port=" + std::to_string(tcp_port_);
    return place + " user=postgres dbname=postgres sslmode=disable gssencmode=disable " + extra;
}

void CuttingProxy::arm(MessageFault fault) {
    std::lock_guard const lock(mutex_);
    messages_ = {};
    fault_ = fault;
    has_failed_ = false;
}

void CuttingProxy::pass() {
    {
        std::lock_guard const lock(mutex_);
        messages_ = {};
        fault_.reset();
        silent_ = false;
        refusing_ = false;
        for (auto& connection : relayed_) {
            connection.set_silent(false);
        }
    }
    wake();
}

void CuttingProxy::fall_silent() {
    {
        std::lock_guard const lock(mutex_);
        silence_all();
    }
    wake();
}

void CuttingProxy::silence_all() {
    silent_ = true;
    for (auto& connection : relayed_) {
        connection.set_silent(true);
    }
}

void CuttingProxy::cut_all() {
    std::unique_lock lock(mutex_);
    cutting_ = true;
    wake();
    cut_.wait(lock, [this] { return !cutting_; });
}

int CuttingProxy::messages(Direction direction) const {
    std::lock_guard const lock(mutex_);
    return messages_[index_of(direction)];
}

bool CuttingProxy::has_failed() const {
    std::lock_guard const lock(mutex_);
    return has_failed_;
}

int CuttingProxy::connections() const {
    std::lock_guard const lock(mutex_);
    return connections_;
}

void CuttingProxy::wake() const { (void)!write(waking_[1], "", 1); }

void CuttingProxy::run() {
    std::vector<pollfd> waiting;
    for (;;) {
        waiting = {{waking_[0], POLLIN, 0}, {listening_.handle(), POLLIN, 0}};
        {
            std::lock_guard const lock(mutex_);
            for (auto const& connection : relayed_) {
                connection.add_to(waiting);
            }
        }
        poll(waiting.data(), waiting.size(), -1);
        std::array<char, 64> ignored{};
        while (read(waking_[0], ignored.data(), ignored.size()) > 0) {
        }
        std::lock_guard const lock(mutex_);
        if (ending_) {
            return;
        }
        go_on();
    }
}

void CuttingProxy::go_on() {
    if (cutting_) {
        for (auto& connection : relayed_) {
            connection.cut();
        }
    }
    accept();
    for (auto& connection : relayed_) {
        connection.go_on([this](Direction direction, std::string const& message) {
            return decide(direction, message);
        });
    }
    relayed_.remove_if([](RelayedConnection const& connection) { return connection.is_over(); });
    if (std::exchange(cutting_, false)) {
        cut_.notify_all();
    }
}

void CuttingProxy::accept() {
    while (auto client = listening_.accept()) {
        ++connections_;
        if (refusing_) {
            continue;
        }
        if (auto server = LocalSocket::connect(server_socket_)) {
            relayed_.emplace_back(std::move(*client), std::move(*server)).set_silent(silent_);
        }
    }
}

Fate CuttingProxy::decide(Direction direction, std::string const& message) {
    if (direction == Direction::to_server && message.front() == 'X') { // Terminate
        return {};
    }
    int const number = ++messages_[index_of(direction)];
    if (refusing_) {
        return {false, Then::cut};
    }
    if (!fault_ || fault_->direction != direction || fault_->number != number) {
        return {};
    }
    has_failed_ = true;
    if (fault_->lasting && fault_->then == Then::fall_silent) {
        silence_all();
    } else if (fault_->lasting && fault_->then == Then::cut) {
        refusing_ = true;
    }
    return {fault_->delivered, fault_->then};
}

} // namespace human_support::tests
