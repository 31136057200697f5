#!/usr/bin/env bash
# Builds the benchmark program and measures how the SQLite engine compares, within one run, with the same
# work written by hand, the cache with maps and LMDB, and the reading and writing of JSON with other libraries; and
# what takes longer the more records there are: tests/benchmarks/run.sh [--quick] [--only GROUP] [FOLDER]
#
# Prints a table of what was measured and what is required, and fails if something was missed. FOLDER
# is for the database files, some 20 GB, of which a gigabyte is kept for the next run; it has to be on a real
# disk. Where nothing else runs, that takes a quarter of an hour, half of it for the growth to ten million records,
# and the first time some minutes more. GROUP is one of the groups in main.cpp.
#
# --quick leaves out the larger files, measures less, and does not fail, since other work on the machine
# may be the reason.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

quick=() group=()
while [[ "${1-}" == --* ]]; do
    case $1 in
    --quick) quick=(--quick) ;;
    --only) group=("$2") && shift ;;
    *) echo "There is no option $1." >&2 && exit 2 ;;
    esac
    shift
done
folder=${1:-build/benchmarks/files}
mkdir -p "$folder"
if [ "$(stat --file-system --format=%T "$folder")" = tmpfs ]; then
    echo "$folder is in memory, where nothing waits for a disk. Name a folder on a real disk." >&2
    exit 2
fi

source tests/benchmarks/support.sh
install_benchmark_packages
build_benchmarks settings_benchmarks
build/benchmarks/tests/benchmarks/settings_benchmarks "${quick[@]}" "$folder" "${group[@]}"
