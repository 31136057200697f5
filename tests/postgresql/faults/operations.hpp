// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/faults/proxied_store.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace human_support::tests {

/// What an operation works with.
struct Task {
    std::vector<Write> writes = {}; ///< what it is to write
    std::size_t refused = 0;        ///< how many of them, at the end, cannot be done
    FeedMark mark = {};             ///< what it asks for the changes since
};

/// What an operation answers. It is kept as it is, since describing it allocates.
using Outcome = std::variant<Result<SettingsRecordPtr>, Result<Page>, Result<FeedPage>,
                             Result<WriteResults>, Result<std::size_t>>;

/// Something that a node does, again and again, with faults.
struct Operation {
    std::string name;
    bool reads = false;

    /// Brings the store to where it begins, by the other node.
    std::function<Task(ProxiedStore&)> prepare;

    std::function<Outcome(PostgresqlRepository&, Task const&)> act;
};

/// Reads, of which each has the same answer from each node.
[[nodiscard]] std::vector<Operation> read_operations();

/// Writes, of which each has the same answer each time, as `description` says it.
[[nodiscard]] std::vector<Operation> write_operations();

/// Forgets an erasure.
[[nodiscard]] Operation purge_operation();

/// Why it failed; none if it did not.
[[nodiscard]] std::optional<Error> failure_of(Outcome const& outcome);

/// What was found or done, but for the revisions that writes got; nothing if it failed.
[[nodiscard]] std::string description(Outcome const& outcome);

/// Takes note of what the writes of `task`, if it has any, were answered.
void note(ProxiedStore& store, Task const& task, Outcome const& outcome);

} // namespace human_support::tests
