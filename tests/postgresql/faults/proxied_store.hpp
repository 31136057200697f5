// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/acknowledged_writes.hpp"
#include "postgresql/cutting_proxy.hpp"

#include <human_support/postgresql_repository.hpp>

#include <memory>
#include <span>
#include <string>

namespace human_support::tests {

/// A store with two nodes: one behind a proxy, through which its connections can be disturbed, and
/// one that nothing disturbs. And what it must hold.
class ProxiedStore {
public:
    /// A store with some records and an erasure. The node behind the proxy has one reader.
    explicit ProxiedStore(human_support::PostgresqlOptions options = {});

    [[nodiscard]] CuttingProxy& proxy() noexcept { return proxy_; }
    [[nodiscard]] PostgresqlRepository& repository() noexcept { return *repository_; }
    [[nodiscard]] PostgresqlRepository& other() noexcept { return *other_; }
    [[nodiscard]] AcknowledgedWrites& expected() noexcept { return expected_; }

    /// What a node behind the proxy connects with.
    [[nodiscard]] std::string const& conninfo() const noexcept { return conninfo_; }

    /// Another text each time, so that records differ.
    [[nodiscard]] std::string next_text() { return std::to_string(++texts_); }

    /// Does the batch by the other node, and notes what is to be expected of it.
    WriteResults write_by_other(std::span<Write const> batch);

    /// What is wrong with what both nodes find, and with a write of the first one; nothing if all
    /// is well.
    [[nodiscard]] std::string fault();

private:
    CuttingProxy proxy_;
    human_support::PostgresqlOptions options_;
    std::string conninfo_;
    std::unique_ptr<PostgresqlRepository> other_;
    std::unique_ptr<PostgresqlRepository> repository_;
    AcknowledgedWrites expected_;
    int texts_ = 0;
};

} // namespace human_support::tests
