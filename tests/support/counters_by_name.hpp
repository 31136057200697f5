// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <map>
#include <string>

/// What `for_each_counter` visits, as numbers of the type `T`. Checks that no name comes twice.
template <class T, class Counters>
std::map<std::string, T> counters_by_name(Counters const& counters) {
    std::map<std::string, T> values;
    for_each_counter(counters, [&](std::string const& name, auto value) {
        CHECK(values.emplace(name, static_cast<T>(value)).second);
    });
    return values;
}
