#!/usr/bin/env bash
# The table of schema versions in guarantees.md is that of the migrations. Argument: the project's folder.
set -euo pipefail
migrations=$(sed -n 's/^ *Migration{\([0-9]*\), R"sql(.*/\1/p' "$1/src/sqlite/schema.cpp" | nl -w1 -s' ')
table=$(sed -n 's/^| \([0-9]*\) | \([0-9]*\) | .*/\1 \2/p' "$1/docs/guarantees.md")
[ -n "$migrations" ]
diff <(echo "$migrations") <(echo "$table") || {
    echo "docs/guarantees.md should list each schema version, and the oldest version whose code may use it." >&2
    exit 1
}
