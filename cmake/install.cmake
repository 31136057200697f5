# Installs the library in components: human_support_core, human_support_ENGINE for each storage engine that is
# built, and human_support_tool. Nothing of it knows where it lies, so that the folder may be moved.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/human_support)

set_target_properties(human_support_core PROPERTIES EXPORT_NAME core)
install(TARGETS human_support_core EXPORT human_support_core
        FILE_SET HEADERS COMPONENT human_support_core)
install(EXPORT human_support_core FILE human_support-core-targets.cmake NAMESPACE human_support::
        DESTINATION ${package_folder} COMPONENT human_support_core)

# A pkg-config file is for build systems other than CMake. Who links a static library needs what that uses too.
file(RELATIVE_PATH include_folder
     ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
set(system_library "")
if(WIN32)
    set(system_library " -l${human_support_windows_library}")
endif()
configure_file(cmake/human-support-core.pc.in human-support-core.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/human-support-core.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT human_support_core)
set(shared_engines "")
foreach(engine IN LISTS built_engines)
    set(component human_support_${engine})
    install(TARGETS ${component} EXPORT ${component}
            ARCHIVE COMPONENT ${component}
            LIBRARY COMPONENT ${component}
            RUNTIME COMPONENT ${component}
            FILE_SET HEADERS COMPONENT ${component})
    install(EXPORT ${component} FILE human_support-${engine}-targets.cmake NAMESPACE human_support::
            DESTINATION ${package_folder} COMPONENT ${component})

    set(requirement "${human_support_${engine}_PKG_CONFIG} >= ${human_support_minimum_${engine}}")
    set(public_requirement ", ${requirement}")
    set(private_requirement "")
    set(shared_definition "")
    get_target_property(type ${component} TYPE)
    if(type STREQUAL "SHARED_LIBRARY")
        list(APPEND shared_engines ${engine})
        string(TOUPPER ${engine} ENGINE)
        set(public_requirement "")
        set(private_requirement "${requirement}")
        set(shared_definition " -DHUMAN_SUPPORT_${ENGINE}_SHARED")
    endif()
    configure_file(cmake/human-support-engine.pc.in human-support-${engine}.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/human-support-${engine}.pc
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endforeach()

# Below 1.0 a new minor version may break its users, so that 0.2 does not stand in for 0.1; from 1.0
# on SameMajorVersion says the same.
write_basic_package_version_file(human_support-config-version.cmake COMPATIBILITY SameMinorVersion)
configure_file(cmake/human_support-config.cmake.in human_support-config.cmake @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/human_support-config-version.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/human_support-config.cmake
        DESTINATION ${package_folder} COMPONENT human_support_core)
install(FILES cmake/requirements.cmake RENAME human_support-requirements.cmake
        DESTINATION ${package_folder} COMPONENT human_support_core)

set(licensed_components human_support_core)
foreach(engine IN LISTS built_engines)
    list(APPEND licensed_components human_support_${engine})
endforeach()

if(HUMAN_SUPPORT_BUILD_EXAMPLES)
    list(APPEND licensed_components human_support_tool)
    # The program finds a shared library where it is installed with it.
    set(beside_the_program "$ORIGIN")
    if(APPLE)
        set(beside_the_program "@loader_path")
    endif()
    file(RELATIVE_PATH library_folder ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    set_target_properties(human_support_program PROPERTIES INSTALL_RPATH "${beside_the_program}/${library_folder}")
    install(TARGETS human_support_program RUNTIME COMPONENT human_support_tool)

    # The program writes its manual page and its completions, where it can run.
    if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
        set(written_files "")
        function(human_support_install_written kind folder name)
            set(file ${CMAKE_CURRENT_BINARY_DIR}/written/${kind}/${name})
            cmake_path(GET file PARENT_PATH file_folder)
            file(MAKE_DIRECTORY ${file_folder})
            add_custom_command(OUTPUT ${file} COMMAND human_support_program generate ${kind} > ${file}
                               DEPENDS human_support_program COMMENT "Writing ${name}" VERBATIM)
            set(written_files ${written_files} ${file} PARENT_SCOPE)
            install(FILES ${file} DESTINATION ${folder} COMPONENT human_support_tool)
        endfunction()
        human_support_install_written(man-page ${CMAKE_INSTALL_MANDIR}/man1 human-support.1)
        human_support_install_written(bash-completion ${CMAKE_INSTALL_DATADIR}/bash-completion/completions human-support)
        human_support_install_written(zsh-completion ${CMAKE_INSTALL_DATADIR}/zsh/site-functions _human-support)
        human_support_install_written(fish-completion ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d human-support.fish)
        add_custom_target(human_support_written_files ALL DEPENDS ${written_files})
    endif()
endif()

# Any of them may be the only one of a package. (CMAKE_INSTALL_DOCDIR may be a host's, with its own license.)
foreach(component IN LISTS licensed_components)
    install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/human_support COMPONENT ${component})
endforeach()
