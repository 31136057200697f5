#!/usr/bin/env bash
# Builds for another processor, statically and from the libraries' sources, and runs the unit and conformance
# tests under QEMU: tests/systems/architecture.sh arm64
#
# Then each of the two processors reads a file that the other one wrote. That takes some ten minutes; what was
# tried is written to build/systems/PROCESSOR.row, as a row of a table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

processor=${1:-}
case $processor in
arm64) machine=aarch64 ;;
*)
    echo "Usage: tests/systems/architecture.sh arm64" >&2
    exit 2
    ;;
esac

source scripts/debian_packages.sh
install_required_packages
install_packages "g++-$machine-linux-gnu" qemu-user
source tests/systems/library_sources.sh

build=build/systems/$processor
rm -f "$build.row"
sqlite=$(sqlite_sources)
utf8proc=$(utf8proc_sources)
cmake -S . -B "$build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$machine" \
    -DCMAKE_C_COMPILER="$machine-linux-gnu-gcc" -DCMAKE_CXX_COMPILER="$machine-linux-gnu-g++" \
    -DCMAKE_EXE_LINKER_FLAGS=-static -DCMAKE_CROSSCOMPILING_EMULATOR="qemu-$machine" \
    -DCMAKE_PROJECT_human_support_INCLUDE="$PWD/tests/systems/libraries_from_source.cmake" \
    -DSQLITE_SOURCES="$sqlite" -DUTF8PROC_SOURCES="$utf8proc" -DCMAKE_UNITY_BUILD=ON \
    -DHUMAN_SUPPORT_WARNINGS_AS_ERRORS=ON
cmake --build "$build" --parallel "$(nproc)" --target unit_tests conformance_tests human_support_program versions
ctest --test-dir "$build" --tests-regex '^(unit|conformance)_tests$' --output-on-failure --no-tests=error \
    --parallel "$(nproc)"

native=build/systems/this_processor
cmake -S . -B "$native" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON -DHUMAN_SUPPORT_BUILD_TESTS=OFF
cmake --build "$native" --parallel "$(nproc)" --target human_support_program

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
here() { "$native/examples/human-support" --db "$folder/$1.db" "${@:2}"; }
there() { "qemu-$machine" "$build/examples/human-support" --db "$folder/$1.db" "${@:2}"; }
settings='{"enableHumanSupport": true, "leadNotificationEmail": ["owner@example.org"]}'
here ours create bot "$settings" && there theirs create bot "$settings"
there ours check && here theirs check
for file in ours theirs; do
    [ "$(here "$file" export)" = "$(there "$file" export)" ] || {
        echo "The two processors read different records." >&2
        exit 1
    }
done
echo "Each processor reads the file that the other one wrote."

versions=$("qemu-$machine" "$build/tests/versions")
echo "| Debian 12, ${processor^^} (QEMU) | $versions | unit and conformance tests |" | tee "$build.row"
