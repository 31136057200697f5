// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "faults/distinct_record.hpp"
#include "faults/faulty_store.hpp"

#include <vector>

/// What a test begins with: no file at all.
void leave_missing(FaultyStore& store);

/// An open store with some records and an erasure.
void fill(FaultyStore& store);

/// The same store, closed in order.
void fill_and_close(FaultyStore& store);

/// The same store after a crash: the records are in a WAL that nobody has read yet.
void fill_and_crash(FaultyStore& store);

/// A file of the first schema version, closed.
void bring_schema_version_1(FaultyStore& store);

/// A file of the oldest schema version that can be read as it is, closed.
void bring_schema_version_2(FaultyStore& store);

/// Changes, makes and erases records of a filled store, on several pages of its file.
std::vector<human_support::Write> many_writes();
