// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
//
// Gives the files named as arguments to a fuzzer's function, one after the other, without
// libFuzzer.
#include "fuzz/fuzzer.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        std::string const input{std::istreambuf_iterator<char>(file), {}};
        if (input.empty()) {
            std::fprintf(stderr, "%s cannot be read, or is empty.\n", argv[i]);
            return 1;
        }
        try {
            check_input(input);
        } catch (std::exception const& error) {
            std::fprintf(stderr, "%s: %s\n", argv[i], error.what());
            return 1;
        }
    }
    return argc > 1 ? 0 : 1;
}
