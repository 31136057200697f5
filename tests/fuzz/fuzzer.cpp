// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#include "fuzz/fuzzer.hpp"

#include <cstddef>
#include <cstdint>

/// Called by libFuzzer with one input after the other. An exception ends the program, which
/// libFuzzer reports with its message and the place where it was thrown.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    check_input({reinterpret_cast<char const*>(data), size});
    return 0;
}
