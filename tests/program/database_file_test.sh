# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "makes a new file only for create, upsert and import"
for arguments in 'get bot' 'update bot' 'delete bot' 'transfer bot acme' 'list' 'changes' \
    'export' 'preview bot' 'check' 'backup copy.db' \
    'purge-erasures --before 2000-01-31T00:00:00Z'; do
    run $arguments
    exits_with 6
    err_has 'human-support.db'
    is_missing human-support.db
    is_missing copy.db
done
for arguments in 'create bot' 'upsert bot' 'import /dev/null'; do
    run --db "${arguments%% *}.db" $arguments
    exits_with 0
    exists "${arguments%% *}.db"
done

it "answers a missing file with an envelope"
run get bot
out_has '{"success":false,"code":"storage_failed","message":"'

it "refuses a folder in place of the file"
mkdir folder
run --db folder create bot
exits_with 6
err_has folder

it "refuses a file that is no database, and leaves it as it is"
printf 'This is no database, but a text that is longer than one header of it would be.%0500d' 0 >text
cp text copy
for name in create get; do
    run --db text "$name" bot
    exits_with 6
    out_has '"code":"storage_corrupt"'
done
cmp -s text copy || fail 'the file should not have changed'

it "refuses a file in a folder that does not exist"
run --db missing/human-support.db create bot
exits_with 6
err_has missing

# Nobody keeps root from writing, so as root these run as another user.
unprivileged() {
    command="human-support $*"
    code=0
    if [ "$(id -u)" -ne 0 ]; then
        "$world/program" "$@" >"$world/out" 2>"$world/err" || code=$?
    else
        setpriv --reuid=65534 --regid=65534 --clear-groups "$world/program" "$@" \
            >"$world/out" 2>"$world/err" || code=$?
    fi
    cp "$world/out" "$world/err" .
}

chmod 755 "$world"
cp "$program" "$world/program"
it "can run without privileges"
unprivileged --version
if [ "$code" -ne 0 ]; then
    echo 'Skipped: what only the superuser could do, since setpriv cannot give the privileges up.'
    exit 0
fi

it "refuses a folder that cannot be written"
mkdir locked
chmod 555 locked
unprivileged --db locked/human-support.db create bot
exits_with 6
out_has '"code":"storage_failed"'
err_has locked
is_missing locked/human-support.db

it "refuses a file that cannot be read"
given create bot
chmod 000 human-support.db
unprivileged get bot
exits_with 6
out_has '"code":"storage_failed"'
err_has human-support.db

it "says that a device is no database file"
for device in /dev/null /dev/stdin; do
    run --db "$device" get bot </dev/null
    exits_with 6
    err_has 'is no database file'
    err_lacks 'damaged'
done
