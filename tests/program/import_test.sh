# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# Leaves the records of three chatbots in two accounts in the file `records.jsonl`.
make_records() {
    given --db source.db create a '{"humanSupportConfirmationMessage":"ä\n漢🙂\"\\"}'
    given --db source.db --account acme create b '{"leadNotificationEmail":["x@example.com"]}'
    given --db source.db create c
    given --db source.db export
    cp out records.jsonl
}

# Revisions are the only thing that an import gives again.
without_revisions() { sed 's/"revision":[0-9]*}$/}/' "$1"; }

same_records() {
    [ "$(without_revisions "$1")" = "$(without_revisions "$2")" ] || fail "$1 and $2 should agree"
}

it "restores what was exported: ids, times and accounts"
make_records
given create unrelated
given delete unrelated
run import records.jsonl
exits_with 0
out_is ''
err_is 'Records stored: 3, refused: 0.'
given export
same_records out records.jsonl
out_has '"revision":5}'

it "reads standard input, by default too"
make_records
run import - <records.jsonl
exits_with 0
run --db default.db import <records.jsonl
exits_with 0
err_is 'Records stored: 3, refused: 0.'

it "refuses records that are there, and stores the others"
make_records
given create b
run import records.jsonl
exits_with 3
out_is '{"line":2,"code":"already_exists","message":"The chatbot already has settings; import with --replace to replace them, or with --skip-existing to keep them."}'
err_is 'Records stored: 2, refused: 1.'
run get b
exits_with 0

it "replaces records that are there if told to"
make_records
given create b
run import records.jsonl --replace
exits_with 0
err_is 'Records stored: 3, refused: 0.'
given export
same_records out records.jsonl

it "refuses bad lines, in their order, and stores the others"
make_records
{
    sed -n 1p records.jsonl
    echo '7'
    echo '{"chatbotId":"x"'
    sed -n 1p records.jsonl
    sed -n 2p records.jsonl | sed 's/"chatbotId":"b"/"chatbotId":"b\/b"/; s/"createdAt":"[^"]*",//'
    echo
    head -c 1100000 /dev/zero | tr '\0' 'x'
    echo
    sed -n 3p records.jsonl | tr -d '\n'
} >bad.jsonl
run import bad.jsonl
exits_with 3
err_is 'Records stored: 2, refused: 5.'
cut -d, -f1,2 out >codes
[ "$(cat codes)" = '{"line":2,"code":"invalid_settings"
{"line":3,"code":"invalid_json"
{"line":4,"code":"already_exists"
{"line":5,"code":"invalid_settings"
{"line":7,"code":"too_large"' ] || fail 'each bad line should be refused once, in order'
out_has '{"field":"/chatbotId","code":"invalid_format","message":"'
out_has '{"field":"/createdAt","code":"missing_member","message":"'
run list
out_has_lines 2

it "does the lines of one chatbot in their order"
make_records
sed -n 1p records.jsonl | sed 's/"leadNotification":false/"leadNotification":true/' >>records.jsonl
run import records.jsonl --replace
exits_with 0
err_is 'Records stored: 4, refused: 0.'
run get a
out_has '"leadNotification":true'

it "imports thousands of lines"
make_records
sed -n 3p records.jsonl | copy_record 1700 >many.jsonl
run import many.jsonl
exits_with 0
err_is 'Records stored: 1700, refused: 0.'
run import many.jsonl
exits_with 3
err_is 'Records stored: 0, refused: 1700.'
out_has_lines 1700
run list
out_has_lines 1700

it "says how far it came when the storage fails"
make_records
sed -n 3p records.jsonl | copy_record 3000 >many.jsonl
given create bot
command='human-support import many.jsonl, with files of at most 800 KiB'
code=0
(
    trap '' XFSZ
    ulimit -f 800
    exec "$program" import many.jsonl
) >out 2>err || code=$?
exits_with 6
stored=$(sed -n 's/^\([0-9]*\) records before line .*/\1/p' err)
err_has "$stored records before line $((stored + 1)) are stored"
[ "$stored" -ge 500 ] || fail 'the first lines should have been stored'
unknown=$(sed -n 's/.* Those from line [0-9]* to line \([0-9]*\) may all be stored.*/\1/p' err)
run list
[ "$(wc -l <out)" -eq $((stored + 1)) ] || [ "$(wc -l <out)" -eq $((${unknown:-stored} + 1)) ] ||
    fail 'what it said should be true'

it "refuses a file that is not there, and makes no database for it"
run import missing.jsonl
exits_with 3
err_is "The file 'missing.jsonl' cannot be read: No such file or directory."
is_missing human-support.db

it "tells the first mistakes only of a line that has thousands"
make_records
sed -n 3p records.jsonl | sed "s/\"leadNotificationEmail\":\[\]/\"leadNotificationEmail\":[$(printf '1,%.0s' {1..5000})1]/" >bad.jsonl
run import bad.jsonl
exits_with 3
out_has '{"field":"/leadNotificationEmail/9","code":"wrong_type"'
out_lacks '/leadNotificationEmail/10"'

it "warns about members that are not settings, with their lines and a count at the end"
make_records
sed -e '1s/"enableHumanSupport"/"enableHumanSuport"/' -e '3s/"updatedAt"/"updated":1,"updatedAt"/' records.jsonl >misspelt.jsonl
run import misspelt.jsonl
exits_with 0
out_is ''
err_is 'Warning: "enableHumanSuport" in line 1 is not a setting and was ignored. Did you mean "enableHumanSupport"?
Warning: "updated" in line 3 is not a setting and was ignored.
Warning: in 2 records, members that are not settings were ignored.
Records stored: 3, refused: 0.'

it "refuses such lines if it is strict, and stores the others"
make_records
sed '1s/"enableHumanSupport"/"enableHumanSuport"/' records.jsonl >misspelt.jsonl
run import --strict misspelt.jsonl
exits_with 3
out_has '"errors":[{"field":"/enableHumanSuport","code":"unknown_member",'
err_is 'Records stored: 2, refused: 1.'

it "warns about the first ten such lines, and counts them all"
make_records
for ((i = 1; i <= 12; ++i)); do sed -n "1s/\"chatbotId\":\"a\"/\"chatbotId\":\"a$i\",\"extra\":1/p" records.jsonl; done >many.jsonl
run import many.jsonl
exits_with 0
err_has ' in line 10 is not a setting'
err_has 'Warning: in 12 records, members that are not settings were ignored.'
err_lacks ' in line 11 '

it "shares a new database with another import"
make_records
sed -n 3p records.jsonl | copy_record 3000 >many.jsonl
for name in first second; do
    "$program" import many.jsonl >"$name.out" 2>"$name.err" &
done
wait
command='human-support import many.jsonl (twice at once)'
cat first.err second.err >err
err_lacks 'was a database'
run list
out_has_lines 3000
cat first.out second.out >out
out_has_lines 3000
