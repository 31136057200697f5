# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

commands='create upsert update get delete transfer list changes preview export import
check backup purge-erasures'

it "prints help for the program and for each command"
run --help
exits_with 0
err_is ''
for name in $commands; do
    out_has "  $name "
done
for name in $commands; do
    run "$name" --help
    exits_with 0
    out_has 'Examples:'
    out_has "human-support $name"
    err_is ''
done
is_missing human-support.db

it "prints its version"
run --version
exits_with 0
grep -qE '^[0-9]+\.[0-9]+\.[0-9]+$' out || fail 'the version should have three numbers'

# Runs the program with a pipe for its output that nobody reads, and keeps what it says in the file `err`.
run_without_reader() {
    command="human-support $* (with nobody to read)"
    code=0
    mkfifo pipe
    exec 3<>pipe 4>pipe 3<&-
    "$program" "$@" >&4 2>err || code=$?
    exec 4>&-
    rm pipe
}

if [ -z "$(trap -p PIPE)" ]; then # a shell that was started without SIGPIPE cannot get it back
    it "ends by SIGPIPE, quietly, when nobody reads what it prints"
    given create bot
    for arguments in 'get bot' 'list' 'export' 'changes' 'changes --follow' 'preview bot' '--help'; do
        run_without_reader $arguments
        exits_with $((128 + $(kill -l PIPE)))
        err_is ''
    done
    is_missing human-support.db-wal

    it "ends when the reader of the changes goes, without waiting for the next change"
    given create bot
    mkfifo pipe
    command='human-support changes --follow'
    "$program" changes --follow >pipe 2>err &
    follower=$!
    head -n 1 <pipe >out
    out_has '"chatbotId":"bot"'
    code=0
    wait "$follower" || code=$?
    exits_with $((128 + $(kill -l PIPE)))
    err_is ''
fi

it "ends with an error when nobody reads what it prints, if SIGPIPE is ignored"
given create bot
for arguments in 'get bot' 'list' 'changes --follow' 'preview bot' '--help'; do
    (
        trap '' PIPE
        run_without_reader $arguments
        exit "$code"
    )
    code=$?
    command="human-support $arguments (with SIGPIPE ignored)"
    exits_with 1
    err_has 'Standard output cannot be written'
done

if [ -c /dev/full ]; then
    it "ends with an error when there is no room for what it prints"
    given create bot
    for arguments in 'get bot' 'list' 'export' 'changes' 'preview bot' '--version' \
        'purge-erasures --before 2000-01-31T00:00:00Z'; do
        command="human-support $arguments"
        code=0
        "$program" $arguments >/dev/full 2>err || code=$?
        exits_with 1
        err_is 'Standard output cannot be written: No space left on device'
    done
fi

it "prints no colours if it does not print to a terminal"
given create bot '{"enableHumanSupport":true}'
run preview bot
exits_with 0
out_lacks "$escape"
