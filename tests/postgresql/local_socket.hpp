// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace human_support::tests {

/// A socket on this machine, which never blocks, and is closed at its end. What makes one throws a
/// `std::system_error` if the system refuses.
class LocalSocket {
public:
    /// Takes over a socket of the system.
    explicit LocalSocket(int handle) noexcept : handle_(handle) {}
    LocalSocket(LocalSocket&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    LocalSocket& operator=(LocalSocket&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~LocalSocket();

    /// Waits for clients at a file.
    [[nodiscard]] static LocalSocket listen(std::filesystem::path const& file);

    /// Waits for clients at a free port of 127.0.0.1.
    [[nodiscard]] static LocalSocket listen_on_tcp();

    /// A client of the server at a file; none if it cannot be connected to.
    [[nodiscard]] static std::optional<LocalSocket> connect(std::filesystem::path const& file);

    /// A client that waits; none if there is none any more.
    [[nodiscard]] std::optional<LocalSocket> accept() const;

    /// The port of TCP.
    [[nodiscard]] int port() const;

    /// Lets TCP forget at its end what it has not sent, and tell the other side by a reset.
    void reset_at_end() const noexcept;

    [[nodiscard]] int handle() const noexcept { return handle_; }

private:
    int handle_;
};

} // namespace human_support::tests
