# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# An SQLite at run time that is another than the program was compiled with. The library that plays it is "$2".
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
other_sqlite=$2

if ! ldd "$program" | grep -q libsqlite3; then
    echo 'Skipped: this program has its SQLite inside, so that no other can take its place.'
    exit 77
fi

# Runs the program with such an SQLite, as in `run_with OTHER_SQLITE_VERSION=3036000 get bot`.
run_with() {
    local difference=$1
    shift
    command="human-support $* (with $difference)"
    code=0
    env "$difference" LD_PRELOAD="$other_sqlite" "$program" "$@" >out 2>err || code=$?
}

it "runs with the SQLite that it was compiled with, and with a newer one"
run_with OTHER_SQLITE_THREADSAFE=1 create bot
exits_with 0
run_with OTHER_SQLITE_VERSION=3999000 get bot
exits_with 0

it "refuses one that is older than the one it was compiled with, before it makes a file"
run_with OTHER_SQLITE_VERSION=3007017 create bot
exits_with 6
err_has "human-support.db' cannot be opened: SQLite 3.7.17 was found, but this program was compiled with 3."
err_has 'Let it use that version or a newer one.'
is_missing human-support.db

it "refuses one that is for one thread alone"
run_with OTHER_SQLITE_THREADSAFE=0 create bot
exits_with 6
err_has "human-support.db' cannot be opened: the SQLite that was found was built with SQLITE_THREADSAFE=0"
is_missing human-support.db
