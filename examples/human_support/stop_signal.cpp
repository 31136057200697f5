// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "stop_signal.hpp"

#include <csignal>

namespace program {

namespace {

volatile std::sig_atomic_t stop = 0;

extern "C" void request_stop(int signal) {
    stop = signal;
    std::signal(signal, SIG_DFL);
}

void listen_for(int signal) noexcept {
    if (std::signal(signal, request_stop) == SIG_IGN) { // as in the background of a script
        std::signal(signal, SIG_IGN);
    }
}

} // namespace

void listen_for_stop_signals() noexcept {
    listen_for(SIGINT);
    listen_for(SIGTERM);
}

bool stop_requested() noexcept { return stop != 0; }

void end_by_stop_signal() noexcept { std::raise(stop); }

} // namespace program
