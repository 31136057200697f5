// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
// Fails unless the codes that two shared libraries make are equal.
#include <iostream>
#include <system_error>

std::error_code one();
std::error_code other();

int main() {
    if (one() != other()) {
        std::cerr << "The same code is not equal to itself.\n";
        return 1;
    }
}
