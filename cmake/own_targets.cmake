# What our own targets are built with, and nobody else's: strict warnings, and with a preset warnings as
# errors and sanitizers. (A plain build goes on after a warning that only a newer compiler has.)

option(HUMAN_SUPPORT_WARNINGS "Warn of much in our own code" ${PROJECT_IS_TOP_LEVEL})
option(HUMAN_SUPPORT_WARNINGS_AS_ERRORS "Treat warnings in our own code as errors" OFF)
set(HUMAN_SUPPORT_SANITIZERS "" CACHE STRING "Sanitizers for our own code, such as address,undefined")

function(human_support_own_target target)
    target_compile_features(${target} PRIVATE cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    if(MSVC)
        target_compile_options(${target} PRIVATE /permissive- /utf-8
            $<$<BOOL:${HUMAN_SUPPORT_WARNINGS}>:/W4>
            $<$<BOOL:${HUMAN_SUPPORT_WARNINGS_AS_ERRORS}>:/WX>)
    else()
        target_compile_options(${target} PRIVATE
            "$<$<BOOL:${HUMAN_SUPPORT_WARNINGS}>:-Wall;-Wextra;-Wconversion;-Wshadow;-Wpedantic>"
            $<$<BOOL:${HUMAN_SUPPORT_WARNINGS_AS_ERRORS}>:-Werror>)
    endif()
    if(HUMAN_SUPPORT_SANITIZERS)
        target_compile_options(${target} PRIVATE -fsanitize=${HUMAN_SUPPORT_SANITIZERS}
                               -fno-sanitize-recover=all -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=${HUMAN_SUPPORT_SANITIZERS})
    endif()
endfunction()
