# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# Leaves the records of three chatbots in two accounts in the file `records.jsonl`.
make_records() {
    given --db source.db create a '{"humanSupportConfirmationMessage":"]}\n[{\"\\"}'
    given --db source.db --account acme create b '{"leadNotificationEmail":["x@example.com"]}'
    given --db source.db create c
    given --db source.db export
    cp out records.jsonl
}

# Lays JSON out over many lines, a member or an element on each.
indent() { sed 's/,"/,\n    "/g; s/^{/{\n    /; s/}$/\n}/; s/\["/[\n        "/g'; }

without_revisions() { sed 's/"revision":[0-9]*}$/}/' "$1"; }

# The file gives the three records, whole.
gives_the_records() {
    rm -f human-support.db
    run import "$1"
    exits_with 0
    out_is ''
    err_is 'Records stored: 3, refused: 0.'
    given export
    [ "$(without_revisions out)" = "$(without_revisions records.jsonl)" ] || fail "$1 should give the records"
}

format_sentence='has are no records. Import reads them as export, list and get print them: JSON objects, one after the other or in an array.'

it "takes a byte-order mark, and blank lines before the first record"
make_records
{
    printf '\xef\xbb\xbf'
    cat records.jsonl
} >mark.jsonl
gives_the_records mark.jsonl
{
    printf '\xef\xbb\xbf\r\n \n'
    cat records.jsonl
} >mark.jsonl
gives_the_records mark.jsonl

it "takes lines that end as on Windows"
make_records
sed 's/$/\r/' records.jsonl >windows.jsonl
gives_the_records windows.jsonl

it "takes a JSON array, in one line and in many"
make_records
printf '[%s]' "$(paste -sd, records.jsonl)" >array.json
gives_the_records array.json
{
    printf '\xef\xbb\xbf \n[\n'
    sed '$!s/$/,/' records.jsonl
    printf ']\n'
} >array.json
gives_the_records array.json
{
    printf '[\n'
    comma=
    while read -r record; do
        printf '%s' "$comma"
        indent <<<"$record"
        comma=$' ,\n'
    done <records.jsonl
    printf '\n]\n\n'
} >array.json
gives_the_records array.json

it "takes several arrays, as pages of a list are"
make_records
{
    printf '[%s]\n[]' "$(paste -sd, <(sed -n 1,2p records.jsonl))"
    printf '[%s]\n' "$(sed -n 3p records.jsonl)"
} >arrays.json
gives_the_records arrays.json

it "takes indented JSON, one record after the other"
make_records
while read -r record; do indent <<<"$record"; done <records.jsonl >indented.json
[ "$(wc -l <indented.json)" -gt 30 ] || fail 'this should have many lines'
gives_the_records indented.json
while read -r record; do indent <<<"$record" | sed 's/$/\r/'; done <records.jsonl >indented.json
gives_the_records indented.json
indent <records.jsonl | tr -d '\n' >joined.json
printf '{\n' | cat - <(cut -c2- joined.json) >indented.json
gives_the_records indented.json

it "takes what get prints, for the account of --account"
make_records
for chatbot in a c; do
    given --db source.db get "$chatbot"
    cat out >>answers.json
done
run --account acme import answers.json
exits_with 0
err_is 'Records stored: 2, refused: 0.'
given --account acme list
sed 's/"accountId":"default"/"accountId":"acme"/' records.jsonl | sed -n '1p;3p' >wanted
sed 's/"updatedBy":"[^"]*"/"updatedBy":""/' wanted >wanted-records
[ "$(without_revisions out)" = "$(without_revisions wanted-records)" ] || fail 'the answers should give the records'
indent <answers.json >indented.json
run --db indented.db import indented.json
exits_with 0
given --db indented.db get a
given --db indented.db get c

it "warns about members of an answer's record, not about the answer's own"
given --db source.db create a
given --db source.db get a
sed 's/"leadNotification"/"leadNotfication"/' out >answer.json
run import answer.json
exits_with 0
err_is 'Warning: "leadNotfication" in line 1 is not a setting and was ignored. Did you mean "leadNotification"?
Warning: in 1 records, members that are not settings were ignored.
Records stored: 1, refused: 0.'

it "takes times without a fraction of a second"
make_records
sed -n 3p records.jsonl | sed 's/\("createdAt":\)"[^"]*"/\1"2023-11-07T05:31:56Z"/' >times.jsonl
run import times.jsonl
exits_with 0
given export
out_has '"createdAt":"2023-11-07T05:31:56.000Z"'

