# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# The script of docs/operating.md.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
script=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../docs" && pwd)/nightly_backup.sh
export HUMAN_SUPPORT=$program

back_up() {
    command="nightly_backup.sh $*"
    code=0
    bash "$script" "$@" >out 2>err || code=$?
}

old_copy() { touch -t 200101010300 "$1"; }

it "makes a copy with what is stored, and says nothing"
given create bot
mkdir copies
back_up human-support.db copies
exits_with 0
out_is ''
err_is ''
given export
cp out exported.jsonl
run --db copies/*.db export
out_is "$(cat exported.jsonl)"
[ "$(ls copies | wc -l)" -eq 1 ] || fail "there should be nothing else: $(ls copies)"

it "removes copies older than so many days, and nothing else"
given create bot
mkdir copies
old_copy copies/2026-01-01T030000Z.db
touch copies/2026-01-02T030000Z.db
old_copy copies/2026-01-01T030000Z.db.incomplete-01234567
old_copy copies/notes.txt
back_up human-support.db copies 7
exits_with 0
is_missing copies/2026-01-01T030000Z.db
is_missing copies/2026-01-01T030000Z.db.incomplete-01234567
exists copies/2026-01-02T030000Z.db
exists copies/notes.txt

it "reports a damaged copy, names it so, and removes no old one"
given create bot '{"positiveFeedbackPrompt":"SOUND"}'
sed -i 's/SOUND/WOUND/g' human-support.db
mkdir copies
old_copy copies/2026-01-01T030000Z.db
back_up human-support.db copies
exits_with 1
err_has "'bot'"
exists copies/2026-01-01T030000Z.db
exists copies/*.damaged

it "reports a file that is not there, and removes no old copy"
mkdir copies
old_copy copies/2026-01-01T030000Z.db
back_up missing.db copies
[ "$code" -ne 0 ] || fail 'it should fail'
err_has "missing.db"
exists copies/2026-01-01T030000Z.db
is_missing missing.db

it "restores a backup as the page says"
page=$(dirname "$script")/operating.md
restore=$(awk '/^```sh$/ { show = 1; next } /^```$/ { show = 0 } show' "$page")
[[ $restore == *" backup settings.db" ]] || fail "the page should say how: $restore"
given --db settings.db create bot
mkdir backups
given --db settings.db backup backups/2026-01-31T030000Z.db
given --db settings.db delete bot
mkdir bin
ln -s "$program" bin/human-support
command="the page's commands"
code=0
PATH="$PWD/bin:$PATH" bash -e -c "$restore" >out 2>err || code=$?
exits_with 0
run --db settings.db get bot
exits_with 0
run --db old/settings.db get bot
exits_with 4
