// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "allocation_count.hpp"

#include <cstdlib>
#include <new>

namespace {

// Has no constructor, since threads allocate before any could run.
thread_local std::size_t allocations = 0;

} // namespace

std::size_t benchmarks::allocation_count() noexcept { return allocations; }

// The other forms of operator new and delete call these.

void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
