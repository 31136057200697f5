#!/usr/bin/env bash
# Clang with libc++ compiles every public header and the SQLite engine, and a program made of them runs.
# Arguments: the project's folder, and flags that the includes of Boost, fmt and SQLite need.
#
# The system's libraries of Boost.JSON and fmt are made for libstdc++, so both are compiled from their
# headers here.
set -euo pipefail
source=$1
shift
compile=("${CLANGXX:-clang++}" -std=c++20 -stdlib=libc++ -Wall -Wextra -Werror -DFMT_HEADER_ONLY
    -I"$source/include" -I"$source/src" "$@")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '#include <string>' >probe.cpp
if ! "${compile[@]}" -fsyntax-only probe.cpp 2>/dev/null; then
    echo "Skipped: there is no Clang with libc++ (clang, libc++-14-dev and libc++abi-14-dev)."
    exit 77
fi

(cd "$source/include" && find human_support -name '*.hpp' | sort | sed 's/.*/#include <&>/') >headers.cpp
echo '#include <boost/json/src.hpp>' >boost_json.cpp
# All of the engine as one file, which is faster.
for file in "$source"/src/sqlite/*.cpp; do
    case $file in *_other.cpp) ;; *) echo "#include \"$file\"" ;; esac
done >engine.cpp
printf '%s\n' headers.cpp boost_json.cpp engine.cpp "$source/examples/quickstart.cpp" |
    xargs --max-procs="$(nproc)" -n 1 "${compile[@]}" -c
"${compile[@]}" ./*.o -lsqlite3 -pthread -o quickstart

output=$(./quickstart settings.db)
for line in 'POST -> 201' 'PATCH -> 200' '[That answered my question]' '[Talk to a human]'; do
    grep -qF "$line" <<<"$output" || {
        printf 'The quickstart does not print "%s":\n%s\n' "$line" "$output" >&2
        exit 1
    }
done
