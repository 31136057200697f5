# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# Leaves 600 records in the file `many.jsonl`: more than one batch, less than two.
make_many() {
    given --db source.db create c
    given --db source.db export
    copy_record 600 <out | sed '600s/"leadNotification"/"leadNotfication"/' >many.jsonl
}

# Tells whether the last of them is read, which has a member to warn about.
is_read() { grep -q ' in line 600 ' said; }

# What it said is what is there.
said_the_truth() {
    stored=$(sed -n 's/^\([0-9]*\) records .* are stored; .*/\1/p' err)
    cp err said
    run list
    [ "$(wc -l <out)" -eq "${stored:--1}" ] || fail "what it said should be true: $(cat said)"
}

it "says at a signal what is stored, and ends by the signal"
make_many
for signal in TERM INT; do
    rm -f human-support.db pipe said
    mkfifo pipe
    command="human-support import pipe (until SIG$signal)"
    set -m # otherwise SIGINT is ignored in the background
    "$program" import pipe >printed 2>said &
    import=$!
    set +m
    exec 3>pipe
    cat many.jsonl >&3 # and more might come
    wait_until is_read
    kill "-$signal" "$import"
    code=0
    wait "$import" || code=$?
    exec 3>&-
    tail -n 1 said >err
    exits_with $((128 + $(kill -l "$signal")))
    err_is '500 records before line 501 are stored; that one and later ones are not.'
    [ ! -s printed ] || fail 'standard output should be empty'
    is_missing human-support.db-wal
    said_the_truth
done

it "goes on after a signal that whoever started it ignores"
make_many
mkfifo pipe
command='human-support import pipe (without SIGINT)'
(
    trap '' INT
    exec "$program" import pipe >out 2>said
) &
import=$!
exec 3>pipe
cat many.jsonl >&3
wait_until is_read
kill -INT "$import"
exec 3>&-
code=0
wait "$import" || code=$?
tail -n 1 said >err
exits_with 0
err_is 'Records stored: 600, refused: 0.'

it "prints at a signal the lines that it has refused"
make_many
sed -i '550s/"createdAt"/"created"/' many.jsonl
mkfifo pipe
"$program" import pipe >printed 2>said &
import=$!
exec 3>pipe
cat many.jsonl >&3
wait_until is_read
kill -TERM "$import"
wait "$import"
exec 3>&-
grep -q '^{"line":550,' printed || fail 'line 550 should be reported'

if [ -z "$(trap -p PIPE)" ]; then # a shell that was started without SIGPIPE cannot get it back
    it "says what is stored when the reader of the refused lines goes, and ends by SIGPIPE"
    make_many
    sed -i '7s/"createdAt"/"created"/' many.jsonl
    mkfifo pipe
    command='human-support import many.jsonl (with nobody to read)'
    exec 3<>pipe 4>pipe 3<&-
    code=0
    "$program" import many.jsonl >&4 2>err || code=$?
    exec 4>&-
    exits_with $((128 + $(kill -l PIPE)))
    err_has '499 records up to line 500 are stored; later ones are not.'
    is_missing human-support.db-wal
    said_the_truth
fi

if [ -c /dev/full ]; then
    it "says what is stored when there is no room for the refused lines"
    make_many
    sed -i '7s/"createdAt"/"created"/' many.jsonl
    command='human-support import many.jsonl >/dev/full'
    code=0
    "$program" import many.jsonl >/dev/full 2>err || code=$?
    exits_with 1
    err_has '499 records up to line 500 are stored; later ones are not.'
    err_has 'Standard output cannot be written'
    said_the_truth
fi

if command -v python3 >/dev/null; then
    it "says what is stored when the input fails"
    make_many
    sed -i '7s/"createdAt"/"created"/' many.jsonl
    mkfifo pipe
    cat >terminal.py <<'PYTHON'
import os, subprocess, sys, tty

near, far = os.openpty()
tty.setraw(far)
program = subprocess.Popen([sys.argv[1], "import", "-"], stdin=near)
os.close(near)
while part := sys.stdin.buffer.read1():
    os.write(far, part)
os.close(far)
sys.exit(program.wait())
PYTHON
    command='human-support import - (from a terminal whose other side goes)'
    python3 terminal.py "$program" <pipe >printed 2>said &
    import=$!
    exec 3>pipe
    cat many.jsonl >&3
    wait_until is_read # a terminal forgets what nobody has read when its other side goes
    exec 3>&-
    code=0
    wait "$import" || code=$?
    cp said err
    exits_with 3
    err_has '499 records before line 501 are stored; that one and later ones are not.'
    err_has 'Standard input cannot be read: '
    grep -q '^{"line":7,' printed || fail 'line 7 should be reported'
    said_the_truth
fi
