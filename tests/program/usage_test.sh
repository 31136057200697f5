# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "takes an empty value for one, and never the next word"
given create x
for arguments in '--db= get x' 'get x --db=' '--account= list' 'get x --account=' 'list --after= --limit 3'; do
    run $arguments
    exits_with 3
done
for arguments in 'list --limit= 3' 'changes --after= 3' 'changes --limit= 3' 'update x {} --if-revision= 1' \
    'purge-erasures --before= 2000-01-31T00:00:00Z' 'changes --follow=' 'transfer x --clear-emails= y'; do
    run $arguments
    exits_with 2
    out_is ''
done
run changes --follow=no
exits_with 2
err_has '--follow takes no value.'
run preview x --suggestion= --json
exits_with 0
out_has '{"kind":"suggestion","text":""}'
[ "$(echo *)" = 'err human-support.db out' ] || fail 'there should be no other file'

it "keeps values in brackets whole"
given create x '{"enableHumanSupport":true}'
for text in '[a,b]' '[[aabb]]' '[]'; do
    run preview x --suggestion "$text" --suggestion="$text" --json
    exits_with 0
    out_has '{"kind":"suggestion","text":"'"$text"'"},{"kind":"suggestion","text":"'"$text"'"}'
    for arguments in "--db $text create x" "--db=$text get x"; do
        run $arguments
        exits_with 0
    done
    exists "$text"
    run update x "$text"
    exits_with 3
    run update x -- "$text"
    exits_with 3
    run list --limit "$text"
    exits_with 2
done
run update x '[1,2]'
err_has 'The body must be a JSON object.'

it "names the command that was probably meant"
run lst
exits_with 2
err_is "'lst' is neither a command nor an option. Did you mean 'list'?
Run 'human-support --help' for help."
run xyzzy
err_lacks 'Did you mean'
run help prewiew
exits_with 2
err_has "'prewiew' is not a command. Did you mean 'preview'?"
run
exits_with 2
err_has 'Which command?'

it "names the option that was probably meant"
run list --limt=3
exits_with 2
err_has "'--limt=3' is not an option of 'human-support list'. Did you mean '--limit'?"
run changes -follow
err_has "Did you mean '--follow'?"
run get bot --acount acme
err_has "Did you mean '--account'?"
run --dbb x get bot
err_has "'--dbb' is not an option of 'human-support get'. Did you mean '--db'?"
run get --nonsense
err_has "'--nonsense' is not an option of 'human-support get'."
err_lacks 'Did you mean'

it "says how to write an id that begins with a dash"
given create -- -bot
run get -bot
exits_with 2
err_has "'-bot' is not an option of 'human-support get'. If it is the CHATBOT_ID, write '--' before it."
given get -- -bot
run get -- -bot --nonsense
exits_with 2
err_lacks 'is not an option'

it "takes the database and the account from the environment"
HUMAN_SUPPORT_DB=other.db HUMAN_SUPPORT_ACCOUNT=acme run create bot
exits_with 0
exists other.db
is_missing human-support.db
run --db other.db list
out_is ''
run --db other.db --account acme list
out_has_lines 1
given create mine
HUMAN_SUPPORT_DB=other.db HUMAN_SUPPORT_ACCOUNT=acme run --account default --db human-support.db get mine
exits_with 0
HUMAN_SUPPORT_DB='' HUMAN_SUPPORT_ACCOUNT='' run get mine
exits_with 0

it "prints the help of the command help as that of the option"
run --help
cp out expected
run help
exits_with 0
out_is "$(cat expected)"
out_has HUMAN_SUPPORT_DB
out_has HUMAN_SUPPORT_ACCOUNT
commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\)  .*/\1/p' out)
[ "$(echo "$commands" | wc -w)" -gt 10 ] || fail 'there should be commands'
for name in $commands; do
    run "$name" --help
    cp out expected
    run help "$name"
    exits_with 0
    out_is "$(cat expected)"
    out_has "Usage: human-support $name"
done

it "prints help that fits into 80 columns, with no word broken"
for name in '' $commands; do
    run help $name
    awk 'length($0) > 80' out >long
    [ ! -s long ] || fail "no line should be longer: $(head -n 1 long)"
done
HUMAN_SUPPORT_DB=/a/b run --help
cp out expected
run --help
out_is "$(cat expected)"

if groff -v >/dev/null 2>&1; then
    it "writes a manual page without a mistake, of the commands that the help has"
    run generate man-page
    exits_with 0
    groff -man -ww -Tascii out >shown 2>warnings
    [ ! -s warnings ] || fail "there should be no warning: $(head -n 3 warnings)"
    col -bx <shown >out 2>/dev/null || sed 's/\x1b\[[0-9;]*m//g; s/.\x08//g' shown >out
    for name in $commands HUMAN_SUPPORT_DB --db --suggestion; do out_has "$name"; done
    out_has "human-support create support-bot '{\"enableHumanSupport\": true}'"
fi
