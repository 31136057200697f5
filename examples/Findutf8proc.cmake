# Makes utf8proc::utf8proc: by the library's own CMake files where these are installed with it, else from its
# header and its library, which are all that Debian has. (pkg-config tells another version, that of the ABI.)
find_package(utf8proc ${utf8proc_FIND_VERSION} CONFIG QUIET)
if(utf8proc_FOUND)
    return()
endif()

find_path(utf8proc_INCLUDE_DIR utf8proc.h)
find_library(utf8proc_LIBRARY NAMES utf8proc utf8proc_static)
mark_as_advanced(utf8proc_INCLUDE_DIR utf8proc_LIBRARY)
if(utf8proc_INCLUDE_DIR)
    file(STRINGS ${utf8proc_INCLUDE_DIR}/utf8proc.h lines REGEX "^#define UTF8PROC_VERSION_[A-Z]+ [0-9]+$")
    string(REGEX MATCHALL " [0-9]+" numbers "${lines}")
    string(REPLACE "; " "." version "${numbers}")
    string(STRIP "${version}" utf8proc_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(utf8proc
    REQUIRED_VARS utf8proc_LIBRARY utf8proc_INCLUDE_DIR VERSION_VAR utf8proc_VERSION)
if(utf8proc_FOUND)
    add_library(utf8proc::utf8proc UNKNOWN IMPORTED)
    set_target_properties(utf8proc::utf8proc PROPERTIES
        IMPORTED_LOCATION ${utf8proc_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${utf8proc_INCLUDE_DIR})
endif()
