#!/usr/bin/env bash
# host.sh
#
# Measures the example host with wrk, beside a server on the same HTTP library that answers with a fixed text
# of the same length: reads of the settings, and chat turns. Prints a table; fails if a ratio is below 0.7.
# Takes two minutes. The clients share the processors with the host.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source tests/benchmarks/support.sh
install_benchmark_packages
install_packages wrk curl
build_benchmarks "chatbot_host fixed_answer_host"

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT

# Starts a server, and sets `address` to where it listens.
start() {
    local log=$folder/$1
    shift
    "$@" >"$log" &
    until grep -qs '^Listening on ' "$log"; do sleep 0.05; done
    address=$(sed -n 's|^Listening on \(.*\)/$|\1|p' "$log")
}

start host build/benchmarks/examples/chatbot_host --db "$folder/host.db" --port 0 --token t=acme
chatbot=$address/api/v1/chatbots/chatbot/bot
curl --silent --fail --output /dev/null -X POST "$chatbot/human-support-settings" -H 'Authorization: Bearer t' \
    -H 'Content-Type: application/json' -d '{"enableHumanSupport":true}'
turn='{"text":"hello","conversation":"c"}'
echo "wrk.method = 'POST'; wrk.body = '$turn'; wrk.headers['Content-Type'] = 'application/json'" >"$folder/turn.lua"
echo "wrk.headers['Authorization'] = 'Bearer t'" >"$folder/get.lua"

bytes_of() { curl --silent --fail "$@" | wc -c; }
start fixed_get build/benchmarks/tests/benchmarks/fixed_answer_host \
    "$(bytes_of "$chatbot/human-support-settings" -H 'Authorization: Bearer t')"
fixed_get=$address/
start fixed_turn build/benchmarks/tests/benchmarks/fixed_answer_host "$(bytes_of "$chatbot/messages" -d "$turn")"
fixed_turn=$address/

# Prints answers a second.
measure() {
    local out
    out=$(wrk --threads 1 --connections 8 --duration 5 --script "$1" "$2")
    if grep -q 'Non-2xx\|Socket errors' <<<"$out"; then
        echo "$out" >&2
        exit 1
    fi
    sed -n 's|^Requests/sec: *||p' <<<"$out"
}

# add_speed NAME SPEEDS keeps those of three rounds, and sets `median` to theirs.
add_speed() {
    local best
    median=$(sort -n <<<"$2" | sed -n 2p)
    best=$(sort -n <<<"$2" | tail -n 1)
    add_figure "Answers of the example host" answers/s "$1" "$best" "$median"
}

missed=0
compare() {
    local name=$1 script=$2 mine=$3 fixed=$4 mines='' fixeds='' ratio
    for _ in 1 2 3; do # in turns
        mines+=${mines:+$'\n'}$(measure "$script" "$mine")
        fixeds+=${fixeds:+$'\n'}$(measure "$script" "$fixed")
    done
    add_speed "$name" "$mines"
    mines=$median
    add_speed "$name, a fixed text" "$fixeds"
    fixeds=$median
    ratio=$(awk "BEGIN { printf \"%.2f\", $mines / $fixeds }")
    printf '%-24s %9.0f/s   fixed text %9.0f/s   ratio %s   >= 0.7\n' "$name" "$mines" "$fixeds" "$ratio"
    local verdict=kept
    awk "BEGIN { exit $ratio < 0.7 }" || verdict=MISSED missed=1
    add_ratio "The example host" "$name / a fixed text" "$ratio" ">= 0.7" "$verdict"
}
compare "reads of the settings" "$folder/get.lua" "$chatbot/human-support-settings" "$fixed_get"
compare "chat turns" "$folder/turn.lua" "$chatbot/messages" "$fixed_turn"
exit $missed
