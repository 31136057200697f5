# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# What the tests of the program share. A test sources it, in bash, with the program's path as "$1".

source "$(dirname "${BASH_SOURCE[0]}")/../support/checks.sh"
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
unset HUMAN_SUPPORT_DB HUMAN_SUPPORT_ACCOUNT

show_evidence() {
    printf '  command: %s\n  exit code: %s\n' "${command:-}" "${code:-}"
    printf '  standard output:\n'
    [ ! -f out ] || head -c 3000 out
    printf '\n  standard error:\n'
    [ ! -f err ] || head -c 3000 err
    printf '\n'
}

# Runs the program, and keeps what it says in the files `out` and `err`.
run() {
    command="human-support $*"
    code=0
    "$program" "$@" >out 2>err || code=$?
}

# Runs the program for what it leaves behind; the checks are about something later.
given() {
    run "$@"
    exits_with 0
}

exits_with() { [ "$code" -eq "$1" ] || fail "the exit code should be $1"; }
out_is() { [ "$(cat out)" = "$1" ] || fail "standard output should be: $1"; }
out_has() { [[ $(cat out) == *"$1"* ]] || fail "standard output should have: $1"; }
out_lacks() { [[ $(cat out) != *"$1"* ]] || fail "standard output should not have: $1"; }
out_has_lines() { [ "$(wc -l <out)" -eq "$1" ] || fail "standard output should have $1 lines"; }
err_is() { [ "$(cat err)" = "$1" ] || fail "standard error should be: $1"; }
err_has() { [[ $(cat err) == *"$1"* ]] || fail "standard error should have: $1"; }
err_lacks() { [[ $(cat err) != *"$1"* ]] || fail "standard error should not have: $1"; }
exists() { [ -e "$1" ] || fail "$1 should be there"; }
is_missing() { [ ! -e "$1" ] || fail "$1 should not be there"; }

# Runs a condition until it holds, for as long as a slow machine may need.
wait_until() {
    local attempts=0
    until "$@"; do
        attempts=$((attempts + 1))
        if [ "$attempts" -gt 600 ]; then
            fail "should have become true in time: $*"
            return 1
        fi
        sleep 0.05
    done
}

escape=$(printf '\033')

# Copies the record of standard input so many times, for the chatbots bot1, bot2 and so on.
copy_record() {
    awk -v count="$1" '{
        for (i = 1; i <= count; ++i) {
            copy = $0
            sub(/"chatbotId":"[^"]*"/, "\"chatbotId\":\"bot" i "\"", copy)
            print copy
        }
    }'
}
