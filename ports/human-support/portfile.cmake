# The port lies in the repository whose library it builds; in a registry, the sources are a release's.
set(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../..")

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
    FEATURES
        postgresql HUMAN_SUPPORT_BUILD_POSTGRESQL
        sqlite     HUMAN_SUPPORT_BUILD_SQLITE
        tool       HUMAN_SUPPORT_BUILD_EXAMPLES
)

set(has_engine FALSE)
if("postgresql" IN_LIST FEATURES OR "sqlite" IN_LIST FEATURES)
    set(has_engine TRUE)
else()
    set(VCPKG_BUILD_TYPE release) # only headers
endif()

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        ${FEATURE_OPTIONS}
        -DHUMAN_SUPPORT_BUILD_TESTS=OFF
        -DHUMAN_SUPPORT_INSTALL=ON
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME human_support CONFIG_PATH lib/cmake/human_support)

if(has_engine)
    vcpkg_copy_pdbs()
else()
    file(RENAME "${CURRENT_PACKAGES_DIR}/lib/pkgconfig" "${CURRENT_PACKAGES_DIR}/share/pkgconfig")
    file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/lib")
endif()
vcpkg_fixup_pkgconfig()
if("tool" IN_LIST FEATURES)
    vcpkg_copy_tools(TOOL_NAMES human-support AUTO_CLEAN)
endif()
# The license is the file copyright there.
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share"
                    "${CURRENT_PACKAGES_DIR}/share/doc")

file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
