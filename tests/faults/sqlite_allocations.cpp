// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Wraps SQLite's own allocator, so that `FailingAllocations` reaches it. SQLite takes an allocator
// only before it is used for the first time (https://www.sqlite.org/malloc.html).
#include "faults/failing_allocations.hpp"

#include <sqlite3.h>

#include <exception>

namespace {

sqlite3_mem_methods wrapped;

void* allocate(int size) {
    return FailingAllocations::next_fails(Allocator::sqlite) ? nullptr : wrapped.xMalloc(size);
}

void* reallocate(void* memory, int size) {
    return FailingAllocations::next_fails(Allocator::sqlite) ? nullptr
                                                             : wrapped.xRealloc(memory, size);
}

bool install() {
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &wrapped) != SQLITE_OK) {
        return false;
    }
    auto methods = wrapped;
    methods.xMalloc = allocate;
    methods.xRealloc = reallocate;
    // Small allocations would otherwise come from memory that each connection has set aside.
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

[[maybe_unused]] bool const installed = install() || (std::terminate(), false);

} // namespace
