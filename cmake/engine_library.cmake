# Makes the library of a storage engine from its sources.
function(human_support_engine_library engine)
    set(target human_support_${engine})
    string(TOUPPER ${engine} ENGINE)
    add_library(${target} ${ARGN})
    add_library(human_support::${engine} ALIAS ${target})
    target_sources(${target} PUBLIC
        FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${${engine}_headers})
    target_link_libraries(${target}
        PUBLIC human_support::core
        PRIVATE ${human_support_${engine}_TARGET})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src) # engine/ is of all engines
    human_support_own_target(${target})

    # A shared library shows what HUMAN_SUPPORT_${ENGINE}_EXPORT marks, and hides the rest. Minor versions
    # below 1.0 differ, so that each has a name of its own.
    set_target_properties(${target} PROPERTIES
        EXPORT_NAME ${engine}
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    get_target_property(type ${target} TYPE)
    if(type STREQUAL SHARED_LIBRARY)
        target_compile_definitions(${target} PUBLIC HUMAN_SUPPORT_${ENGINE}_SHARED)
    endif()
endfunction()