it "says in one sentence what it reads if it is given something else, and makes no database"
for ((i = 1; i <= 1000; ++i)); do echo "bot$i,true,false"; done >records.csv
echo '<!DOCTYPE html>' >page.html
echo '["a","b"]' >texts.json
echo '[1]' >numbers.json
printf '[info] started\n[info] stopped\n' >server.log
printf '\xff\xfe{\0}\0' >utf16.json
given --db source.db create a
for file in records.csv page.html texts.json numbers.json server.log utf16.json source.db; do
    run import "$file"
    exits_with 3
    out_is ''
    err_is "What the file '$file' $format_sentence"
done
run import <records.csv
exits_with 3
err_is "What standard input $format_sentence"
is_missing human-support.db

it "says in one sentence what it reads if nothing is a record, and what is wrong with the first"
for ((i = 1; i <= 1000; ++i)); do echo "{'chatbotId': 'bot$i'}"; done >python.txt
run import python.txt
exits_with 3
out_is ''
err_is "What the file 'python.txt' $format_sentence The text is not valid JSON at line 1, column 2: syntax error. JSON has double quotes, such as {\"leadNotification\": true}."
for ((i = 1; i <= 1000; ++i)); do echo "{\"chatbotId\": \"bot$i\"},"; done >commas.txt
run import commas.txt
exits_with 3
out_is ''
err_is "What the file 'commas.txt' $format_sentence The text is not valid JSON at line 1, column 22: extra data."
is_missing human-support.db

it "names a few mistakes one by one, also without a record"
printf '{"chatbotId"\n{"a":x}\n' >few.jsonl
run import few.jsonl
exits_with 3
out_has_lines 2
err_is 'Records stored: 0, refused: 2.'

it "takes an input without records"
for text in '' $'\n' '[]' '[ ]' $'\xef\xbb\xbf'; do
    run import <<<"$text"
    exits_with 0
    out_is ''
    err_is 'Records stored: 0, refused: 0.'
done

it "names line and column of what is no JSON in a line"
make_records
{
    sed -n 1p records.jsonl
    echo '{"ä": x}'
    sed -n 2,3p records.jsonl
    echo ' {"ä": 1'
} >bad.jsonl
run import bad.jsonl
exits_with 3
out_has_lines 2
out_has '{"line":2,"code":"invalid_json","message":"The text is not valid JSON at line 2, column 7: '
out_has '{"line":5,"column":2,"code":"invalid_json","message":"The text is not valid JSON at line 5, column 9: '
err_is 'Records stored: 3, refused: 2.'

it "names line and column of what is no JSON in other forms"
make_records
{
    printf '{"chatbotId":\n  "x",\n  "ä": x\n}\n'
    sed -n 1p records.jsonl
} >bad.json
run import bad.json
exits_with 3
out_has '{"line":1,"code":"invalid_json","message":"The text is not valid JSON at line 3, column 8: '
err_is 'Records stored: 1, refused: 1.'
rm human-support.db
printf '[%s,{"ö":x},7,%s]' "$(sed -n 3p records.jsonl | sed 's/"leadNotification":false/"leadNotification":1/')" \
    "$(sed -n 1p records.jsonl)" >bad.json
run import bad.json
exits_with 3
out_has_lines 3
out_has '{"line":1,"column":2,"code":"invalid_settings"'
column=$(sed 's/{"ö.*//' bad.json | awk '{ print length($0) + 1 }')
out_has '{"line":1,"column":'"$column"',"code":"invalid_json","message":"The text is not valid JSON at line 1, column '"$((column + 5))"': '
err_is 'Records stored: 1, refused: 3.'

it "refuses what follows when the input ends too early, and stores what was whole"
make_records
printf '\n[%s,' "$(paste -sd, records.jsonl)" >short.json
run import short.json
exits_with 3
out_has '{"line":2,"code":"invalid_json","message":"The text is not valid JSON at line 2, column 2: incomplete'
err_is 'Records stored: 3, refused: 1.'
rm human-support.db
while read -r record; do indent <<<"$record"; done <records.jsonl | head -n -3 >short.json
run import short.json
exits_with 3
out_has ': incomplete JSON'
err_is 'Records stored: 2, refused: 1.'

it "does not let one line that ends too early hide the others"
make_records
{
    echo '{"chatbotId":"x"'
    cat records.jsonl
} >bad.jsonl
run import bad.jsonl
exits_with 3
out_has_lines 1
out_has '{"line":1,"code":"invalid_json"'
err_is 'Records stored: 3, refused: 1.'

