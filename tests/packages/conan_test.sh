# Conan 2. Where CONAN_HOME is set, that is used, and HUMAN_SUPPORT_CONAN_ARGUMENTS are added to its
# commands, such as "-pr:a PROFILE -nr" for dependencies that need no network.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! conan --version 2>/dev/null | grep -q ' 2\.'; then
    echo "Skipped: there is no Conan 2 on the PATH, and Debian has no package of it"
    exit 77
fi
unset CMAKE_TOOLCHAIN_FILE
if [ -z "${CONAN_HOME:-}" ]; then
    export CONAN_HOME=$world/conan
    conan profile detect >/dev/null 2>&1
fi
arguments="--build=missing ${HUMAN_SUPPORT_CONAN_ARGUMENTS:-}"

it "builds the page's program with the package"
cmake_program
sources
mkdir -p human-support/tests/packages
cp -r "$source_tree/tests/packages/conan" human-support/tests/packages
commands=$(block '## With Conan 2' 1)
succeeds bash -e -c "${commands//--build=missing/$arguments}"
log_has "That helped, thanks"

for option in shared=True with_sqlite=False; do
    it "builds the package and its test with $option"
    # shellcheck disable=SC2086
    succeeds conan create "$world/1/human-support" $arguments -s compiler.cppstd=20 -o "human-support/*:$option"
done
