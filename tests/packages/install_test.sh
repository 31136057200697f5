# Installs the library as the page says, static and shared, and moves it for the other tests. Where it
# was built and installed, nothing is left that one of them could use by accident.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
rm -rf "$packages"
mkdir -p "$packages"

it "installs a static library as the page says"
sources
succeeds bash -e -c "$(block '## Installed' 1)"
mv installed "$packages/static"

it "installs a shared library"
sources
commands=$(block '## Installed' 1)
succeeds bash -e -c "${commands/-DCMAKE_BUILD_TYPE/-DBUILD_SHARED_LIBS=ON -DCMAKE_BUILD_TYPE}"
mv installed "$packages/shared"

it "installs the component core alone, and builds nothing for it"
sources
succeeds cmake -S human-support -B build -DHUMAN_SUPPORT_BUILD_TESTS=OFF -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF
succeeds cmake --install build --prefix "$packages/core" --component human_support_core
[ ! -e "$packages/core/include/human_support/sqlite_repository.hpp" ] || fail "the engine's header should not be there"

it "installs the license with each component"
for component in static shared core; do
    succeeds cmp "$source_tree/LICENSE" "$packages/$component/share/doc/human_support/LICENSE"
done
sources
succeeds cmake -S human-support -B build -DHUMAN_SUPPORT_BUILD_TESTS=OFF -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF
succeeds cmake --build build
succeeds cmake --install build --prefix engine --component human_support_sqlite
succeeds cmp "$source_tree/LICENSE" engine/share/doc/human_support/LICENSE

it "writes no path of the machine into what it installs"
cd "$packages" || exit 1
fails grep -rIl -e "$world" -e "$source_tree" -e "$packages" .
