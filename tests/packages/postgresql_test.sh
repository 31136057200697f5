# The component postgresql, which nobody gets who does not ask for it.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! pkg-config --exists libpq 2>/dev/null; then
    echo "Skipped: there is no libpq here, or no pkg-config (Debian: apt-get install libpq-dev pkgconf)"
    exit 77
fi

# The page's program, with the line for a server that nobody needs to run.
postgresql_program() {
    program
    sed -i -e 's/sqlite_repository/postgresql_repository/' \
        -e 's/SqliteRepository::open("settings.db").value();/PostgresqlRepository::open("postgresql:no URI");/' \
        -e 's/SettingsService service(\*repository/if (!repository) { std::cout << repository.error() << "\\n"; return 0; } SettingsService service(**repository/' \
        main.cpp
}

it "is not built if nobody asks for it"
[ ! -e "$packages/static/include/human_support/postgresql_repository.hpp" ] || fail "its header should not be there"
printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(host CXX)' \
    "find_package(human_support $minor_version CONFIG REQUIRED COMPONENTS postgresql)" >CMakeLists.txt
fails cmake -B build -DCMAKE_PREFIX_PATH="$packages/static"
log_has "lacks its component postgresql: build it again with HUMAN_SUPPORT_BUILD_POSTGRESQL=ON (CMake), the feature postgresql (vcpkg) or with_postgresql=True (Conan)"

it "says that there is no libpq, and how to get it"
sources
fails cmake -S human-support -B build -DHUMAN_SUPPORT_BUILD_POSTGRESQL=ON -DHUMAN_SUPPORT_BUILD_TESTS=OFF \
    -DHUMAN_SUPPORT_BUILD_EXAMPLES=OFF -DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON
log_has "human-support needs PostgreSQL 14 or newer, and none was found: install libpq-dev (Debian), libpq (vcpkg) or libpq (Conan)"

for shared in OFF ON; do
    it "builds a program with the component, with BUILD_SHARED_LIBS=$shared, by find_package and by pkg-config"
    sources
    succeeds cmake -S human-support -B library -DHUMAN_SUPPORT_BUILD_POSTGRESQL=ON -DHUMAN_SUPPORT_BUILD_SQLITE=OFF \
        -DHUMAN_SUPPORT_INSTALL=ON -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=$shared
    succeeds cmake --build library
    succeeds cmake --install library --prefix "$PWD/installed"
    rm -r human-support library
    postgresql_program
    block '## Installed' 2 | sed 's/sqlite/postgresql/' >CMakeLists.txt
    without_libpq=() # which a shared library has found already
    [ $shared = OFF ] || without_libpq=(-DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON)
    succeeds cmake -B build -DCMAKE_PREFIX_PATH="$PWD/installed" "${without_libpq[@]}"
    succeeds cmake --build build
    succeeds build/shop
    log_has "invalid_argument: This is no connection string"
    export PKG_CONFIG_PATH=$PWD/installed/lib/pkgconfig
    # shellcheck disable=SC2046 # these are several flags
    succeeds "${CXX:-c++}" -std=c++20 main.cpp $(pkg-config --cflags --libs human-support-postgresql) -o shop
    succeeds env LD_LIBRARY_PATH="$PWD/installed/lib" ./shop
    log_has "invalid_argument: This is no connection string"
    unset PKG_CONFIG_PATH
    [ $shared = ON ] || continue
    nm --dynamic --demangle --defined-only installed/lib/libhuman_support_postgresql.so | cut -d ' ' -f 2- |
        grep -E '^. ([a-z -]* for )?human_support::' >ours
    grep -vE '^. ((vtable|typeinfo|typeinfo name) for )?human_support::PostgresqlRepository(::.*)?$' ours >log
    [ ! -s log ] || fail "these should be hidden"
done
