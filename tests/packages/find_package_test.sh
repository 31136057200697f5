# find_package, with packages that were moved after their installation.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

it "builds the page's program with a static library"
cmake_program
commands=$(block '## Installed' 3)
succeeds bash -e -c "${commands/\$PWD\/installed/$packages/static}"
log_has "That helped, thanks"

it "builds it with a shared library, for which a host needs no SQLite"
cmake_program
uses_package shared -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON

it "asks for no SQLite if only core is wanted"
printf '%s\n' '#include <human_support/settings.hpp>' \
    'int main() { return human_support::HumanSupportSettings{}.enable_human_support; }' >main.cpp
block '## Installed' 2 | sed 's/ COMPONENTS sqlite//; s/human_support::sqlite/human_support::core/' >CMakeLists.txt
for package in static core; do
    rm -rf build
    succeeds cmake -B build -DCMAKE_PREFIX_PATH="$packages/$package" -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON
    succeeds cmake --build build
    succeeds build/shop
done

it "gives what is installed if no component is named"
cmake_program
sed -i 's/ COMPONENTS sqlite//' CMakeLists.txt
uses_package static

it "says what an engine lacks that is installed and was not named"
printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(host CXX)' \
    'find_package(human_support CONFIG REQUIRED)' >CMakeLists.txt
succeeds cmake -B build -DCMAKE_PREFIX_PATH="$packages/static" -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON
log_has "human_support goes on without sqlite: human-support needs SQLite"

it "is compatible within a minor version, and with no other"
accepts() {
    printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(host CXX)' \
        "find_package(human_support $1 CONFIG REQUIRED)" >CMakeLists.txt
    cmake -B "build $1" -DCMAKE_PREFIX_PATH="$packages/static"
}
for fitting in "$minor_version" "$version"; do succeeds accepts "$fitting"; done
for other in 0.0.9 "$version.1" 0.99 1.0; do fails accepts "$other"; done

it "goes on without an optional component that is not there"
printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(host CXX)' \
    'find_package(human_support CONFIG REQUIRED OPTIONAL_COMPONENTS sqlite)' \
    'message(STATUS "sqlite: ${human_support_sqlite_FOUND}")' >CMakeLists.txt
succeeds cmake -B build -DCMAKE_PREFIX_PATH="$packages/core"
log_has "sqlite: FALSE"
