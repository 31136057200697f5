# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# What the tests in a browser and the screenshot share. A script sources it with the build folder as "$1".

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "$1" && pwd)
host=$build/examples/chatbot_host
source "$here/../support/node_modules.sh"

skip() {
    echo "Skipped: the browser tests, since $1"
    exit 0
}

# What these tests need, or one line that says what is missing.
prepare() {
    CHROMIUM=$(command -v chromium || true)
    [ -n "$CHROMIUM" ] || skip "there is no chromium here (Debian: apt-get install chromium)"
    command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node with npm here"
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || skip "node is older than 20 here"
    [ -x "$host" ] || skip "the example host is not built here"
    install_node_modules "$here" "$build/tests/browser"
    export CHROMIUM NODE_PATH=$build/tests/browser/node_modules
}

# Starts the host in a folder of its own, which goes with it when the script ends.
start_host() {
    local attempts=0
    folder=$(mktemp -d)
    HOST_LOG=$folder/log
    : >"$HOST_LOG"
    "$host" --db "$folder/settings.db" --port 0 "$@" >"$HOST_LOG" &
    process=$!
    trap 'kill $process 2>/dev/null; wait $process || true; rm -rf "$folder"' EXIT
    until grep -q '^Listening on ' "$HOST_LOG"; do
        attempts=$((attempts + 1))
        if [ $attempts -gt 600 ] || ! kill -0 $process; then
            echo "The host did not start." >&2
            exit 1
        fi
        sleep 0.05
    done
    HOST_URL=$(sed -n 's/^Listening on //p' "$HOST_LOG")
    export HOST_LOG HOST_URL
}
