# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
readme=$(dirname "${BASH_SOURCE[0]}")/../../README.md
[[ $readme == /* ]] || readme=$PWD/$readme

it "says what the session in the README shows"
mkdir bin
ln -s "$program" bin/human-support
PATH="$PWD/bin:$PATH"
awk '/^## / { inside = $0 == "## The program" }
     /^```text$/ && inside { show = 1; next }
     /^```$/ { show = 0 }
     show' "$readme" >session
[ -s session ] || fail "there should be a session"
while IFS= read -r line; do
    if [[ $line == '$ '* ]]; then
        printf '%s\n' "$line"
        bash -c "${line#??}" </dev/null 2>&1
    fi
done <session >played
diff session played >out || fail "the session should be played as it stands"
