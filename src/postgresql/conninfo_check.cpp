// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "conninfo_check.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace human_support::postgresql {

namespace {

/// Tells whether the place that a URI names has a part of its password, which has a '/' or '@' that
/// should have been %2F or %40.
bool shows_password(std::string const& conninfo, PQconninfoOption const* options) {
    bool const is_uri =
        conninfo.starts_with("postgresql://") || conninfo.starts_with("postgres://");
    for (auto const* option = options; is_uri && option->keyword != nullptr; ++option) {
        std::string_view const name = option->keyword;
        std::string_view const value = option->val == nullptr ? "" : option->val;
        bool const is_shown = name == "host" || name == "port" || name == "dbname";
        if (is_shown && value.find('@', 1) != std::string_view::npos) { // 0 is an abstract socket's
            return true;
        }
    }
    return false;
}

} // namespace

Result<void> check_conninfo(std::string const& conninfo) {
    char* words = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const parsed(
        PQconninfoParse(conninfo.c_str(), &words), &PQconninfoFree);
    PQfreemem(words);
    if (parsed == nullptr || conninfo.find('\0') != std::string::npos ||
        shows_password(conninfo, parsed.get())) {
        return Error(Errc::invalid_argument,
                     "This is no connection string of PostgreSQL. Write a URI, such as "
                     "postgresql://user@host/database, or pairs, such as host=HOST dbname=NAME. In "
                     "a URI, a password's / is %2F, and its @ is %40.");
    }
    return {};
}

} // namespace human_support::postgresql
