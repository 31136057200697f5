#!/usr/bin/env bash
# No public header defines or undefines a macro, except HUMAN_SUPPORT_VERSION and an engine's, such as
# HUMAN_SUPPORT_SQLITE_EXPORT; both are there. Arguments: the project's folder, then a compiler (GCC's or
# Clang's) with the flags that its includes need.
set -euo pipefail
source=$1
shift

# -dD keeps each #define beside the markers of the file that it stands in.
found=$(cd "$source/include" && find human_support -name '*.hpp' | sort | sed 's/.*/#include <&>/' |
    "$@" -std=c++20 -I"$source/include" -E -dD -x c++ - |
    awk '/^# [0-9]+ "/ { file = $3 }
         /^#(define|undef) / && file ~ /human_support\// { print file ": " $0 }')

for macro in HUMAN_SUPPORT_SQLITE_EXPORT HUMAN_SUPPORT_VERSION; do
    grep -q "#define $macro\b" <<<"$found" || {
        echo "The headers could not be read, or have lost the macro $macro." >&2
        exit 1
    }
done
if grep -vE '#define HUMAN_SUPPORT_([A-Z]+_EXPORT|VERSION)\b' <<<"$found" >&2; then
    echo "These macros meet whatever the host calls by their names." >&2
    exit 1
fi
