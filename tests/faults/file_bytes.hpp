// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "support/catch.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// All that is in `file`.
inline std::string read_bytes(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Makes `file` hold `bytes` and nothing else.
inline void write_bytes(std::filesystem::path const& file, std::string const& bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    REQUIRE(out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
}

/// Turns the bit `bit` of `bytes`, counted from the lowest of the first byte.
inline void flip_bit(std::string& bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
}

/// Turns all bits of the `count` bytes from `begin`.
inline void flip_bytes(std::string& bytes, std::size_t begin, std::size_t count) {
    for (std::size_t i = begin; i < begin + count; ++i) {
        bytes[i] = static_cast<char>(~bytes[i]);
    }
}
