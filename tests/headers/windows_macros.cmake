# Public headers compile in a source that has included <windows.h> before them, with its macros `min` and
# `max`. What they include comes first, since that is not ours to change; the macros are defined here on
# every system, as MSVC's <windows.h> does.
set(headers ${public_headers} ${PROJECT_SOURCE_DIR}/include/human_support/sqlite_repository.hpp)
set(others "")
foreach(header IN LISTS headers)
    file(STRINGS ${header} includes REGEX "^#include <")
    list(APPEND others ${includes})
endforeach()
list(FILTER others EXCLUDE REGEX "<human_support/")
list(REMOVE_DUPLICATES others)
list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"")
set(minimum "#define min(a, b) (((a) < (b)) ? (a) : (b))")
set(maximum "#define max(a, b) (((a) > (b)) ? (a) : (b))")
if(WIN32)
    list(APPEND others "#include <windows.h>")
endif()
list(JOIN others "\n" others)
list(JOIN headers "\n" headers)
file(CONFIGURE OUTPUT headers_among_windows_macros.cpp
     CONTENT "${others}\n#undef min\n#undef max\n${minimum}\n${maximum}\n${headers}\n" @ONLY)
add_library(headers_among_windows_macros OBJECT ${CMAKE_CURRENT_BINARY_DIR}/headers_among_windows_macros.cpp)
target_link_libraries(headers_among_windows_macros PRIVATE human_support::core human_support::sqlite)
human_support_own_target(headers_among_windows_macros)
