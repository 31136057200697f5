// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/failing_allocations.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

/// How many allocations succeed before one fails; negative where all do.
thread_local int successes_left = -1;

void* allocate(std::size_t size) noexcept {
    if (successes_left >= 0 && successes_left-- == 0) {
        return nullptr;
    }
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate_or_throw(std::size_t size) {
    if (void* const memory = allocate(size)) {
        return memory;
    }
    throw std::bad_alloc();
}

} // namespace

FailingAllocation::FailingAllocation(int successes_before) noexcept {
    successes_left = successes_before;
}

FailingAllocation::~FailingAllocation() { successes_left = -1; }

void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
