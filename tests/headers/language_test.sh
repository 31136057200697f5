#!/usr/bin/env bash
# What the headers say to a compiler that is told to leave out a part of the language. Arguments: the project's
# folder, a compiler (GCC's or Clang's), and the flags that its includes need.
set -euo pipefail
source=$1
compiler=$2
shift 2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
headers=$(cd "$source/include" && find human_support -maxdepth 1 -name '*.hpp' ! -name '*_export.hpp' | sort)

fail() {
    echo "$1" >&2
    cat log >&2
    exit 1
}

# Compiles what stands on standard input, and keeps what the compiler says in the file `log`.
compiles() { "$compiler" -I"$source/include" "$@" -fsyntax-only -x c++ - >log 2>&1; }

# Expects that the first error is $1, and that nothing follows but the compiler's end.
says_only() {
    grep -E '(^|[^-a-z])(fatal )?error:' log >errors || true
    [[ $(head -n 1 errors) == *"$1"* ]] || fail "The first error should be: $1"
    [[ $(sed 1d errors) == *"fatal error: "*stopped_by_the_error_above* ]] && [ "$(wc -l <errors)" -eq 2 ] ||
        fail "No other error should follow."
}

# With a language that is too old, each header says so in one sentence.
for standard in c++14 c++17; do
    for header in $headers; do
        if echo "#include <$header>" | compiles -std=$standard "$@"; then
            fail "$header should not compile as $standard."
        fi
        says_only "human-support needs C++20: compile with -std=c++20"
    done
done

# Without exceptions, all headers compile but those of the conformance checks, which say so.
for header in $headers human_support/testing/failing_repository.hpp; do
    echo "#include <$header>"
done | compiles -std=c++20 -fno-exceptions "$@" || fail "The headers should compile without exceptions."
if echo '#include <human_support/testing/repository_conformance.hpp>' | compiles -std=c++20 -fno-exceptions "$@"; then
    fail "The conformance checks should not compile without exceptions."
fi
says_only "The conformance checks report what they find by exceptions"

# There, value() ends the program with the error's sentence, if there is no value.
cat >program.cpp <<'END'
#include <human_support/result.hpp>
int main() {
    human_support::Result<int> const result = human_support::Errc::busy;
    return result.value();
}
END
"$compiler" -std=c++20 -fno-exceptions -I"$source/include" "$@" program.cpp -o program >log 2>&1 ||
    fail "The program should be built without exceptions."
if ./program >log 2>&1; then
    fail "value() should end the program."
fi
grep -q "This is not possible at the moment; try again soon." log || fail "It should say why."
