#!/usr/bin/env bash
# The public headers compile without a warning under the flags that a host may set, from a plain -I, where the
# compiler looks into them as into the host's own code. Arguments: the project's folder, a compiler (GCC's or
# Clang's), and the flags that its includes need.
set -euo pipefail
source=$1
compiler=$2
shift 2

# What is left out, since no header of C++20 can do without, or since it asks for a style and finds no mistake:
#
# -Wc++98-compat and its kin     C++20 is no older standard
# -Wpadded                       members stand in the order in which they are read
# -Wweak-vtables                 a header has no source file that could hold the table
# -Wexit-time-destructors        the error category: std::error_category has a destructor
# -Wglobal-constructors          as before
# -Wunsafe-buffer-usage          asks for bounds that a std::string_view and a C interface do not have
# -Wswitch-default               a `default` would hide the case that is missing; -Wswitch-enum is on
# -Wmissing-noexcept, -Wnoexcept noexcept on each function that happens not to throw would be a promise
# -Wnrvo                         a wish of the optimizer's
# -Wabi-tag, -Weffc++, -Winline, -Waggregate-return, -Wsuggest-* and -Wsystem-headers of GCC are left off
clang_flags=(-Weverything -Wno-unknown-warning-option -Wno-c++98-compat -Wno-c++98-compat-pedantic
    -Wno-pre-c++14-compat -Wno-pre-c++17-compat -Wno-pre-c++20-compat -Wno-pre-c++20-compat-pedantic
    -Wno-pre-c++23-compat -Wno-pre-c++23-compat-pedantic -Wno-pre-c++26-compat -Wno-padded -Wno-weak-vtables
    -Wno-exit-time-destructors -Wno-global-constructors -Wno-unsafe-buffer-usage -Wno-switch-default
    -Wno-missing-noexcept -Wno-nrvo)
gcc_flags=(-Wall -Wextra -Wpedantic -Walloca -Warith-conversion -Warray-bounds=2 -Wcast-align=strict -Wcast-qual
    -Wcatch-value=3 -Wclass-conversion -Wcomma-subscript -Wconditionally-supported -Wconversion
    -Wctad-maybe-unsupported -Wctor-dtor-privacy -Wdate-time -Wdeprecated-copy-dtor -Wdisabled-optimization
    -Wdouble-promotion -Wduplicated-branches -Wduplicated-cond -Wextra-semi -Wfloat-equal -Wformat=2
    -Wformat-signedness -Wimplicit-fallthrough=5 -Wlogical-op -Wmismatched-tags -Wmissing-declarations
    -Wnon-virtual-dtor -Wnull-dereference -Wold-style-cast -Woverloaded-virtual -Wplacement-new=2
    -Wredundant-decls -Wredundant-tags -Wshadow -Wshift-overflow=2 -Wsign-conversion -Wsign-promo
    -Wstrict-null-sentinel -Wstrict-overflow=2 -Wstringop-overflow=4 -Wsuggest-override -Wswitch-enum
    -Wtrampolines -Wundef -Wunused-const-variable=2 -Wunused-macros -Wuseless-cast -Wvirtual-inheritance
    -Wvla -Wvolatile -Wzero-as-null-pointer-constant)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

(cd "$source/include" && find human_support -name '*.hpp' | sort | sed 's/.*/#include <&>/') >headers.cpp
flags=("${gcc_flags[@]}")
if "$compiler" --version | grep -q clang; then
    flags=("${clang_flags[@]}")
fi
compile=("$compiler" -std=c++20 -I"$source/include" -Werror "${flags[@]}" "$@")

echo 'unsigned long f(int i) { return i; }' >probe.cpp
if "${compile[@]}" -fsyntax-only probe.cpp 2>/dev/null; then
    echo "The flags should find a mistake." >&2
    exit 1
fi
"${compile[@]}" -fsyntax-only headers.cpp
# What stands in templates, and what only the optimizer finds, shows where it is used.
for program in host own_engine; do
    "${compile[@]}" -O2 -c "$source/docs/first_hour/$program.cpp" -o program.o
done
