// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "wait.hpp"

#include <algorithm>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <poll.h>
#endif

namespace human_support::postgresql {

bool wait_for(int socket, bool or_write, Deadline deadline) noexcept {
    auto const events = static_cast<short>(or_write ? POLLIN | POLLOUT : POLLIN);
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        auto const milliseconds = static_cast<int>(std::max<long long>(left.count(), 0));
#ifdef _WIN32
        WSAPOLLFD watched{static_cast<SOCKET>(socket), events, 0};
        int const ready = WSAPoll(&watched, 1, milliseconds);
#else
        pollfd watched{socket, events, 0};
        int const ready = poll(&watched, 1, milliseconds);
#endif
        if (ready > 0) {
            return true;
        }
        if (milliseconds == 0) { // not if a signal came
            return false;
        }
    }
}

} // namespace human_support::postgresql
