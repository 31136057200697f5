// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "faults/failing_allocations.hpp"

#include <cstddef>
#include <cstdlib>

namespace {

/// What the `FailingAllocations` of this thread lets fail.
struct Plan {
    Allocator allocator;
    int successes_left; ///< negative if all succeed
    Failures failures;
    bool met;
};

// Has no constructor, since threads allocate before any could run.
thread_local Plan plan{Allocator::both, -1, Failures::one, false};
thread_local long allocations = 0;

void* allocate(std::size_t size) noexcept {
    ++allocations;
    if (FailingAllocations::next_fails(Allocator::operator_new)) {
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

FailingAllocations::FailingAllocations(Allocator allocator, int successes_before,
                                       Failures failures) noexcept {
    plan = {allocator, successes_before, failures, false};
}

FailingAllocations::~FailingAllocations() { plan.successes_left = -1; }

bool FailingAllocations::met() const noexcept { return plan.met; }

long FailingAllocations::count() noexcept { return allocations; }

bool FailingAllocations::next_fails(Allocator allocator) noexcept {
    bool const meant = plan.allocator == allocator || plan.allocator == Allocator::both;
    if (!meant || plan.successes_left < 0) {
        return false;
    }
    if (plan.successes_left > 0) {
        --plan.successes_left;
        return false;
    }
    plan.successes_left = plan.failures == Failures::one ? -1 : 0;
    plan.met = true;
    return true;
}

void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
