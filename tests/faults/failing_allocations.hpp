// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

/// Until its end, one allocation of this thread fails: the first after so many that succeed.
/// `failing_allocations.cpp` replaces the operator new of the program it is linked into.
class FailingAllocation {
public:
    explicit FailingAllocation(int successes_before) noexcept;
    FailingAllocation(FailingAllocation const&) = delete;
    FailingAllocation& operator=(FailingAllocation const&) = delete;
    ~FailingAllocation();
};
