# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
build=$3
if ! grep -q human_support_tool "$build/cmake_install.cmake"; then
    echo 'Skipped: this build installs nothing.'
    exit 77
fi

it "installs the program with its manual page, its completions and the license"
command='cmake --install'
cmake --install "$build" --prefix installed --component human_support_tool >out 2>err || fail 'it should succeed'
installed=$(cd installed && find . -type f | sort)
[ "$installed" = './bin/human-support
./share/bash-completion/completions/human-support
./share/doc/human_support/LICENSE
./share/fish/vendor_completions.d/human-support.fish
./share/man/man1/human-support.1
./share/zsh/site-functions/_human-support' ] || fail "there should be no other files: $installed"
installed/bin/human-support --version >out 2>err || fail 'it should run'
grep -q '^\.TH HUMAN' installed/share/man/man1/human-support.1 || fail 'the page should be one'
