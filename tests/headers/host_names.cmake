# Public headers compile in a source that has names of its own: <windows.h> with its macros `min` and `max`, and
# what a host may call its variables and a `using namespace` in ours would make ambiguous. What the headers
# include comes first, since that is not ours to change; the macros are defined here on every system, as MSVC's
# <windows.h> does.
set(headers ${public_headers})
set(others "")
foreach(header IN LISTS headers)
    file(STRINGS ${header} includes REGEX "^#include <")
    list(APPEND others ${includes})
endforeach()
list(FILTER others EXCLUDE REGEX "<(human_support/|stopped_by_the_error_above)")
list(REMOVE_DUPLICATES others)
list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"")
set(minimum "#define min(a, b) (((a) < (b)) ? (a) : (b))")
set(maximum "#define max(a, b) (((a) > (b)) ? (a) : (b))")
set(variables "constexpr int hours = 8, minutes = 480, seconds = 0, milliseconds = 0, days = 5, year = 2026;")
if(WIN32)
    list(APPEND others "#include <windows.h>")
endif()
list(JOIN others "\n" others)
list(JOIN headers "\n" headers)
file(CONFIGURE OUTPUT headers_among_host_names.cpp
     CONTENT "${others}\n#undef min\n#undef max\n${minimum}\n${maximum}\n${variables}\n${headers}\n" @ONLY)
add_library(headers_among_host_names OBJECT ${CMAKE_CURRENT_BINARY_DIR}/headers_among_host_names.cpp)
target_link_libraries(headers_among_host_names PRIVATE human_support::core)
human_support_own_target(headers_among_host_names)
