# The example program and the example host on a PostgreSQL server, with the program as "$1" and the host, if it
# was built, as "$2". To be run by with_server.
source "$(dirname "${BASH_SOURCE[0]}")/../../program/support.sh"
host=${2:-}
server=$HUMAN_SUPPORT_TEST_SERVER

it "makes nothing unless it is to store something"
run --db "$server" list
exits_with 6
err_has 'holds no human support settings'

it "moves records from a file to a server and back by export and import"
given --db file.db create a '{"humanSupportConfirmationMessage":"ä\n漢🙂\"\\{,}"}'
given --db file.db --account acme create b '{"leadNotificationEmail":["x@example.com","y@example.com"]}'
given --db file.db export
cp out file.jsonl
run --db "$server" import file.jsonl
exits_with 0
err_is 'Records stored: 2, refused: 0.'
given --db "$server" export
cp out server.jsonl
given --db back.db import server.jsonl
given --db back.db export
cmp -s out file.jsonl || fail "the records should come back as they were"

it "does on a server what it does on a file"
run --db "$server" update a '{"leadNotification":true}'
exits_with 0
out_has '"leadNotification":true'
run --db "$server" create a
exits_with 5
run --db "$server" preview a
exits_with 0
run --db "$server" changes
exits_with 0
out_has '"chatbotId":"a"'
given --db "$server" delete a
run --db "$server" purge-erasures --before 2999-01-01T00:00:00Z
exits_with 0
out_is '{"purged":1}'

it "says which commands are for files, and what a server has instead"
run --db "$server" check
exits_with 3
err_is 'This is for a file; for a server, use its own checks, such as pg_amcheck.'
run --db "$server" backup copy.db
exits_with 3
err_is 'This is for a file; for a server, use its own tools, such as pg_dump, or export the records.'
is_missing copy.db

it "shows no password"
run --db "postgresql://postgres:s3cret@127.0.0.1:1/postgres" list
exits_with 6
err_has 'cannot be reached'
err_lacks 's3cret'

if [ -n "$host" ] && command -v curl >/dev/null; then
    it "serves the example host, whose settings are there after its end"
    serve() {
        rm -f host.log
        "$host" --db "$server" --port 0 >host.log 2>&1 &
        process=$!
        wait_until grep -q '^Listening on' host.log
        address=$(sed -n 's/^Listening on //p' host.log)
    }
    settings() {
        curl --silent --header 'Authorization: Bearer demo' --header 'Content-Type: application/json' "$@" \
            "${address}v1/chatbots/chatbot/hosted/human-support-settings" >out
    }
    serve
    settings --request POST --data '{"enableHumanSupport":true}'
    out_has '"enableHumanSupport":true'
    curl --silent "${address}metrics" >out
    out_has "human_support_commits_total 1"
    kill "$process"
    wait "$process" || fail "the host should end in order"
    serve
    settings
    out_has '"enableHumanSupport":true'
    kill "$process"
    wait "$process" || true
fi
