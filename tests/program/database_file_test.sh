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

# A database with the table `t`, and one whose only table has one of our names.
foreign_database() {
    base64 -d <<<'H4sIAAAAAAACAwsO9MksSVVIyy/KTSxRMGZgYmBkZHBQUGBgYGAEYiYGBADxWdD4hAAjg14yIy+IwXifAYhGAX2BPCObOD8/o35JYlJOakkJk3OQq2OIq0KIo5OPq0KJRoUmKG5QYnkUjCgAAKZy39EABAAA' |
        gzip -d
}
database_with_foreign_table() {
    base64 -d <<<'H4sIAAAAAAACAwsO9MksSVVIyy/KTSxRMGZgYmBkZHBQUGBgYGAEYiYGBADxWdD4hAAjg14yIy+IwbiAAYhGAYkgjpFN3NKSMbIkMSknNaM0NzEvvri0oCC/qCS+OLWkJDMvvRi7KJNzkKtjiKtCiKOTj6sCdjUaFZqguEGJ5VEwogAA3lM/LQAEAAA=' |
        gzip -d
}

it "says what it makes in the database of another program, once"
for arguments in 'create bot' 'upsert bot' 'import /dev/null'; do
    foreign_database >other.db
    run --db other.db $arguments
    exits_with 0
    err_has "'other.db' was a database without human support settings: tables for them were made in it, and it was turned to WAL mode."
    run --db other.db upsert bot
    err_lacks 'WAL'
done
run --db new.db create bot
err_lacks 'WAL'

it "leaves the database of another program as it is if there is nothing to store"
foreign_database >other.db
foreign_database >before.db
for arguments in 'get bot' 'update bot' 'list' 'check' 'backup copy.db'; do
    run --db other.db $arguments
    exits_with 6
    err_has 'holds no human support settings'
done
cmp -s other.db before.db || fail 'the file should not have changed'

it "does not call a table of another program damage"
database_with_foreign_table >other.db
database_with_foreign_table >before.db
for arguments in 'create bot' 'get bot' 'list'; do
    run --db other.db $arguments
    exits_with 6
    err_has "has a table 'human_support_settings' of another program."
done
cmp -s other.db before.db || fail 'the file should not have changed'

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

it "reads where nothing can be written, and makes nothing there"
given create bot
given delete bot
given create bot
chmod 644 human-support.db
mkdir folder copies
chmod 777 copies
cp human-support.db folder
for locked in 'folder' 'folder/human-support.db' 'folder folder/human-support.db'; do
    chmod 777 folder
    chmod 666 folder/human-support.db
    chmod a-w $locked
    for arguments in 'get bot' 'list' 'changes' 'export' 'check' 'preview bot' 'backup copies/copy.db'; do
        unprivileged --db folder/human-support.db $arguments
        exits_with 0
    done
    for arguments in 'update bot' 'delete bot' 'create new' 'purge-erasures --before 2000-01-31T00:00:00Z'; do
        unprivileged --db folder/human-support.db $arguments
        exits_with 6
    done
    [ "$(ls folder)" = human-support.db ] || fail 'nothing should be beside the file'
    cmp -s human-support.db folder/human-support.db || fail 'the file should not have changed'
    rm -f copies/copy.db
done

it "says why it cannot read a file with a WAL where nothing can be written"
given create bot
mkdir folder
cp human-support.db folder
touch folder/human-support.db-wal
chmod 644 folder/*
chmod 555 folder
unprivileged --db folder/human-support.db get bot
exits_with 6
err_has 'cannot be read without writing: a WAL or a journal beside it belongs to it.'

it "reads what another process writes, where it cannot write itself"
mkdir folder
given --db folder/human-support.db create bot
chmod 755 folder
chmod 644 folder/human-support.db
"$program" --db folder/human-support.db changes --follow >followed &
follower=$!
wait_until grep -qs bot followed
given --db folder/human-support.db create later
unprivileged --db folder/human-support.db get later
kill "$follower"
wait "$follower"
exits_with 0

it "says that a device is no database file"
for device in /dev/null /dev/stdin; do
    run --db "$device" get bot </dev/null
    exits_with 6
    err_has 'is no database file'
    err_lacks 'damaged'
done
