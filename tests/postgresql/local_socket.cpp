// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/local_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace human_support::tests {

namespace {

[[noreturn]] void fail(std::string const& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

LocalSocket new_socket(int family) {
    int const handle = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (handle < 0) {
        fail("making a socket");
    }
    return LocalSocket(handle);
}

sockaddr_un address_of(std::filesystem::path const& file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto const& name = file.native();
    if (name.size() >= sizeof(address.sun_path)) {
        throw std::runtime_error("too long for a socket's name: " + name);
    }
    name.copy(address.sun_path, name.size());
    return address;
}

template <class Address>
LocalSocket listening(LocalSocket socket, Address const& address) {
    if (bind(socket.handle(), reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0 ||
        ::listen(socket.handle(), SOMAXCONN) != 0) {
        fail("waiting for clients");
    }
    return socket;
}

} // namespace

LocalSocket::~LocalSocket() {
    if (handle_ >= 0) {
        close(handle_);
    }
}

LocalSocket LocalSocket::listen(std::filesystem::path const& file) {
    return listening(new_socket(AF_UNIX), address_of(file));
}

LocalSocket LocalSocket::listen_on_tcp() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return listening(new_socket(AF_INET), address);
}

std::optional<LocalSocket> LocalSocket::connect(std::filesystem::path const& file) {
    auto socket = new_socket(AF_UNIX);
    auto const address = address_of(file);
    // On a Unix socket that succeeds or fails at once.
    if (::connect(socket.handle(), reinterpret_cast<sockaddr const*>(&address), sizeof(address)) !=
        0) {
        return std::nullopt;
    }
    return socket;
}

std::optional<LocalSocket> LocalSocket::accept() const {
    int const client = accept4(handle_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) {
        return std::nullopt;
    }
    return LocalSocket(client);
}

int LocalSocket::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    if (getsockname(handle_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        fail("asking for a port");
    }
    return ntohs(address.sin_port);
}

void LocalSocket::reset_at_end() const noexcept {
    linger const none{1, 0};
    setsockopt(handle_, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
}

} // namespace human_support::tests
