# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

# refuses CODE BODY: the body changes nothing and is answered with the code.
refuses() {
    run update bot "$2"
    exits_with 3
    out_has '{"success":false,"code":"'"$1"'","message":"'
    run get bot
    out_has '"revision":1}'
}

it "refuses a body that is no JSON"
given create bot
refuses invalid_json '{"leadNotification":'
refuses invalid_json '{leadNotification: true}'
refuses invalid_json $'{"positiveFeedbackPrompt":"\xff"}'
refuses invalid_json '{"positiveFeedbackPrompt":"\ud800"}'
refuses invalid_json "$(printf '[%.0s' {1..40})"

it "refuses a body that is no object"
given create bot
refuses invalid_settings '[]'
refuses invalid_settings 'null'
refuses invalid_settings '7'
run update bot '[]'
err_is $'The body must be a JSON object.\n  Must be an object.'

it "reports all mistakes of a body together"
given create bot
refuses invalid_settings '{"leadNotification":"yes","leadNotificationEmail":["a@example.com","b"]}'
run update bot '{"leadNotification":"yes","leadNotificationEmail":["a@example.com","b"]}'
out_has '{"field":"/leadNotification","code":"wrong_type","message":"'
out_has '{"field":"/leadNotificationEmail/1","code":"invalid_email","message":"'
err_has '  /leadNotification: Must be true or false.'
err_has '  /leadNotificationEmail/1: Must be an email address'

it "refuses a body over the limit without reading all of it"
given create bot
run update bot @/dev/zero
exits_with 3
out_has '"code":"too_large"'
run update bot - </dev/zero
exits_with 3
out_has '"code":"too_large"'

it "refuses a body that cannot be read"
given create bot
run update bot @missing.json
exits_with 3
out_has '"code":"invalid_argument"'
err_is "The file 'missing.json' cannot be read: No such file or directory."
run update bot @.
exits_with 3
err_is "The file '.' cannot be read: Is a directory."

it "refuses ids that are none, and makes no file for them"
for arguments in 'create a/b' 'create ä' 'upsert a:b' 'create bot --account a@b' \
    'preview a/b' 'list --after a/b' 'transfer bot a/b'; do
    run $arguments
    exits_with 3
    err_has 'must be 1 to 128 characters'
done
run create ''
exits_with 3
run create "$(printf 'x%.0s' {1..129})"
exits_with 3
out_has '"code":"invalid_argument"'
is_missing human-support.db

it "repeats the name of a file with a mark in place of what is not UTF-8"
run --db $'missing\xff/x.db' get bot
exits_with 6
out_has 'missing\ufffd/x.db'
out_lacks $'\xff'
err_has 'missing�/x.db'
err_has 'Create the folder first.'

it "names the setting that an unknown member probably means"
run create bot '{"enableHumanSuport":true,"lead_notification":true,"zzz":1,"id":1}'
exits_with 0
err_has 'Warning: "enableHumanSuport" is not a setting and was ignored. Did you mean "enableHumanSupport"?'
err_has 'Warning: "lead_notification" is not a setting and was ignored. Did you mean "leadNotification"?'
err_has 'Warning: "zzz" is not a setting and was ignored.'
err_lacks '"id"'

it "keeps the names of unknown members from the terminal's control, and short"
run create bot '{"\u001b[31m\u009b\n\u202ered":1,"'"$(printf 'x%.0s' {1..1000})"'":1}'
exits_with 0
err_lacks "$escape"
err_lacks $'\xc2\x9b'
err_lacks $'\xe2\x80\xae'
err_lacks "$(printf 'x%.0s' {1..61})"
err_has 'xxx…" is not a setting'

it "does not repeat a warning thousands of times"
members=$(printf '"member%s":1,' {1..2000})
run create bot "{${members%,}}"
exits_with 0
[ "$(wc -l <err)" -lt 20 ] || fail 'standard error should be short'
err_has 'Warning: 1990 more members are not settings and were ignored.'

it "refuses usage that it does not understand, and says where to look"
for arguments in '' 'nonsense' '--nonsense' 'get' 'get a b' 'get a --nonsense' 'transfer a' \
    'update a {} --if-revision x' 'update a {} --if-revision 010' 'update a {} --if-revision -1' \
    'list --limit 1.5' 'list --limit 99999999999999999999' 'changes --after 0x10'; do
    run $arguments
    exits_with 2
    out_is ''
    err_has "human-support --help"
done
is_missing human-support.db

it "refuses an empty body, and stores nothing"
printf ' \n' >empty.json
for body in '' @empty.json -; do
    run upsert bot "$body" </dev/null
    exits_with 3
    err_is 'The body is empty; write {} for no change.'
done
is_missing human-support.db

it "names the line and the column of a JSON error"
printf '{\n  "ä": 1,\n  "ö": x}' >bad.json
run create bot @bad.json
exits_with 3
err_has 'at line 3, column 8: '
err_lacks 'Did you mean'

it "takes a body in a file with a byte-order mark"
printf '\xef\xbb\xbf{"leadNotification":true}' >body.json
run create bot @body.json
exits_with 0
out_has '"leadNotification":true'

it "gives a hint at single quotes and at a forgotten @"
run create bot "{'leadNotification': true}"
exits_with 3
err_has 'JSON has double quotes'
echo '{}' >settings
run create bot settings
exits_with 3
err_has "Did you mean the file, '@settings'?"
run create bot missing.json
err_has "Did you mean the file, '@missing.json'?"

it "refuses members that are no settings with --strict"
run create bot '{"enableHumanSuport":true}' --strict
exits_with 3
out_has '{"field":"/enableHumanSuport","code":"unknown_member","message":"'
err_has 'Did you mean "enableHumanSupport"?'
is_missing human-support.db

# Runs the program with these streams closed, such as `<&- 2>&-`.
run_with() {
    local streams=$1
    shift
    command="human-support $* $streams"
    code=0
    rm -f out err
    touch out err
    eval '"$program" "$@"' "$streams" || code=$?
}

it "does its work, or says that it cannot, if standard streams are closed"
given create bot
given export
cp out records.jsonl
run_with '<&- >out 2>&-' get bot
exits_with 0
out_has '"chatbotId":"bot"'
run_with '<&- >&- 2>err' get bot
exits_with 1
err_has 'Standard output cannot be written'
run_with '<&- >&- 2>&-' get bot
exits_with 1
run_with '<&- >out 2>err' import
exits_with 3
err_has 'Standard input cannot be read'
run_with '<&- >out 2>err' upsert bot -
exits_with 3
out_has 'Standard input cannot be read'
run_with '<&- >&- 2>&-' import records.jsonl --replace
exits_with 0
run check
exits_with 0

it "works in a locale that does not exist"
given create bot '{"positiveFeedbackPrompt":"ä"}'
for arguments in 'get bot' 'preview bot' 'update bot {}'; do
    command="LC_ALL=xx_YY.UTF-8 human-support $arguments"
    code=0
    env LC_ALL=xx_YY.UTF-8 "$program" $arguments >out 2>err || code=$?
    exits_with 0
    err_lacks locale
done

it "takes file names that are not UTF-8, and prints none of them as they are"
given --db $'b\xff.db' create bot
exists $'b\xff.db'
run --db $'b\xff.db' backup $'copy\xff.db'
exits_with 0
exists $'copy\xff.db'
err_lacks $'\xff'
run --db new.db import $'missing\xff'
exits_with 3
err_has 'cannot be read: No such file or directory.'
err_lacks $'\xff'
is_missing new.db
