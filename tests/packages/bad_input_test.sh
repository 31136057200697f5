# What is said where something is missing: one sentence with what, which version, and how to get it.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

library_says() {
    local sentence=$1
    shift
    fails cmake -S "$source_tree" -B library -DHUMAN_SUPPORT_BUILD_TESTS=OFF -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF "$@"
    log_has "$sentence"
    [ "$(grep -c 'CMake Error' log)" -eq 1 ] || fail "there should be one error"
}

host_says() {
    local package=$1 components=$2 sentence=$3
    shift 3
    printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(host CXX)' \
        "find_package(human_support $minor_version CONFIG REQUIRED COMPONENTS $components)" >CMakeLists.txt
    fails cmake -B host -Dhuman_support_DIR="$packages/$package/lib/cmake/human_support" "$@"
    log_has "$sentence"
    [ "$(grep -c 'CMake Error' log)" -eq 1 ] || fail "there should be one error"
}

# Lets a project begin with lines of one's choice.
begin_with() {
    printf '%s\n' "$@" >begin.cmake
    begin=(-DCMAKE_PROJECT_INCLUDE="$PWD/begin.cmake")
}

# A package that is there in a version of one's choice, and makes the target $3; the system's are not.
fake_package() {
    mkdir -p fake
    echo "add_library($3 INTERFACE IMPORTED)" >"fake/$1Config.cmake"
    printf '%s\n' "set(PACKAGE_VERSION $2)" 'if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION)' \
        'set(PACKAGE_VERSION_COMPATIBLE TRUE)' 'endif()' >"fake/$1ConfigVersion.cmake"
    begin_with "set(CMAKE_PREFIX_PATH $PWD/fake)" 'set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH OFF)' \
        'set(CMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH OFF)'
}

no_boost="human-support needs Boost 1.81 or newer with Boost.JSON, and none was found: install libboost-json1.81-dev (Debian 12), "
no_fmt="human-support needs fmt 9 or newer, and none was found: install libfmt-dev (Debian), fmt (vcpkg) or fmt (Conan)"
no_sqlite="human-support needs SQLite 3.37 or newer, and none was found: install libsqlite3-dev (Debian), sqlite3 (vcpkg)"

it "names Boost if there is none"
library_says "$no_boost" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
host_says static sqlite "$no_boost" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON

it "names fmt if there is none"
library_says "$no_fmt" -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON
host_says static sqlite "$no_fmt" -DCMAKE_DISABLE_FIND_PACKAGE_fmt=ON

it "names SQLite if there is none"
library_says "$no_sqlite" -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON
host_says static sqlite "$no_sqlite" -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON

it "names what only our own tests and examples need, and how to do without them"
library_says "human-support needs Catch2 2.13.5 or newer for its tests, and none was found: install catch2 (Debian)" \
    -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON -DHUMAN_SUPPORT_BUILD_TESTS=ON
log_has "or build with -DHUMAN_SUPPORT_BUILD_TESTS=OFF"
library_says "human-support needs CLI11 2.1 or newer for its example program, and none was found: install libcli11-dev" \
    -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON -DHUMAN_SUPPORT_BUILD_EXAMPLES=ON
log_has "or build with -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF"
library_says "human-support needs utf8proc 2.8 or newer for its example program, and none was found: install libutf8proc-dev" \
    -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=OFF -DCMAKE_DISABLE_FIND_PACKAGE_utf8proc=ON -DHUMAN_SUPPORT_BUILD_EXAMPLES=ON
log_has "or build with -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF"

it "names the Boost that is too old"
old_boost="human-support needs Boost 1.81 or newer with Boost.JSON, and only 1.74.0 was found: install"
fake_package Boost 1.74.0 Boost::json
library_says "$old_boost" "${begin[@]}"
host_says static sqlite "$old_boost" "${begin[@]}"

it "names the fmt that is too old"
old_fmt="human-support needs fmt 9 or newer, and only 8.1.1 was found: install"
fake_package Boost 1.90.0 Boost::json
fake_package fmt 8.1.1 fmt::fmt
library_says "$old_fmt" "${begin[@]}"
host_says static sqlite "$old_fmt" "${begin[@]}"

it "names the CLI11 and the Catch2 that are too old"
fake_package Boost 1.90.0 Boost::json
fake_package fmt 10.0.0 fmt::fmt
fake_package SQLite3 3.40.1 SQLite3::SQLite3
fake_package CLI11 1.9.1 CLI11::CLI11
fake_package Catch2 2.13.4 Catch2::Catch2
library_says "human-support needs CLI11 2.1 or newer for its example program, and only 1.9.1 was found: install" \
    -DCMAKE_FIND_PACKAGE_PREFER_CONFIG=ON -DHUMAN_SUPPORT_BUILD_EXAMPLES=ON "${begin[@]}"
library_says "human-support needs Catch2 2.13.5 or newer for its tests, and only 2.13.4 was found: install" \
    -DCMAKE_FIND_PACKAGE_PREFER_CONFIG=ON -DHUMAN_SUPPORT_BUILD_TESTS=ON "${begin[@]}"

it "names the SQLite that is too old"
mkdir include
echo '#define SQLITE_VERSION "3.34.1"' >include/sqlite3.h
library_says "human-support needs SQLite 3.37 or newer, and only 3.34.1 was found: install" \
    -DSQLite3_INCLUDE_DIR="$PWD/include"

it "names the utf8proc that is too old"
mkdir include
printf '#define UTF8PROC_VERSION_%s\n' 'MAJOR 2' 'MINOR 7' 'PATCH 0' >include/utf8proc.h
library_says "human-support needs utf8proc 2.8 or newer for its example program, and only 2.7.0 was found: install" \
    -Dutf8proc_INCLUDE_DIR="$PWD/include" -DHUMAN_SUPPORT_BUILD_EXAMPLES=ON

it "names the compiler that is too old"
begin_with "set(CMAKE_CXX_COMPILER_VERSION 9.4.0)"
library_says "human-support needs a compiler with C++20, and GNU 9.4.0 is too old: install GCC 12, Clang 14 or" \
    -DCMAKE_CXX_COMPILER=g++ "${begin[@]}"
host_says static sqlite "human-support needs a compiler with C++20, and GNU 9.4.0 is too old: install GCC 12, Clang 14" \
    -DCMAKE_CXX_COMPILER=g++ "${begin[@]}"

it "names the compiler that has no C++20"
begin_with "set(CMAKE_CXX_COMPILE_FEATURES cxx_std_17)"
library_says "human-support needs a compiler with C++20" "${begin[@]}"

it "names the component that does not exist"
host_says static "mysql" "human_support $version has no component 'mysql': ask for core or sqlite or postgresql."

it "names the component that was not installed"
host_says core sqlite "This human_support $version lacks its component sqlite: build it again with HUMAN_SUPPORT_BUILD_SQLITE=ON"
