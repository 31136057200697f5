// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <human_support/testing/conformance/batches.hpp>
#include <human_support/testing/conformance/check.hpp>
#include <human_support/testing/conformance/concurrency.hpp>
#include <human_support/testing/conformance/concurrent_reads.hpp>
#include <human_support/testing/conformance/expectations.hpp>
#include <human_support/testing/conformance/feed.hpp>
#include <human_support/testing/conformance/feed_marks.hpp>
#include <human_support/testing/conformance/handles.hpp>
#include <human_support/testing/conformance/pages.hpp>
#include <human_support/testing/conformance/records.hpp>
#include <human_support/testing/conformance/revisions.hpp>

namespace human_support::testing {

/// Returns the checks that every storage engine must pass. Together they cover what
/// `SettingsRepository` promises, as far as it can be observed from outside; a loss of power or of
/// memory cannot.
///
/// They need no test framework. Give each check a factory of stores that were never opened. A check
/// that fails throws a `ConformanceFailure`; its `what()` says the place, what was expected and
/// what was found. With any framework that counts an exception as a failure:
///
///     for (auto const& check : human_support::testing::repository_conformance_checks()) {
///         std::cout << check.name << std::endl;
///         auto const folder = make_new_folder();
///         check.run([&](std::string_view name) {
///             return std::make_shared<MyRepository>(folder / name);
///         });
///     }
///
/// The checks start up to 19 threads, and wait only for the engine. They repeat calls that return
/// `busy` many times.
[[nodiscard]] inline ConformanceChecks repository_conformance_checks() {
    ConformanceChecks all;
    for (auto const& checks : {record_checks(), expectation_checks(), revision_checks(),
                               batch_checks(), page_checks(), feed_checks(), feed_mark_checks(),
                               handle_checks(), concurrency_checks(), concurrent_read_checks()}) {
        all.insert(all.end(), checks.begin(), checks.end());
    }
    return all;
}

} // namespace human_support::testing
