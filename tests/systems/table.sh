#!/usr/bin/env bash
# Prints the table of the systems that the scripts here and the builds of .ci/run tried, and fails if the table
# of the README lacks one of them. Versions are not compared: those of newer systems move.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What this machine itself tried.
here=$(. /etc/os-release && echo "Debian ${VERSION_ID-unstable}")
for build in tests:'all tests' coverage:'all tests but those of packages, under AddressSanitizer and UndefinedBehaviorSanitizer'; do
    versions=build/${build%%:*}/tests/versions
    [ ! -x "$versions" ] || echo "| $here | $("$versions") | ${build#*:} |" >"build/systems/here_${build%%:*}.row"
done

cat build/systems/*.row
while IFS= read -r system; do
    grep -qF "$system" README.md || {
        echo "The README's table of systems lacks this one: $system" >&2
        exit 1
    }
done < <(sed -E 's/^(\| [^|]* \| [A-Za-z]+) .*/\1/' build/systems/*.row)
