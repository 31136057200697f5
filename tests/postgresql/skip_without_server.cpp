// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.

// What Catch2 2 has for listeners is out of sight without this.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "support/catch.hpp"

#include "postgresql/postgresql_programs.hpp"

#include <cstdlib>
#include <iostream>

namespace {

#if __has_include(<catch2/catch_all.hpp>)
using Listener = Catch::EventListenerBase;
#else
using Listener = Catch::TestEventListenerBase;
#endif

/// Ends the program before its first test where there is no server: all of its tests need one.
class SkipWithoutServer : public Listener {
public:
    using Listener::Listener;

    void testRunStarting(Catch::TestRunInfo const& /*run*/) override {
        if (!human_support::tests::postgresql_programs()) {
            std::cout
                << "Skipped: there is no PostgreSQL server here, which the tests of that engine "
                   "start (Debian: apt-get install postgresql)"
                << std::endl;
            std::exit(0);
        }
    }
};

CATCH_REGISTER_LISTENER(SkipWithoutServer)

} // namespace
