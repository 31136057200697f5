#!/usr/bin/env bash
# Builds the benchmark program and measures how the SQLite engine compares, within one run, with the same
# work written by hand, and the cache with maps and LMDB: tests/benchmarks/run.sh [--quick] [FOLDER]
#
# Prints a table of what was measured and what is required, and fails if something was missed. FOLDER
# is for the database files, a gigabyte and more; it has to be on a real disk, and keeps the large files for
# the next run. Where nothing else runs, that takes ten minutes, and some more the first time.
#
# --quick leaves out the largest file, measures less, and does not fail, since other work on the machine
# may be the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source scripts/debian_packages.sh
install_required_packages
install_packages libbenchmark-dev liblmdb-dev libsqlitecpp-dev

quick=()
if [ "${1:-}" = --quick ]; then
    quick=(--quick)
    shift
fi
folder=${1:-build/benchmarks/files}
mkdir -p "$folder"
if [ "$(stat --file-system --format=%T "$folder")" = tmpfs ]; then
    echo "$folder is in memory, where nothing waits for a disk. Name a folder on a real disk." >&2
    exit 2
fi

cmake -S . -B build/benchmarks -DCMAKE_BUILD_TYPE=Release -DHUMAN_SUPPORT_BUILD_TESTS=OFF \
    -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF -DHUMAN_SUPPORT_BUILD_BENCHMARKS=ON
cmake --build build/benchmarks --target settings_benchmarks --parallel "$(nproc)"
build/benchmarks/tests/benchmarks/settings_benchmarks "${quick[@]}" "$folder"