it "says where a record begins that lacks its brace, and takes those after it"
make_records
while read -r record; do indent <<<"$record"; done <records.jsonl >good.json
lines=$(($(indent <<<"$(sed -n 1p records.jsonl)" | wc -l) + 0))
second=$((lines + 1))
second_lines=$(indent <<<"$(sed -n 2p records.jsonl)" | wc -l)
end=$((lines + second_lines))
[ "$(sed -n "${end}p" good.json)" = '}' ] || fail 'this should be the end of the second record'
sed "${end}d" good.json >bad.json
run import bad.json
exits_with 3
out_is "{\"line\":$second,\"code\":\"invalid_json\",\"message\":\"The text is not valid JSON at line $((end - 1)), column $(($(sed -n "$((end - 1))p" bad.json | wc -m))): incomplete JSON. The record that begins at line $second has no end.\"}"
err_is 'Records stored: 2, refused: 1.'
rm human-support.db
printf '[%s,%s,%s]' "$(sed -n 1p records.jsonl)" "$(sed -n 2p records.jsonl | sed 's/}$//')" "$(sed -n 3p records.jsonl)" >bad.json
run import bad.json
exits_with 3
out_has_lines 1
column=$(($(sed -n 1p records.jsonl | wc -m) + 2))
out_has "\"line\":1,\"column\":$column,"
out_has "The record that begins at line 1, column $column has no end."
err_is 'Records stored: 2, refused: 1.'

it "takes objects in objects and arrays, which are in no record, for what they are"
make_records
sed 's/^{/{"more":{"a":[{"b":{}},{"c":"}"}]},"notes":[[],{}],/' records.jsonl >more.jsonl
run import more.jsonl
exits_with 0
err_has 'Records stored: 3, refused: 0.'
rm human-support.db
indent <more.jsonl | sed 's/{"/{\n"/g' >more.json
dd if=more.json bs=100 2>/dev/null | run import -
exits_with 0
err_has 'Records stored: 3, refused: 0.'

it "refuses an array whose commas are wrong, with line and column"
make_records
a=$(sed -n 1p records.jsonl)
c=$(sed -n 3p records.jsonl)
after=$((${#a} + 2)) # the column after [ and the record
refused_at() {
    rm -f human-support.db
    printf '%s' "$1" >array.json
    run import array.json
    exits_with 3
    out_is "{\"line\":1,\"column\":$2,\"code\":\"invalid_json\",\"message\":\"The text is not valid JSON at line 1, column $2: $3.\"}"
    err_is "Records stored: $4, refused: 1."
}
refused_at "[$a $c]" $((after + 1)) 'a comma is missing' 1
refused_at "[,$a]" 2 'syntax error' 1
refused_at "[$a,]" $((after + 1)) 'syntax error' 1
refused_at "[$a,,$c]" $((after + 1)) 'syntax error' 2

it "refuses a record of more than a mebibyte in every form, and stores the others"
make_records
large=$(head -c 1100000 /dev/zero | tr '\0' 'x')
printf '[%s,{"x":"' "$(sed -n 1p records.jsonl)" >large.json
printf '%s"},%s]' "$large" "$(sed -n 2p records.jsonl)" >>large.json
run import large.json
exits_with 3
out_has_lines 1
out_has '"code":"too_large"'
err_is 'Records stored: 2, refused: 1.'

it "takes thousands of records in an array that comes in small parts"
make_records
{
    printf '[\n'
    sed -n 3p records.jsonl | copy_record 1700 | sed '$!s/$/,/'
    printf ']\n'
} | dd bs=777 of=many.json 2>/dev/null
run import - < <(dd bs=777 if=many.json 2>/dev/null)
exits_with 0
err_is 'Records stored: 1700, refused: 0.'

it "keeps records that are there if told to, and counts them"
make_records
given create b '{"leadNotification":true}'
run import records.jsonl --skip-existing
exits_with 0
out_is ''
err_is 'Records stored: 2, skipped: 1, refused: 0.'
given get b
out_has '"leadNotification":true'
run import records.jsonl --skip-existing
exits_with 0
err_is 'Records stored: 0, skipped: 3, refused: 0.'

it "does not both replace and keep records"
run import --replace --skip-existing /dev/null
exits_with 2
err_has 'skip-existing'
is_missing human-support.db

it "makes no database for an input that it cannot read, and says why"
mkdir folder
run import folder
exits_with 3
err_is "The file 'folder' cannot be read: Is a directory."
run import - <folder
exits_with 3
err_is 'Standard input cannot be read: Is a directory.'
run import missing/records.jsonl
exits_with 3
err_is "The file 'missing/records.jsonl' cannot be read: No such file or directory."
is_missing human-support.db
