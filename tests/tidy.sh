#!/usr/bin/env bash
# Runs clang-tidy over include and src: tests/tidy.sh BUILD_DIRECTORY (a configured one).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=$1

# One file that includes every public header stands for them all.
headers=$build/all_headers.cpp
(cd include && find human_support -name '*.hpp' | sort | sed 's/.*/#include <&>/') >"$headers"

# Findings are on standard output; standard error only counts what is not ours.
printf '%s\n' src/*/*.cpp |
    xargs --max-procs="$(nproc)" -n 1 clang-tidy-14 --quiet -p "$build" --header-filter="$PWD/src/.*" 2>/dev/null
clang-tidy-14 --quiet --header-filter="$PWD/include/.*" "$headers" -- -std=c++20 -I"$PWD/include" 2>/dev/null
echo "clang-tidy has no findings."
