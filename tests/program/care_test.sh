# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
versions=$(cd "$(dirname "${BASH_SOURCE[0]}")/../schema_versions" && pwd)

# Overwrites a text of the closed database in its place, as a failing disk might.
damage() { sed -i "s/$1/$2/g" human-support.db; }

it "finds nothing in a sound file"
given create bot
given delete bot
given upsert bot
run check
exits_with 0
out_is ''
err_is 'No damage was found.'

it "finds a damaged record, and says so in a line"
given create bot '{"positiveFeedbackPrompt":"SOUND"}'
given create other
damage SOUND WOUND
run check
exits_with 6
out_has_lines 1
grep -q "^{\"finding\":\".*'bot'.*\"}$" out || fail 'the line should name the chatbot'
err_has 'Findings: 1.'

it "finds every damaged record"
given create a '{"positiveFeedbackPrompt":"SOUND"}'
given create b '{"positiveFeedbackPrompt":"SOUND"}'
damage SOUND WOUND
run check
exits_with 6
out_has_lines 2
sed -n 1p out | grep -q "'a'" || fail 'the first line should be about a'
sed -n 2p out | grep -q "'b'" || fail 'the second line should be about b'
err_has 'Findings: 2.'

it "does not call a file sound that lost its end"
given create bot
given export
copy_record 1000 <out >records.jsonl
given import records.jsonl
truncate -s 40960 human-support.db
run check
exits_with 6
err_lacks 'sound'

it "copies a database that others have open, with what they wrote last"
given create a '{"leadNotificationEmail":["x@example.com"]}'
given --account acme create b
"$program" changes --follow >followed &
follower=$!
wait_until grep -qs '"chatbotId":"b"' followed
given update a '{"humanSupportConfirmationMessage":"ä\n漢🙂"}'
run backup copy.db
kill "$follower"
wait "$follower"
exits_with 0
out_is ''
err_is "The copy is complete: 'copy.db'."
given export
cp out exported.jsonl
run --db copy.db export
exits_with 0
out_is "$(cat exported.jsonl)"
out_has_lines 2
out_has '漢'
run --db copy.db changes
out_has_lines 2
run --db copy.db check
exits_with 0
is_missing copy.db.incomplete

it "makes a copy that lives on by itself"
given create bot
given backup copy.db
given update bot '{"leadNotification":true}'
given --db copy.db delete bot
run --db copy.db get bot
exits_with 4
run get bot
exits_with 0
out_has '"leadNotification":true'

it "leaves what is at the destination as it is"
given create bot
given --db there.db create other
cp there.db before.db
run backup there.db
exits_with 5
out_is ''
err_has there.db
cmp -s there.db before.db || fail 'the file should not have changed'
run backup human-support.db
exits_with 5
run backup .
exits_with 5

it "makes no copy if there is no folder for it"
given create bot
run backup missing/copy.db
exits_with 6
err_has missing
is_missing missing

it "forgets the erasures before a time, and no others"
given create kept
given create bot
given delete bot
run purge-erasures --before 2000-01-31T00:00:00Z
exits_with 0
out_is '{"purged":0}'
run changes
out_has '{"chatbotId":"bot","revision":3,"erased":true}'
run purge-erasures --before 9999-12-31T23:59:59.999Z
exits_with 0
out_is '{"purged":1}'
err_is 'Erasures forgotten: 1.'
run changes
exits_with 0
out_has_lines 1
out_has '"chatbotId":"kept"'
run check
exits_with 0
run purge-erasures --before 9999-12-31T23:59:59.999Z
out_is '{"purged":0}'

it "refuses a time that is none"
given create bot
for time in '' now 2026-01-31 2026-01-31T00:00:00 2026-02-30T00:00:00Z 2026-01-31T00:00:00+0100 \
    2026-01-31T00:00:00.Z; do
    run purge-erasures --before "$time"
    exits_with 2
    out_is ''
    err_has '2026-01-31T00:00:00Z'
done
run purge-erasures
exits_with 2

it "refuses a copy without a name"
given create bot
run backup ''
exits_with 3

it "names the destination, and no name of its own, if its folder is missing"
given create bot
run backup missing/copy.db
exits_with 6
err_has 'missing/copy.db'
err_has 'Create the folder first.'
err_lacks incomplete

it "checks, reads and copies a file of an older schema, and leaves it as it is"
cp "$versions/version_2.sqlite" old.db
for arguments in 'check' 'list' 'export' 'changes' 'backup copy.db'; do
    run --db old.db $arguments
    exits_with 0
done
cmp -s old.db "$versions/version_2.sqlite" || fail 'the file should not have changed'
[ "$(echo old.db*)" = old.db ] || fail 'nothing should be beside the file'

it "brings a file of the first schema, which has to be written to be read, to the newest"
cp "$versions/version_1.sqlite" old.db
given --db old.db check
err_is 'No damage was found.'
