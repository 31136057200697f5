# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# What tests written in bash share. A test sources it, and says with `it` what it checks next; each check
# then runs in an empty folder of its own, and `fail` says why it does not hold. The test fails at its end
# if one check did.

set -u
export LC_ALL=C # texts are compared byte by byte
world=$(mktemp -d) || exit 1
failures=0
number=0
trap 'finish' EXIT

finish() {
    local code=$?
    rm -rf "$world"
    [ "$failures" -eq 0 ] || exit 1
    exit "$code"
}

it() {
    behaviour=$1
    number=$((number + 1))
    mkdir "$world/$number" && cd "$world/$number" || exit 1
}

# What the check has left behind is shown by `show_evidence`, which the test may define.
fail() {
    failures=$((failures + 1))
    {
        printf 'FAILED: it %s\n  %s\n' "$behaviour" "$1"
        show_evidence
    } >&2
}

show_evidence() { :; }
