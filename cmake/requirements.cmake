# What the library needs, both where it is built and where an installed one is found (this file is
# installed beside the config file). Each function sets `problem` to "", or to one sentence that says
# what is missing, in which version, and how to get it.

# The oldest versions that will do, in the one place where they are written. conanfile.py reads these
# lines, and the pkg-config file is made with them.
set(human_support_minimum_boost 1.81)
set(human_support_minimum_fmt 9)
set(human_support_minimum_sqlite 3.37)
set(human_support_minimum_cli11 2.1)
set(human_support_minimum_catch2 2.13.5)

# Ends the configuration with such a sentence.
function(human_support_stop_at problem)
    if(problem)
        message(FATAL_ERROR "${problem}")
    endif()
endfunction()

function(human_support_check_compiler problem)
    set(GNU_minimum 12)
    set(Clang_minimum 14)
    set(AppleClang_minimum 14.0.3)
    set(MSVC_minimum 19.30)
    set(minimum ${${CMAKE_CXX_COMPILER_ID}_minimum}) # none where it is a compiler we do not know
    if(NOT cxx_std_20 IN_LIST CMAKE_CXX_COMPILE_FEATURES OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS "${minimum}")
        set(${problem} "human-support needs a compiler with C++20, and ${CMAKE_CXX_COMPILER_ID}\
 ${CMAKE_CXX_COMPILER_VERSION} is too old: install GCC 12, Clang 14 or MSVC 19.30 (Visual Studio 2022), or a newer\
 one, and name it with -DCMAKE_CXX_COMPILER=PROGRAM." PARENT_SCOPE)
    else()
        set(${problem} "" PARENT_SCOPE)
    endif()
endfunction()

# Finds `package`, unless the host has made its `target` itself. What follows is find_package's.
function(human_support_find problem target description how_to_get_it package)
    if(NOT TARGET ${target})
        find_package(${package} ${ARGN} QUIET)
    endif()
    if(TARGET ${target})
        set(${problem} "" PARENT_SCOPE)
        return()
    endif()
    set(found "none was found")
    foreach(version IN LISTS ${package}_CONSIDERED_VERSIONS ${package}_VERSION)
        if(version VERSION_LESS "${ARGV5}")
            set(found "only ${version} was found")
        endif()
    endforeach()
    set(${problem} "human-support needs ${description}, and ${found}: install ${how_to_get_it}; where it is not\
 in a folder of the system, name that with -DCMAKE_PREFIX_PATH=FOLDER." PARENT_SCOPE)
endfunction()

function(human_support_find_core problem)
    human_support_check_compiler(found)
    if(NOT found)
        human_support_find(found Boost::json "Boost ${human_support_minimum_boost} or newer with Boost.JSON"
            "libboost-json1.81-dev (Debian 12), libboost-json-dev (newer systems), boost-json (vcpkg) or boost (Conan)"
            Boost ${human_support_minimum_boost} CONFIG COMPONENTS json)
    endif()
    if(NOT found)
        human_support_find(found fmt::fmt "fmt ${human_support_minimum_fmt} or newer"
            "libfmt-dev (Debian), fmt (vcpkg) or fmt (Conan)" fmt ${human_support_minimum_fmt} CONFIG)
    endif()
    set(${problem} "${found}" PARENT_SCOPE)
endfunction()

function(human_support_find_sqlite problem)
    if(NOT TARGET SQLite::SQLite3)
        human_support_find(found SQLite3::SQLite3 "SQLite ${human_support_minimum_sqlite} or newer"
            "libsqlite3-dev (Debian), sqlite3 (vcpkg) or sqlite3 (Conan)" SQLite3 ${human_support_minimum_sqlite})
    endif()
    # CMake before 4.3 knows it as SQLite::SQLite3, and so may the host.
    if(TARGET SQLite::SQLite3 AND NOT TARGET SQLite3::SQLite3)
        add_library(SQLite3::SQLite3 INTERFACE IMPORTED)
        target_link_libraries(SQLite3::SQLite3 INTERFACE SQLite::SQLite3)
    endif()
    if(TARGET SQLite3::SQLite3)
        set(found "")
    endif()
    set(${problem} "${found}" PARENT_SCOPE)
endfunction()
