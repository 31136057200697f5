# Installs the library in three components: human_support_core, human_support_sqlite and
# human_support_tool. Nothing of it knows where it lies, so that the folder may be moved.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/human_support)
set(human_support_sqlite_type none)

set_target_properties(human_support_core PROPERTIES EXPORT_NAME core)
install(TARGETS human_support_core EXPORT human_support_core
        FILE_SET HEADERS COMPONENT human_support_core)
install(EXPORT human_support_core FILE human_support-core-targets.cmake NAMESPACE human_support::
        DESTINATION ${package_folder} COMPONENT human_support_core)

if(HUMAN_SUPPORT_BUILD_SQLITE)
    set_target_properties(human_support_sqlite PROPERTIES EXPORT_NAME sqlite)
    install(TARGETS human_support_sqlite EXPORT human_support_sqlite
            ARCHIVE COMPONENT human_support_sqlite
            LIBRARY COMPONENT human_support_sqlite
            RUNTIME COMPONENT human_support_sqlite
            FILE_SET HEADERS COMPONENT human_support_sqlite)
    install(EXPORT human_support_sqlite FILE human_support-sqlite-targets.cmake NAMESPACE human_support::
            DESTINATION ${package_folder} COMPONENT human_support_sqlite)

    # For build systems other than CMake. Who links the static library needs its SQLite too.
    get_target_property(human_support_sqlite_type human_support_sqlite TYPE)
    set(sqlite_requirement "sqlite3 >= ${human_support_minimum_sqlite}")
    set(public_requirement ", ${sqlite_requirement}")
    set(private_requirement "")
    set(shared_definition "")
    if(human_support_sqlite_type STREQUAL "SHARED_LIBRARY")
        set(public_requirement "")
        set(private_requirement "${sqlite_requirement}")
        set(shared_definition " -DHUMAN_SUPPORT_SQLITE_SHARED")
    endif()
    set(system_library "")
    if(WIN32)
        set(system_library " -lbcrypt")
    endif()
    file(RELATIVE_PATH include_folder
         ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
    configure_file(cmake/human-support-sqlite.pc.in human-support-sqlite.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/human-support-sqlite.pc
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT human_support_sqlite)
endif()

# Below 1.0 a new minor version may break its users, so that 0.2 does not stand in for 0.1; from 1.0
# on SameMajorVersion says the same.
write_basic_package_version_file(human_support-config-version.cmake COMPATIBILITY SameMinorVersion)
configure_file(cmake/human_support-config.cmake.in human_support-config.cmake @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/human_support-config-version.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/human_support-config.cmake
        DESTINATION ${package_folder} COMPONENT human_support_core)
install(FILES cmake/requirements.cmake RENAME human_support-requirements.cmake
        DESTINATION ${package_folder} COMPONENT human_support_core)

if(HUMAN_SUPPORT_BUILD_EXAMPLES)
    # The program finds a shared library where it is installed with it.
    set(beside_the_program "$ORIGIN")
    if(APPLE)
        set(beside_the_program "@loader_path")
    endif()
    file(RELATIVE_PATH library_folder ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    set_target_properties(human_support_program PROPERTIES INSTALL_RPATH "${beside_the_program}/${library_folder}")
    install(TARGETS human_support_program RUNTIME COMPONENT human_support_tool)
endif()
