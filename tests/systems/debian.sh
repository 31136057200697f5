#!/usr/bin/env bash
# Follows the README as a newcomer would on fresh systems of Debian: tests/systems/debian.sh RELEASE...
# with the names of releases, such as trixie, or sid for unstable.
#
# Each is made in build/systems/roots/RELEASE, runs examples/quickstart.sh, which is timed, and tests/run.sh.
# A warning is a failure, and so is a test that a package could keep from being skipped. What was tried is
# written to build/systems/RELEASE.row, as a row of a table. Takes root, debootstrap, and a mirror of Debian.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source scripts/debian_packages.sh
install_packages debootstrap
source tests/systems/debian_root.sh

fail() {
    echo "$1" >&2
    exit 1
}

for release in "$@"; do
    rm -f "build/systems/$release.row"
    make_root "$release" || continue
    log=build/systems/$release.log
    : >"$log"

    started=$SECONDS
    run in_root "$release" examples/quickstart.sh
    echo "$release: examples/quickstart.sh took $((SECONDS - started)) s, installation included."

    # What only some tests need, and would be skipped without.
    run in_root "$release" apt-get install --yes --no-install-recommends \
        python3 python3-jsonschema python3-yaml curl \
        clang libc++-dev libc++abi-dev doxygen bsdutils fish zsh ccache
    # The newest server and the newest CMake are enough.
    which="all tests but those of PostgreSQL and of packages"
    tests=(--label-exclude '^packages$')
    if [ "$release" = sid ]; then
        run in_root "$release" apt-get install --yes --no-install-recommends libpq-dev postgresql pgbouncer
        which="all tests"
        tests=()
    fi
    run with_ccache "$release" tests/run.sh "${tests[@]}"
    grep 'tests passed' "$log" | sed "s/^/$release: /"

    if grep -E '[0-9]: warning:|/ld: warning:|CMake .*Warning' "$log" >&2; then
        fail "There are warnings on $release."
    fi
    # Debian has no package of the first two; what takes node with npm is enough on one system.
    if grep '^Skipped: ' "$log" |
        grep -vE 'no (Conan 2|vcpkg) on the PATH|the browser tests|PostgreSQL|no libpq|node or npm' >&2; then
        fail "Tests are skipped on $release that a package could mend."
    fi
    # Unstable has no number.
    name=$(. "$roots/$release/etc/os-release" && echo "Debian ${VERSION_ID-unstable}")
    versions=$(in_root "$release" build/tests/tests/versions)
    echo "| $name | $versions | $which |" | tee "build/systems/$release.row"
done
