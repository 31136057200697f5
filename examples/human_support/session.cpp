// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "session.hpp"

#include "failure.hpp"

#include <human_support/system_clock_and_ids.hpp>

namespace program {

Session::Session(Arguments const& arguments, MissingFile missing)
    : caller_{require(human_support::AccountId::parse(arguments.account)), "human-support"},
      repository_(require(human_support::SqliteRepository::open(
          arguments.database, {.create = missing == MissingFile::create}))),
      service_(*repository_, human_support::system_clock_and_ids()) {}

} // namespace program
