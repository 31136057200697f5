// Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
// category_of_two_libraries ONE OTHER: fails unless the codes that the two shared libraries make
// are equal.
#include <cstdlib>
#include <iostream>
#include <system_error>

#include <dlfcn.h>

namespace {

std::error_code code_of(char const* library, char const* function) {
    std::error_code code;
    void* const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    void* const address = handle == nullptr ? nullptr : dlsym(handle, function);
    if (address == nullptr) {
        std::cerr << dlerror() << '\n';
        std::exit(2);
    }
    reinterpret_cast<void (*)(std::error_code&)>(address)(code);
    return code;
}

} // namespace

int main(int, char** arguments) {
    auto const one = code_of(arguments[1], "one");
    auto const other = code_of(arguments[2], "other");
    if (one != other) {
        std::cerr << "The same code is not equal to itself.\n";
        return 1;
    }
}
