#!/usr/bin/env bash
# Builds for Windows with mingw-w64, from the libraries' sources where the machine has no packages for it, and runs
# the unit and conformance tests and the quickstart under Wine: each program once, as a whole. Writes what was
# tested to build/systems/windows.row, as a row of a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source scripts/debian_packages.sh
install_required_packages
install_packages g++-mingw-w64-x86-64-posix wine64
source tests/systems/library_sources.sh

# Without any optimization there are so many small sections that binutils takes minutes to link them.
build=build/systems/windows
rm -f build/systems/windows.row
sqlite=$(sqlite_sources)
utf8proc=$(utf8proc_sources)
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-Og -DCMAKE_UNITY_BUILD=ON \
    -DCMAKE_TOOLCHAIN_FILE="$PWD/tests/systems/windows_toolchain.cmake" \
    -DCMAKE_PROJECT_human_support_INCLUDE="$PWD/tests/systems/libraries_from_source.cmake" \
    -DSQLITE_SOURCES="$sqlite" -DUTF8PROC_SOURCES="$utf8proc" -DHUMAN_SUPPORT_WARNINGS_AS_ERRORS=ON
cmake --build "$build" --parallel "$(nproc)" --target unit_tests conformance_tests headers_among_host_names \
    quickstart human_support_program versions

# Wine's Windows folder is made again, so that no earlier run is left in it.
wine_folder=$(mktemp -d)
export WINEPREFIX=$wine_folder/prefix WINEDEBUG=-all
wine=/usr/lib/wine/wine64
stop_wine() {
    timeout 60 /usr/lib/wine/wineserver64 -k || true
    timeout 60 /usr/lib/wine/wineserver64 -w || true
    rm -rf "$wine_folder"
}
trap stop_wine EXIT
timeout 120 "$wine" wineboot --init

# What hangs is tried again: Debian 12's threads for Windows do not always wake who waits. What fails is not.
ctest --test-dir "$build" --tests-regex '^(unit_tests$|conformance_tests$|quickstart)' --verbose \
    --no-tests=error --timeout 300 --repeat after-timeout:3 >"$build.log" 2>&1 || {
    tail -n 100 "$build.log" >&2
    exit 1
}
# The summary of each program of test cases, and of all.
grep -E 'All tests passed|tests passed' "$build.log" | tr -d '\r'

versions=$(timeout 60 "$wine" "$build/tests/versions.exe" | tr -d '\r')
echo "| Windows x86-64 (mingw-w64, Wine) | $versions | unit and conformance tests, quickstart |" |
    tee build/systems/windows.row
