# vcpkg, with our port as an overlay. VCPKG_OVERLAY_PORTS, VCPKG_OVERLAY_TRIPLETS and
# HUMAN_SUPPORT_VCPKG_TRIPLET may name ports and a triplet that need no network.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! command -v vcpkg >/dev/null; then
    echo "Skipped: there is no vcpkg on the PATH, and Debian has no package of it"
    exit 77
fi
unset CMAKE_TOOLCHAIN_FILE
export VCPKG_ROOT=${VCPKG_ROOT:-$(dirname "$(readlink -f "$(command -v vcpkg)")")}
export VCPKG_DISABLE_METRICS=1
export VCPKG_BINARY_SOURCES=clear # the cache does not see that the port's sources have changed
triplet=${HUMAN_SUPPORT_VCPKG_TRIPLET:-}

it "builds the page's program with the overlay port"
cmake_program
sources
commands=$(block '## With vcpkg' 1)
commands=${commands/--classic/--classic --x-install-root=\"\$PWD/installed\" ${triplet:+--triplet=$triplet --host-triplet=$triplet}}
commands=${commands/cmake -B build/cmake -B build -DVCPKG_INSTALLED_DIR=\"\$PWD/installed\" ${triplet:+-DVCPKG_TARGET_TRIPLET=$triplet}}
succeeds bash -e -c "$commands"
log_has "That helped, thanks"
