// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "postgresql/postgresql_server.hpp"
#include "support/engines.hpp"

#include <human_support/postgresql_repository.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace human_support::tests {

/// The engine on PostgreSQL. `new_place` returns what libpq connects with to a place without our
/// tables, which is another one for each store.
inline Engine postgresql_engine(std::function<std::string()> new_place = [] {
    return shared_server().fresh_schema();
}) {
    return {"PostgreSQL", [new_place = std::move(new_place)] {
                return [new_place, places = std::make_shared<std::map<std::string, std::string>>()](
                           std::string_view name) -> std::shared_ptr<SettingsRepository> {
                    auto& place = (*places)[std::string(name)];
                    if (place.empty()) {
                        place = new_place();
                    }
                    return PostgresqlRepository::open(place, {.readers = 2}).value();
                };
            }};
}

} // namespace human_support::tests
