// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include <human_support/service.hpp>

#include "support/catch.hpp"
#include "support/concurrent_updates.hpp"
#include "support/revision_chain.hpp"
#include "support/test_host.hpp"

#include <human_support/system_clock_and_ids.hpp>

using namespace human_support;

TEST_CASE("Sixteen threads that update one record lose none of their changes") {
    auto const& engine = GENERATE(from_range(engines()));
    CAPTURE(engine.name);
    auto const store = engine.new_store();
    SettingsService service(*store, system_clock_and_ids());
    Caller const caller{account("acme"), "alice"};
    auto const bot = chatbot("bot");
    auto const first = service.create(caller, bot).value().after->revision;

    auto const steps = update_from_threads(service, caller, bot, "", 16, 200);

    auto const last = service.find(caller, bot).value()->revision;
    check_revision_chain(steps, 3200, first, last);
    CHECK(last - first == 3200);
}
