#!/usr/bin/env bash
# Runs every benchmark of the project, and makes a page of what they measure, with tables and pictures:
# tests/benchmarks/all.sh, or tests/benchmarks/all.sh --quick PAGE_FOLDER
#
# The page is docs/benchmarks/results.md. Run it where nothing else runs; it takes half an hour. What was missed
# is on the page, and makes it fail in the end.
#
# --quick takes minutes, and is for trying this script: its numbers say little, and go to PAGE_FOLDER.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

quick=() rounds=5 page=docs/benchmarks
if [ "${1-}" = --quick ]; then
    quick=(--quick) rounds=1 page=${2:?a quick look needs a folder for its page}
fi

source scripts/debian_packages.sh
install_required_packages
install_packages gnuplot-nox python3

export HUMAN_SUPPORT_BENCHMARK_RESULTS=$PWD/build/benchmarks/results
rm -rf "$HUMAN_SUPPORT_BENCHMARK_RESULTS"
mkdir -p "$HUMAN_SUPPORT_BENCHMARK_RESULTS"

missed=0
# Runs a script, and goes on if it fails as something was missed.
measure() {
    local status=0
    "tests/benchmarks/$@" || status=$?
    case $status in
    0) ;;
    1) missed=1 ;;
    *) exit "$status" ;;
    esac
}
measure run.sh "${quick[@]}"
measure postgresql.sh "${quick[@]}"
measure host.sh
measure include_cost.sh "$rounds"

tests/benchmarks/results_page.py "$HUMAN_SUPPORT_BENCHMARK_RESULTS" "$page" "tests/benchmarks/all.sh ${quick[*]}"
exit $missed
