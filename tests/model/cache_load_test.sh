#!/usr/bin/env bash
# Searches all that cache_load.pml describes, and then without one rule after the other, which must fail.
# Argument: a folder to work in.
set -euo pipefail
model=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/cache_load.pml
for program in spin gcc; do
    if ! command -v "$program" >/dev/null; then
        echo "Skipped: there is no $program here, which searches the model of the cache."
        exit 77
    fi
done
mkdir -p "$1"
folder=$(mktemp -d "$1/cache_load.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# What happens in one search; together it would take too long.
searches=("-DPRELOAD=0 -DOWN=0" "-DPRELOAD=1 -DOWN=0" "-DREADERS=2 -DLAST=1" "-DPRELOAD=0 -DOWN=1"
          "-DPRELOAD=1 -DOWN=1")

# Returns whether an order was found in which something breaks. Fails if not every order was tried.
finds_fault() { # RACE SEARCH
    # shellcheck disable=SC2086
    spin -DRACE="$1" $2 -a "$model" >spin.txt || { cat spin.txt; exit 1; }
    gcc -O2 -DSAFETY -w -o search pan.c
    ./search -m100000 >search.txt
    if grep -q 'max search depth too small\|out of memory\|hash table too small' search.txt; then
        cat search.txt
        exit 1
    fi
    grep -q 'errors: 0$' search.txt && return 1
    grep -q 'errors: [1-9]' search.txt || { cat search.txt; exit 1; }
}

for search in "${searches[@]}"; do
    if finds_fault 0 "$search"; then
        echo "The rules of the cache break ($search):"
        cat search.txt
        exit 1
    fi
    echo "No order breaks the rules ($search): $(grep 'states, stored' search.txt)"
done

# The search in which each race shows.
search_of() { # RACE
    case $1 in
    3) echo "-DPRELOAD=0 -DOWN=1" ;;
    6 | 7 | 9 | 17) echo "-DPRELOAD=1 -DOWN=0" ;;
    10 | 11) echo "-DPRELOAD=1 -DOWN=1" ;;
    12) echo "-DREADS=3 -DRARE=2" ;; # too large to search without the race
    16) echo "-DREADERS=2 -DLAST=1" ;;
    *) echo "-DPRELOAD=0 -DOWN=0" ;;
    esac
}

races=$(grep -o 'RACE [!=]= [0-9]*' "$model" | awk '$3 > 0 { print $3 }' | sort -nu)
for race in $races; do
    search=$(search_of "$race")
    if ! finds_fault "$race" "$search"; then
        echo "The model does not need the rule that RACE=$race takes out ($search)."
        exit 1
    fi
    echo "RACE=$race breaks ($search): $(grep -m1 -o 'assertion violated.*\|invalid end state' search.txt)"
done
