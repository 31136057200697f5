// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <new>
#include <optional>

/// Whose allocations fail.
enum class Allocator {
    operator_new, ///< that of this program, which `failing_allocations.cpp` replaces
    sqlite,       ///< SQLite's, which `sqlite_allocations.cpp` wraps
    both,
};

/// How many of them fail.
enum class Failures {
    one,
    all_from_there_on,
};

/// Until its end, allocations of this thread fail: the first after `successes_before`, and those
/// that follow where `failures` says so. One at a time in each thread.
class FailingAllocations {
public:
    FailingAllocations(Allocator allocator, int successes_before,
                       Failures failures = Failures::one) noexcept;
    FailingAllocations(FailingAllocations const&) = delete;
    FailingAllocations& operator=(FailingAllocations const&) = delete;
    ~FailingAllocations();

    /// Whether an allocation has failed.
    [[nodiscard]] bool met() const noexcept;

    /// How many allocations by operator new this thread has made since it began.
    [[nodiscard]] static long count() noexcept;

    /// For the allocators: whether the allocation that this thread is about to make fails.
    [[nodiscard]] static bool next_fails(Allocator allocator) noexcept;
};

/// Lets the first allocation of an operation fail, then the second and so on, until none is left:
///
///     for (EachAllocation each(Allocator::sqlite, Failures::one); each.next();) {
///         …                                            // prepare
///         auto const outcome = each.run([&] { … });    // none if std::bad_alloc came out
///         …                                            // check
///     }
///
/// With a `stride` only one of so many fails, where there are thousands.
class EachAllocation {
public:
    EachAllocation(Allocator allocator, Failures failures, int stride = 1) noexcept
        : allocator_(allocator), failures_(failures), stride_(stride) {}

    /// Whether there may be another allocation to fail.
    [[nodiscard]] bool next() {
        constexpr int most = 1'000'000;
        REQUIRE(number_ < most);
        if (met_) {
            number_ += stride_;
        }
        return met_;
    }

    /// Which allocation fails.
    [[nodiscard]] int number() const noexcept { return number_; }

    template <class Operation>
    auto run(Operation&& operation) {
        std::optional<decltype(operation())> outcome;
        FailingAllocations const failing(allocator_, number_, failures_);
        try {
            outcome.emplace(operation());
        } catch (std::bad_alloc const&) {
            outcome.reset();
        }
        met_ = failing.met();
        return outcome;
    }

private:
    Allocator allocator_;
    Failures failures_;
    int stride_;
    int number_ = -1;
    bool met_ = true;
};
