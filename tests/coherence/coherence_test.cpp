// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// HUMAN_SUPPORT_COHERENCE_ROUNDS=N lets the processes run N times for 0.8 seconds.
#include "coherence/coherent_processes.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

TEST_CASE("Caches of several processes show nothing old, nothing backwards and nothing made up") {
    Random random;
    INFO("HUMAN_SUPPORT_TEST_SEED=" << random.seed());
    for (auto round = coherence_rounds(); round > 0; --round) {
        TemporaryFolder const folder;
        check_coherence(COHERENCE_PROCESS, (folder / "settings.db").string(), random);
    }
}
