#!/usr/bin/env bash
# Builds the fuzzers, and runs each for so many seconds, as many at once as there are processors:
#     tests/fuzz/run.sh SECONDS [TARGET...]
# With 0 seconds they only check the inputs that are known: those of the corpus here, and those that
# earlier runs found, which are kept in build/fuzz/corpus. For hours: tests/fuzz/run.sh 3600
# Fails if there is a finding, and names the file with the input that it is of, which
# build/fuzz/tests/fuzz/TARGET_fuzzer FILE checks again. Every finding becomes a unit test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

targets=()
for fuzzer in tests/fuzz/*_fuzzer.cpp; do
    target=${fuzzer##*/}
    targets+=("${target%_fuzzer.cpp}")
done
if [[ ! ${1-} =~ ^[0-9]+$ ]]; then
    echo "Usage: tests/fuzz/run.sh SECONDS [TARGET...], with targets of: ${targets[*]}" >&2
    exit 2
fi
seconds=$1
shift
[ $# -eq 0 ] || targets=("$@")

source scripts/debian_packages.sh
install_required_packages
install_packages clang-14 clang libclang-rt-14-dev llvm-14 nlohmann-json3-dev

cmake -S . -B build/fuzz -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER=clang++ \
    -DHUMAN_SUPPORT_SANITIZERS=fuzzer-no-link,address,undefined \
    -DHUMAN_SUPPORT_BUILD_FUZZERS=ON -DHUMAN_SUPPORT_BUILD_TESTS=OFF -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF
cmake --build build/fuzz --parallel "$(nproc)"

# Stores are files, which are quickest in memory.
parent=${TMPDIR:-/tmp}
if [ -w /dev/shm ]; then
    parent=/dev/shm
fi
TMPDIR=$(mktemp -d "$parent/human-support-fuzz-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

# The memory that AddressSanitizer keeps back by default would slow small inputs down.
export ASAN_OPTIONS=quarantine_size_mb=16

# Runs a target, and says in a line what it did, or at length what it found.
run_target() {
    local target=$1 seconds=$2
    local output=build/fuzz/output/$target
    local known=(build/fuzz/corpus/"$target" "tests/fuzz/corpus/$target")
    local limit=("-max_total_time=$seconds")
    [ "$seconds" -gt 0 ] || limit=(-runs=0)
    mkdir -p "$output" "${known[0]}"
    cat tests/fuzz/json.dict "tests/fuzz/$target.dict" >"$output/dictionary" 2>/dev/null || true
    if build/fuzz/tests/fuzz/"${target}_fuzzer" "${limit[@]}" -max_len=4000 -timeout=20 \
        -dict="$output/dictionary" -artifact_prefix="$output/" -print_final_stats=1 \
        "${known[@]}" >"$output/log" 2>&1; then
        awk -v target="$target" '
            /cov: / { for (i = 1; i < NF; ++i) if ($i == "cov:") coverage = $(i + 1) }
            /number_of_executed_units/ { executions = $2 }
            /average_exec_per_sec/ { rate = $2 }
            END { printf "%s: %s inputs, %s a second, %s edges covered, no findings\n",
                  target, executions, rate, coverage }' "$output/log"
    else
        tail -n 60 "$output/log" >&2
        echo "$target: FOUND SOMETHING. All that it said is in $output/log. The input:" >&2
        grep -o "$output/[a-z]*-[0-9a-f]*" "$output/log" >&2 || echo "none was kept" >&2
        return 1
    fi
}
export -f run_target

printf '%s\n' "${targets[@]}" |
    xargs --max-procs="$(nproc)" -I{} bash -c "run_target {} $seconds"
