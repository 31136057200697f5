# Makes httplib::httplib: by the library's own CMake files where these are installed with it, else by pkg-config,
# which is all that Debian has.
find_package(httplib ${httplib_FIND_VERSION} CONFIG QUIET)
if(httplib_FOUND)
    return()
endif()

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(cpp_httplib QUIET IMPORTED_TARGET cpp-httplib)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(httplib
    REQUIRED_VARS cpp_httplib_FOUND VERSION_VAR cpp_httplib_VERSION)
if(httplib_FOUND)
    add_library(httplib::httplib INTERFACE IMPORTED)
    target_link_libraries(httplib::httplib INTERFACE PkgConfig::cpp_httplib)
    find_package(OpenSSL QUIET)
    if(OPENSSL_FOUND) # which the header calls itself, if the library was built with it
        target_link_libraries(httplib::httplib INTERFACE OpenSSL::SSL OpenSSL::Crypto)
    endif()
endif()
