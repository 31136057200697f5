# What the library needs, both where it is built and where an installed one is found (this file is
# installed beside the config file). Each function sets `problem` to "", or to one sentence that says
# what is missing, in which version, and how to get it.

# The oldest versions that will do, in the one place where they are written. conanfile.py reads these
# lines, and the pkg-config file is made with them.
set(human_support_minimum_boost 1.81)
set(human_support_minimum_fmt 9)
set(human_support_minimum_sqlite 3.37)
set(human_support_minimum_postgresql 14) # of libpq; the server may be of version 13
set(human_support_minimum_cli11 2.1)
set(human_support_minimum_utf8proc 2.8)
set(human_support_minimum_httplib 0.11)
set(human_support_minimum_catch2 2.13.5)

set(human_support_windows_library bcrypt) # Boost.UUID's random numbers; conanfile.py reads this line too

# A storage engine is a line here, a folder src/COMPONENT, and public headers whose names begin with COMPONENT_.
# Its option, component, installation and pkg-config file follow. What is found is TARGET of PACKAGE, which the
# host, or a CMake of another age, may know as OTHER_TARGET; PKG_CONFIG is the name that pkg-config has for it.
macro(human_support_engine component)
    list(APPEND human_support_engines ${component})
    cmake_parse_arguments(human_support_${component} ""
                          "NAME;DEFAULT;PACKAGE;TARGET;OTHER_TARGET;PKG_CONFIG;HOW_TO_GET" "" ${ARGN})
endmacro()
set(human_support_engines "")
human_support_engine(sqlite NAME SQLite DEFAULT ON
    PACKAGE SQLite3 TARGET SQLite3::SQLite3 OTHER_TARGET SQLite::SQLite3 PKG_CONFIG sqlite3
    HOW_TO_GET "libsqlite3-dev (Debian), sqlite3 (vcpkg) or sqlite3 (Conan)")
human_support_engine(postgresql NAME PostgreSQL DEFAULT OFF
    PACKAGE PostgreSQL TARGET PostgreSQL::PostgreSQL PKG_CONFIG libpq
    HOW_TO_GET "libpq-dev (Debian), libpq (vcpkg) or libpq (Conan)")

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

# Finds what an engine needs.
function(human_support_find_engine problem engine)
    set(minimum ${human_support_minimum_${engine}})
    set(target ${human_support_${engine}_TARGET})
    set(other_target "${human_support_${engine}_OTHER_TARGET}")
    set(found "")
    if(NOT TARGET "${other_target}")
        human_support_find(found ${target} "${human_support_${engine}_NAME} ${minimum} or newer"
            "${human_support_${engine}_HOW_TO_GET}" ${human_support_${engine}_PACKAGE} ${minimum})
    endif()
    if(TARGET "${other_target}" AND NOT TARGET ${target})
        add_library(${target} INTERFACE IMPORTED)
        target_link_libraries(${target} INTERFACE ${other_target})
        set(found "")
    endif()
    set(${problem} "${found}" PARENT_SCOPE)
endfunction()
