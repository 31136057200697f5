#!/usr/bin/env bash
# Measures what the headers cost to include, beyond the headers of the standard and of Boost that they
# cannot do without, in CPU seconds of `g++ -fsyntax-only`, the least of several runs. Fails where one
# costs more than it may.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

runs=${1:-7}
source_file=$(mktemp --suffix=.cpp)
trap 'rm -f "$source_file"' EXIT

# Seconds that a file with these includes takes.
cost_of() {
    local run TIMEFORMAT=%U
    printf '#include <%s>\n' "$@" >"$source_file"
    for ((run = 0; run < runs; ++run)); do
        { time "${CXX:-g++}" -std=c++20 -Iinclude -fsyntax-only "$source_file"; } 2>&1
    done | sort -n | head -n 1
}

standard=(algorithm array chrono cstdint functional memory mutex optional set span string string_view
    system_error tuple type_traits utility variant vector)
boost_system=boost/system/result.hpp

status=0
# check HEADER ALLOWED_SECONDS NEEDED_HEADER...
check() {
    local header=$1 allowed=$2 cost needed verdict=ok
    shift 2
    cost=$(cost_of "human_support/$header")
    needed=$(cost_of "$@")
    if awk "BEGIN { exit $cost - $needed <= $allowed }"; then
        verdict="TOO DEAR"
        status=1
    fi
    awk "BEGIN { printf \"%-22s %.2f s, of which %.2f s are ours; %.2f s are allowed: %s\n\",
                 \"$header\", $cost, $cost - $needed, $allowed, \"$verdict\" }"
}

json=$(cost_of boost/json.hpp)
echo "boost/json.hpp costs $json s"
check settings.hpp 0.4 string vector
check sqlite_repository.hpp 0.4 "${standard[@]}" filesystem $boost_system boost/uuid/uuid.hpp
check service.hpp "$json" "${standard[@]}" $boost_system boost/uuid/uuid.hpp
exit $status
