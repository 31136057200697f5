#!/usr/bin/env bash
# No public header defines or undefines a macro, but for HUMAN_SUPPORT_SQLITE_EXPORT. Arguments: the
# project's folder, then a compiler (GCC's or Clang's) with the flags that its includes need.
set -euo pipefail
source=$1
shift

# -dD keeps each #define beside the markers of the file that it stands in.
found=$(cd "$source/include" && find human_support -name '*.hpp' | sort | sed 's/.*/#include <&>/' |
    "$@" -std=c++20 -I"$source/include" -E -dD -x c++ - |
    awk '/^# [0-9]+ "/ { file = $3 }
         /^#(define|undef) / && file ~ /human_support\// { print file ": " $0 }')

if [ -z "$found" ]; then
    echo "The headers could not be read, or have lost their macro." >&2
    exit 1
fi
if grep -v '#define HUMAN_SUPPORT_SQLITE_EXPORT\b' <<<"$found" >&2; then
    echo "These macros meet whatever the host calls by their names." >&2
    exit 1
fi
