#!/usr/bin/env bash
# The public headers compile without a warning under the flags that a host may set, from a plain -I, where the
# compiler looks into them as into the host's own code. Arguments: the project's folder, a compiler (GCC's or
# Clang's), and the flags that its includes need.
set -euo pipefail
source=$1
compiler=$2
shift 2

# These are left out, since they ask for a style and find no mistake, or since no header can do without:
#
# -Wc++98-compat and its kin     C++20 is no older standard
# -Wpadded                       members stand in the order in which they are read
# -Wweak-vtables                 a header has no source file that could hold the table
# -Wexit-time-destructors        the error category: std::error_category has a destructor
# -Wunsafe-buffer-usage          every pointer into a text
# -Wswitch-default               a `default` would hide a case that is missing; -Wswitch-enum is on
# -Wnrvo                         a wish of the optimizer
# -Wlifetime-safety-*            ask for attributes that only new versions of Clang know
#
# and of GCC -Wabi-tag, -Waggregate-return, -Weffc++, -Winline, -Wnoexcept, -Wswitch-default, -Wsystem-headers, the
# suggestions -Wsuggest-attribute and -Wsuggest-final, and those of the language itself, such as -Wtemplates.
clang_flags=(-Weverything -Wno-unknown-warning-option -Wno-c++98-compat -Wno-c++98-compat-pedantic
    -Wno-pre-c++14-compat -Wno-pre-c++17-compat -Wno-pre-c++20-compat -Wno-pre-c++20-compat-pedantic -Wno-padded
    -Wno-weak-vtables -Wno-exit-time-destructors -Wno-unsafe-buffer-usage -Wno-switch-default -Wno-nrvo
    -Wno-lifetime-safety-intra-tu-suggestions -Wno-lifetime-safety-intra-tu-constructor-suggestions)
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
for program in docs/first_hour/host examples/own_engine/own_engine; do
    "${compile[@]}" -O2 -c "$source/$program.cpp" -o program.o
done
