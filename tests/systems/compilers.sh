#!/usr/bin/env bash
# Builds the project with the newest compilers that Debian unstable has, where a warning is an error, and runs
# tests: GCC with C++23, Clang with C++20, and Clang with libc++ and C++23. The conformance tests do for the first
# two, since debian.sh runs every test with that GCC, and the last runs the unit tests too.
#
# They run in the root that `tests/systems/debian.sh sid` makes, or in one made here. What was tried is written
# to build/systems/*.row, as rows of a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source scripts/debian_packages.sh
install_packages debootstrap
source tests/systems/debian_root.sh

rm -f build/systems/newest_*.row
if ! in_root sid true 2>/dev/null; then
    make_root sid || exit 0
fi
copy_project sid
log=build/systems/compilers.log
: >"$log"

# The largest number that a package's name has, as in `newest g++-`.
newest() { in_root sid apt-cache pkgnames "$1" | sed -n "s/^$1\([0-9]*\)$/\1/p" | sort -n | tail -n 1; }

# Tries what is called $1 in the table, with the compiler $2 and the C++ standard $3, and runs the tests $4. Further
# arguments are CMake's.
try() {
    local system=$1 compiler=$2 standard=$3 tests=$4 name=newest_$2_$3 versions
    shift 4
    run with_ccache sid cmake -S . -B "build/$name" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER="$compiler" \
        -DCMAKE_CXX_STANDARD="$standard" -DCMAKE_UNITY_BUILD=ON -DHUMAN_SUPPORT_WARNINGS_AS_ERRORS=ON "$@"
    # shellcheck disable=SC2086
    run with_ccache sid cmake --build "build/$name" --parallel "$(nproc)" \
        --target ${tests// and /_tests }_tests human_support_program quickstart versions
    run with_ccache sid ctest --test-dir "build/$name" --tests-regex "^(${tests// and /|})_tests" \
        --output-on-failure --no-tests=error --parallel "$(nproc)"
    echo "$compiler, C++$standard: $(grep 'tests passed' "$log" | tail -n 1)"
    versions=$(in_root sid "build/$name/tests/versions")
    echo "| $system, C++$standard | $versions | $tests tests |" | tee "build/systems/$name.row"
}

gcc=$(newest g++-)
clang=$(newest clang-)
run in_root sid bash -c 'source scripts/debian_packages.sh && install_required_packages'
run in_root sid apt-get install --yes --no-install-recommends "g++-$gcc" "clang-$clang" "libc++-$clang-dev" \
    "libc++abi-$clang-dev" dpkg-dev ccache

try "Debian unstable" "g++-$gcc" 23 conformance
try "Debian unstable" "clang++-$clang" 20 conformance

# Debian's libraries are made for GCC's standard library, so Catch2 too is made from its source. (fmt 11.1 forgets to
# include <cstdlib>, which libc++ does not do for it in C++23.)
run in_root sid bash -c '
    sed "s/^deb /deb-src /" /etc/apt/sources.list >/etc/apt/sources.list.d/sources.list && apt-get update &&
    rm -rf /catch2 && mkdir /catch2 && cd /catch2 && apt-get source --download-only catch2 &&
    dpkg-source --extract ./*.dsc source'
try "Debian unstable, libc++" "clang++-$clang" 23 "unit and conformance" \
    -DCMAKE_CXX_FLAGS="-stdlib=libc++ -include cstdlib" -DCATCH2_SOURCES=/catch2/source/extras \
    -DCMAKE_PROJECT_human_support_INCLUDE=/human-support/tests/systems/libraries_from_source.cmake
