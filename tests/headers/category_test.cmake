# Codes that two shared libraries made are equal, also if both hide what is theirs, and if the program that is
# linked with them knows nothing of ours.
add_executable(category_of_two_libraries ${CMAKE_CURRENT_LIST_DIR}/category_of_two_libraries.cpp)
human_support_own_target(category_of_two_libraries)
foreach(name one other)
    set(file ${CMAKE_CURRENT_BINARY_DIR}/category_of_${name}.cpp)
    file(CONFIGURE OUTPUT ${file} CONTENT "#include <human_support/errc.hpp>
[[gnu::visibility(\"default\")]] std::error_code ${name}();
std::error_code ${name}() { return human_support::Errc::busy; }
")
    add_library(category_of_${name} SHARED ${file})
    set_target_properties(category_of_${name} PROPERTIES
        CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON UNITY_BUILD OFF)
    target_link_libraries(category_of_${name} PRIVATE human_support::core)
    human_support_own_target(category_of_${name})
    target_link_libraries(category_of_two_libraries PRIVATE category_of_${name})
endforeach()
add_test(NAME "headers: the codes of two shared libraries are equal" COMMAND category_of_two_libraries)
