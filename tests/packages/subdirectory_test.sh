# add_subdirectory and FetchContent.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
commands=$(block '## As a part of your own build' 3)

it "builds the page's program with add_subdirectory"
program
sources
block '## As a part of your own build' 1 >CMakeLists.txt
succeeds bash -e -c "$commands"
log_has "That helped, thanks"

it "builds no tests and no examples there, asks for nothing that they need, and installs nothing"
program
sources
block '## As a part of your own build' 1 >CMakeLists.txt
succeeds cmake -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON \
    -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON -DCMAKE_DISABLE_FIND_PACKAGE_utf8proc=ON
succeeds cmake --install build --prefix installed
[ ! -e installed ] || fail "there should be no $(find installed -type f | head -n 1)"
succeeds cat build/compile_commands.json
log_has "/unity_0_cxx.cxx"
log_lacks "-W"
log_lacks "/examples/"

it "changes no flag, no variable and no test of the host's"
sources
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(host VERSION 3.0 LANGUAGES CXX) # CMake gives a host without a version ours
function(state result)
    get_directory_property(names VARIABLES)
    get_directory_property(cached CACHE_VARIABLES)
    list(REMOVE_ITEM names ${cached} ARGC ARGN ARGV ARGV0 result names cached state before CMAKE_CURRENT_FUNCTION
         CMAKE_CURRENT_FUNCTION_LIST_DIR CMAKE_CURRENT_FUNCTION_LIST_FILE CMAKE_CURRENT_FUNCTION_LIST_LINE)
    # What is in the cache but ours, and where the packages are that were found.
    list(FILTER cached INCLUDE REGEX "^(CMAKE|BUILD)_")
    foreach(name IN LISTS names cached)
        string(APPEND state "${name}=${${name}}\n")
    endforeach()
    foreach(property COMPILE_OPTIONS COMPILE_DEFINITIONS INCLUDE_DIRECTORIES LINK_OPTIONS LINK_LIBRARIES TESTS)
        get_directory_property(value ${property})
        string(APPEND state "${property}=${value}\n")
    endforeach()
    set(${result} "${state}" PARENT_SCOPE)
endfunction()
state(before)
file(WRITE before "${before}")
add_subdirectory(human-support)
state(after)
file(WRITE after "${after}")
END
succeeds cmake -B build
[ -s before ] || fail "there should be something to compare"
succeeds diff before after

it "builds the page's program with FetchContent"
program
sources
block '## As a part of your own build' 2 >CMakeLists.txt
succeeds bash -e -c "$commands"
log_has "That helped, thanks"
