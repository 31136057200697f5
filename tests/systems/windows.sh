#!/usr/bin/env bash
# Builds everything for Windows with mingw-w64, from the libraries' sources where the machine has no packages
# for it, and runs the tests under Wine: each program of the unit and conformance tests as a whole, and the
# examples. Writes what was tested, as a row of a table, to build/systems/windows.row.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source .ci/debian_packages.sh
install_required_packages
install_packages g++-mingw-w64-x86-64-posix wine wine64

# SQLite's amalgamation comes with a package that many programs are built with.
sources=build/systems/sqlite
if [ ! -e "$sources/sqlite3.c" ]; then
    command -v npm >/dev/null || install_packages npm
    mkdir -p "$sources"
    archive=$(cd "$sources" && npm pack --silent better-sqlite3@12)
    tar --extract --file "$sources/$archive" --directory "$sources" --strip-components 3 package/deps/sqlite3
    rm "$sources/$archive"
fi

build=build/systems/windows
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_TOOLCHAIN_FILE="$PWD/tests/systems/windows_toolchain.cmake" \
    -DCMAKE_PROJECT_human_support_INCLUDE="$PWD/tests/systems/libraries_from_source.cmake" \
    -DSQLITE_SOURCES="$PWD/$sources" -DHUMAN_SUPPORT_WARNINGS_AS_ERRORS=ON -DHUMAN_SUPPORT_INSTALL=OFF
cmake --build "$build" --parallel "$(nproc)"

# Wine's Windows folder is made anew, so that no earlier run is left in it.
wine_folder=$(mktemp -d)
export WINEPREFIX=$wine_folder/prefix WINEDEBUG=-all
wine=/usr/lib/wine/wine64
stop_wine() {
    /usr/lib/wine/wineserver64 -k || true
    /usr/lib/wine/wineserver64 -w
    rm -rf "$wine_folder"
}
trap stop_wine EXIT
timeout 120 "$wine" wineboot --init

rm -f build/systems/windows.row
ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" --timeout 300 || failed=$?
log=$build/Testing/Temporary/LastTest.log
# The summary of each program of test cases.
grep -E '^(All tests passed|test cases:|assertions:)' "$log" | tr -d '\r'
[ -z "${failed-}" ] || exit "$failed"

echo "| Windows x86-64 (mingw-w64, Wine) | $("$wine" "$build/tests/versions.exe" | tr -d '\r') |" \
    "unit and conformance tests, examples |" | tee build/systems/windows.row
