#!/usr/bin/env bash
# Copies a database file into a folder, checks the copy, and removes copies that are older than some days:
#   nightly_backup.sh FILE FOLDER [DAYS]
# Prints nothing if all went well, so that cron sends mail only if something did not.
set -euo pipefail
file=$1
folder=$2
days=${3:-14}
copy=$folder/$(date -u +%Y-%m-%dT%H%M%SZ).db

run() { # shows what a command says only if it fails
    local said
    said=$("${HUMAN_SUPPORT:-human-support}" "$@" 2>&1) || { printf '%s\n' "$said" >&2; return 1; }
}

run --db "$file" backup "$copy"
if ! run --db "$copy" check; then
    mv "$copy" "$copy.damaged" # so that nobody restores it by mistake
    exit 1
fi
# Only now, so that the last sound copy stays while new ones fail.
find "$folder" -maxdepth 1 -type f -name '????-??-??T??????Z.db*' -mtime +"$days" -delete
