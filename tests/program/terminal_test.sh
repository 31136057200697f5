# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# The script of util-linux runs a command in a terminal of its own; others take other arguments.
if ! script --version 2>/dev/null | grep -q util-linux; then
    echo 'Skipped: there is no script of util-linux to make a terminal with.'
    exit 77
fi

if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    echo 'Skipped: this machine gives no pseudo-terminal (is devpts mounted?).'
    exit 77
fi

# Runs the program in a terminal, and keeps what that shows in the file `out`.
run_in_terminal() {
    command="human-support $* (in a terminal)"
    code=0
    TERM=xterm script -qec "$(printf '%q ' "$program" "$@")" /dev/null </dev/null >shown || code=$?
    tr -d '\r' <shown >out
}

it "indents the answer"
given create bot
run_in_terminal get bot
exits_with 0
out_has '{
  "success": true,
  "message": "Human support settings retrieved successfully",
  "data": {'
out_has '    "leadNotificationEmail": [],'
out_has '  },
  "revision": 1
}
Human support settings retrieved successfully.'

it "keeps lists at a line for each record"
given create bot
run_in_terminal list
exits_with 0
out_has_lines 1

it "draws in colour, unless told not to"
given create bot '{"enableHumanSupport":true}'
run_in_terminal preview bot
exits_with 0
out_has "${escape}[32m│ That helped, thanks │${escape}[0m"
NO_COLOR=1 run_in_terminal preview bot
out_lacks "$escape"
NO_COLOR='' run_in_terminal preview bot
out_has "$escape"

it "fits the drawing into the terminal"
given create bot '{"enableHumanSupport":true}'
code=0
command='human-support preview bot (in a terminal of 30 columns)'
TERM=dumb script -qec "stty cols 30; $(printf '%q' "$program") preview bot" /dev/null </dev/null >out || code=$?
exits_with 0
out_has '│ (an answer of the │'
out_lacks "$escape"

it "fits the help into the terminal"
for columns in 70 120; do
    code=0
    command="human-support help get (in a terminal of $columns columns)"
    script -qec "stty cols $columns; $(printf '%q' "$program") help get" /dev/null </dev/null | tr -d '\r' >out
    longest=$(awk 'length($0) > n { n = length($0) } END { print n }' out)
    [ "$longest" -le "$columns" ] || fail "no line should be longer than $columns: $longest"
    [ "$columns" -lt 80 ] || [ "$longest" -gt 80 ] || fail 'the lines should be longer than elsewhere'
done

it "shows the progress of an import, and removes it in the end"
given create bot
given export
cp out records.jsonl
code=0
command='human-support import records.jsonl (with standard error in a terminal)'
script -qec "$(printf '%q' "$program") import records.jsonl >printed" /dev/null </dev/null >out || code=$?
exits_with 3
out_has "0 stored, 1 refused …"
out_has "${escape}[KRecords stored: 0, refused: 1."
[ "$(cut -d, -f1,2 printed)" = '{"line":1,"code":"already_exists"' ] ||
    fail 'the refused line should be on standard output'

it "shows the progress of a backup, and removes it in the end"
given create bot
code=0
command='human-support backup copy.db (with standard error in a terminal)'
script -qec "$(printf '%q' "$program") backup copy.db >printed" /dev/null </dev/null >out || code=$?
exits_with 0
grep -qE '[0-9]+ of [0-9]+ pages copied …' out || fail 'there should be a line of progress'
out_has "${escape}[KThe copy is complete: 'copy.db'."
[ ! -s printed ] || fail 'standard output should be empty'
