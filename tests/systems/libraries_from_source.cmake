# The libraries that the project needs, made from their sources with whatever compiler builds the project,
# for systems that the machine has no packages for. Brought in with
#     -DCMAKE_PROJECT_human_support_INCLUDE=THIS_FILE
# The headers are those of Debian's packages. SQLITE_SOURCES is a folder with sqlite3.c and sqlite3.h, if it is not
# the system's SQLite that is used; UTF8PROC_SOURCES one with utf8proc.c and utf8proc.h, if it is not the system's
# utf8proc; CATCH2_SOURCES one with Catch2 3's catch_amalgamated.cpp, if it is not Catch2 2.

set(HUMAN_SUPPORT_INSTALL OFF) # since these libraries are not installed with it

# Links to the packages' folders, since /usr/include itself also holds headers of the machine's own system.
set(headers ${CMAKE_CURRENT_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(folder boost fmt catch2 CLI)
    file(CREATE_LINK /usr/include/${folder} ${headers}/${folder} SYMBOLIC)
endforeach()

function(made_from_source target)
    string(REPLACE "::" "_" name from_source_${target})
    list(LENGTH ARGN sources)
    if(sources EQUAL 0)
        add_library(${name} INTERFACE)
        target_include_directories(${name} SYSTEM INTERFACE ${headers})
    else()
        add_library(${name} STATIC ${ARGN})
        target_include_directories(${name} SYSTEM PUBLIC ${headers})
        target_compile_features(${name} PUBLIC cxx_std_20)
    endif()
    add_library(${target} ALIAS ${name})
endfunction()

function(source_text variable text)
    set(file ${CMAKE_CURRENT_BINARY_DIR}/${variable}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
    set(${variable} ${file} PARENT_SCOPE)
endfunction()

source_text(boost_json "#include <boost/json/src.hpp>\n")
source_text(catch2_main "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
if(CATCH2_SOURCES)
    set(catch2_main ${CATCH2_SOURCES}/catch_amalgamated.cpp)
endif()

made_from_source(Boost::headers)
made_from_source(Boost::json ${boost_json})
made_from_source(fmt::fmt)
made_from_source(CLI11::CLI11)
made_from_source(Catch2::Catch2WithMain ${catch2_main})
target_compile_definitions(from_source_fmt_fmt INTERFACE FMT_HEADER_ONLY)

if(SQLITE_SOURCES)
    enable_language(C)
    made_from_source(SQLite3::SQLite3 ${SQLITE_SOURCES}/sqlite3.c)
    target_include_directories(from_source_SQLite3_SQLite3 SYSTEM PUBLIC ${SQLITE_SOURCES})
    target_compile_definitions(from_source_SQLite3_SQLite3 PRIVATE SQLITE_THREADSAFE=1)
endif()

if(UTF8PROC_SOURCES)
    enable_language(C)
    made_from_source(utf8proc::utf8proc ${UTF8PROC_SOURCES}/utf8proc.c)
    target_include_directories(from_source_utf8proc_utf8proc SYSTEM PUBLIC ${UTF8PROC_SOURCES})
    target_compile_definitions(from_source_utf8proc_utf8proc PUBLIC UTF8PROC_STATIC)
endif()
