# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
# What the tests of the packages share. A test sources it, in bash, with the source tree as "$1" and the
# folder of the installed packages as "$2".

source "$(dirname "${BASH_SOURCE[0]}")/../support/checks.sh"
source_tree=$1
packages=$2
version=$(sed -n 's/^project(human_support VERSION \([0-9.]*\)$/\1/p' "$source_tree/CMakeLists.txt")
minor_version=${version%.*}

# A host may turn on unity builds, and they are fast; the toolchain file that does it is one for all.
export CMAKE_TOOLCHAIN_FILE=$source_tree/tests/packages/unity_build.cmake
export CMAKE_BUILD_PARALLEL_LEVEL=2
unset CMAKE_PREFIX_PATH human_support_DIR human_support_ROOT PKG_CONFIG_PATH

show_evidence() { [ ! -f log ] || tail -n 40 log; }

# Runs a command, and keeps what it says in the file `log`.
succeeds() { "$@" >log 2>&1 || fail "it should succeed: $*"; }
fails() { ! "$@" >log 2>&1 || fail "it should fail: $*"; }

# CMake breaks lines where it likes.
log_has() { [[ $(tr -s ' \n' ' ' <log) == *"$1"* ]] || fail "the log should have: $1"; }
log_lacks() { [[ $(tr -s ' \n' ' ' <log) != *"$1"* ]] || fail "the log should not have: $1"; }

# The block number $2 of the section $1 of docs/packages.md, as in `block "## Installed" 1`.
block() {
    awk -v heading="$1" -v wanted="$2" '
        /^```./ && inside { show = ++count == wanted; next }
        /^```$/ { show = 0 }
        /^## / { inside = $0 == heading }
        show' "$source_tree/docs/packages.md"
}

# The page's program, and its CMakeLists.txt for an installed library.
program() { block "## The program" 1 >main.cpp; }
cmake_program() {
    program
    block "## Installed" 2 >CMakeLists.txt
}

# Puts the library's sources where the page says, without what only its own tests need.
sources() {
    mkdir human-support
    (cd "$source_tree" && cp -r CMakeLists.txt LICENSE cmake conanfile.py include ports src \
        "$OLDPWD/human-support")
}

# Configures, builds and runs the program with a package, as in `uses_package static`. Further arguments
# are CMake's.
uses_package() {
    local package=$1
    shift
    succeeds cmake -B build -DCMAKE_PREFIX_PATH="$packages/$package" "$@"
    succeeds cmake --build build
    succeeds build/shop
    log_has "That helped, thanks"
}

if [ -z "$version" ] || [ -z "$(block '## The program' 1)" ]; then
    echo "CMakeLists.txt should say the version, and docs/packages.md the program" >&2
    exit 1
fi
