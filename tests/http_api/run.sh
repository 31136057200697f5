#!/usr/bin/env bash
# Checks docs/openapi.yaml with a linter, and lets a client that is made of it ask the example host:
#     tests/http_api/run.sh BUILD_DIR
# What npm installs goes into BUILD_DIR/http_api_client. Prints `Skipped: …` where something is missing.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
description=$source/../../docs/openapi.yaml
build=$(cd "$1" && pwd)
folder=$build/http_api_client

skip() {
    echo "Skipped: $1"
    exit 0
}
command -v node >/dev/null && command -v npm >/dev/null || skip "node or npm is not installed."
[ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 20 ] || skip "node $(node --version) is older than 20."

mkdir -p "$folder"
cd "$folder"
if ! cmp -s "$source/package-lock.json" installed-lock.json; then
    rm -f installed-lock.json
    cp "$source/package.json" "$source/package-lock.json" .
    if ! npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
        cat npm.log
        grep -qE 'code (EAI_AGAIN|ENOTFOUND|ENETUNREACH|ECONNREFUSED|ETIMEDOUT)' npm.log && skip "npm reaches no registry."
        exit 1
    fi
    cp package-lock.json installed-lock.json
fi

export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
if ! npx redocly lint --extends recommended-strict "$description" >lint.log 2>&1; then
    cat lint.log
    exit 1
fi
echo "The description has no mistakes."

npx openapi-typescript "$description" --output api.d.ts >/dev/null
cp "$source/client_test.ts" .
npx tsc --strict --target es2022 --module nodenext --skipLibCheck client_test.ts

host=$build/examples/chatbot_host
[ -x "$host" ] || skip "the host was not built, which needs cpp-httplib."
data=$(mktemp -d)
coproc HOST { exec "$host" --db "$data/host.db" --port 0 --token secret=acme; }
trap 'kill "$HOST_PID" && wait "$HOST_PID"; rm -rf "$data"' EXIT
read -r line <&"${HOST[0]}"
address=${line#Listening on }
node client_test.js "${address%/}" secret
