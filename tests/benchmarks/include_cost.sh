#!/usr/bin/env bash
# Measures what each public header costs to include, as a ratio to boost/json.hpp in the same run:
# CPU seconds of `g++ -fsyntax-only`, the median of several rounds in which the headers take turns, so
# that whatever else the machine does meets all of them alike. Fails if one costs more than it may.
# Usage: tests/benchmarks/include_cost.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tests/benchmarks/support.sh
rounds=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

peer=boost/json.hpp
declare -A allowed=(
    [human_support/sqlite_repository.hpp]=0.9
    [human_support/service.hpp]=0.9
    [human_support/human_support.hpp]=1.6
)
mapfile -t headers < <(cd include && find human_support -maxdepth 1 -name '*.hpp' | sort)

# seconds FILE HEADER adds to FILE what one inclusion of HEADER takes.
seconds() {
    local TIMEFORMAT=%U
    echo "#include <$2>" >"$work/include.cpp"
    { time "${CXX:-g++}" -std=c++20 -Iinclude -fsyntax-only "$work/include.cpp"; } 2>>"$1"
}

median() { sort -n "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

for ((round = 0; round < rounds; ++round)); do
    for header in "$peer" "${headers[@]}"; do
        seconds "$work/${header//\//_}" "$header"
    done
done

status=0
peer_cost=$(median "$work/${peer//\//_}")
printf '%-40s %5.2f s\n' "$peer" "$peer_cost"
for header in "${headers[@]}"; do
    cost=$(median "$work/${header//\//_}")
    ratio=$(awk "BEGIN { printf \"%.2f\", $cost / $peer_cost }")
    required= verdict= sentence=
    if [ -n "${allowed[$header]-}" ]; then
        required="<= ${allowed[$header]}" verdict=kept sentence="at most ${allowed[$header]}: ok"
        if awk "BEGIN { exit !($ratio > ${allowed[$header]}) }"; then
            verdict=MISSED sentence="at most ${allowed[$header]}: TOO DEAR"
            status=1
        fi
    fi
    add_ratio "What the headers cost to include, in times of $peer" "$header" "$ratio" "$required" "$verdict"
    printf '%-40s %5.2f s  x %s  %s\n' "$header" "$cost" "$ratio" "$sentence"
done
exit $status
