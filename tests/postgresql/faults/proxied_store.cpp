// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "postgresql/faults/proxied_store.hpp"

#include "faults/distinct_record.hpp"
#include "postgresql/postgresql_server.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace human_support::tests {

namespace {

human_support::PostgresqlOptions with_one_reader(human_support::PostgresqlOptions options) {
    options.readers = 1;
    return options;
}

} // namespace

ProxiedStore::ProxiedStore(human_support::PostgresqlOptions options)
    : proxy_(shared_server().socket()), options_(with_one_reader(options)),
      conninfo_(shared_server().fresh_schema(proxy_.conninfo())),
      // The last word of libpq's counts.
      other_(PostgresqlRepository::open(conninfo_ + shared_server().conninfo(), with_one_reader({}))
                 .value()),
      repository_(PostgresqlRepository::open(conninfo_, options_).value()) {
    std::vector const stored{Write::store(distinct_record("changed", "first"), Absent{}),
                             Write::store(long_record("long", "first"), Absent{}),
                             Write::store(distinct_record("erased", "first"), Absent{})};
    write_by_other(stored);
    std::vector const erasure{Write::erase(distinct_record("erased", "").chatbot_id)};
    write_by_other(erasure);
}

WriteResults ProxiedStore::write_by_other(std::span<Write const> batch) {
    auto const results = other_->write(batch);
    expected_.note(batch, results);
    return results.value();
}

std::string ProxiedStore::fault() {
    auto differences = expected_.differences(*repository_);
    if (differences.empty()) {
        std::vector const probe{Write::store(distinct_record("probe", next_text()), Anything{})};
        auto const results = repository_->write(probe);
        expected_.note(probe, results);
        if (!results) {
            return results.error().message();
        }
        differences = expected_.differences(*other_);
    }
    return fmt::format("{}", fmt::join(differences, "; "));
}

} // namespace human_support::tests
