#!/usr/bin/env bash
# Builds the project with the newest compilers that Debian unstable has, where a warning is an error, and runs
# the unit and conformance tests: GCC with C++23, Clang with C++20, and Clang with libc++ and C++23.
#
# They run in the root that `tests/systems/debian.sh sid` makes, or in one made here. What was tried is written
# to build/systems/*.row, as rows of a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source .ci/debian_packages.sh
install_packages debootstrap
source tests/systems/debian_root.sh

rm -f build/systems/newest_*.row
if ! in_root sid true 2>/dev/null; then
    make_root sid || exit 0
fi
copy_project sid
log=build/systems/compilers.log
: >"$log"

# Runs a command in the root; what it says is shown if it fails.
run() {
    in_root sid "$@" >>"$log" 2>&1 || {
        tail -n 60 "$log" >&2
        echo "This fails on sid: $*" >&2
        exit 1
    }
}

# The largest number that a package's name has, as in `newest g++-`.
newest() { in_root sid apt-cache pkgnames "$1" | sed -n "s/^$1\([0-9]*\)$/\1/p" | sort -n | tail -n 1; }

# Tries what is called $1 in the table, with the compiler $2 and the C++ standard $3. Further arguments are CMake's.
try() {
    local system=$1 compiler=$2 standard=$3 name=newest_$2_$3 versions
    shift 3
    run cmake -S . -B "build/$name" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER="$compiler" \
        -DCMAKE_CXX_STANDARD="$standard" -DHUMAN_SUPPORT_WARNINGS_AS_ERRORS=ON "$@"
    run cmake --build "build/$name" --parallel "$(nproc)" \
        --target unit_tests conformance_tests human_support_program quickstart versions
    run env TMPDIR=/dev/shm ctest --test-dir "build/$name" --tests-regex '^(unit|conformance)_tests' \
        --output-on-failure --no-tests=error --parallel "$(nproc)"
    echo "$compiler, C++$standard: $(grep 'tests passed' "$log" | tail -n 1)"
    versions=$(in_root sid "build/$name/tests/versions")
    echo "| $system, C++$standard | $versions | unit and conformance tests |" | tee "build/systems/$name.row"
}

gcc=$(newest g++-)
clang=$(newest clang-)
run bash -c 'source .ci/debian_packages.sh && install_required_packages'
run apt-get install --yes --no-install-recommends "g++-$gcc" "clang-$clang" "libc++-$clang-dev" \
    "libc++abi-$clang-dev" dpkg-dev

try "Debian unstable" "g++-$gcc" 23
try "Debian unstable" "clang++-$clang" 20

# Debian's libraries are made for GCC's standard library, so Catch2 too is made from its source. (fmt 11.1 forgets to
# include <cstdlib>, which libc++ does not do for it in C++23.)
run bash -c 'sed "s/^deb /deb-src /" /etc/apt/sources.list >/etc/apt/sources.list.d/sources.list && apt-get update &&
    rm -rf /catch2 && mkdir /catch2 && cd /catch2 && apt-get source --download-only catch2 &&
    dpkg-source --extract ./*.dsc source'
try "Debian unstable, libc++" "clang++-$clang" 23 -DCMAKE_CXX_FLAGS="-stdlib=libc++ -include cstdlib" \
    -DCMAKE_PROJECT_human_support_INCLUDE=/human-support/tests/systems/libraries_from_source.cmake -DCATCH2_SOURCES=/catch2/source/extras
