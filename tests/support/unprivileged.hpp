// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <unistd.h>

#include <exception>

/// Gives up root's rights, which no permission stops, until its end.
class Unprivileged {
public:
    Unprivileged() {
        if (was_ == 0) {
            REQUIRE(seteuid(65534) == 0);
        }
    }
    Unprivileged(Unprivileged const&) = delete;
    Unprivileged& operator=(Unprivileged const&) = delete;
    ~Unprivileged() {
        if (was_ == 0 && seteuid(0) != 0) {
            std::terminate();
        }
    }

private:
    uid_t was_ = geteuid();
};
