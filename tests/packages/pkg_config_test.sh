# pkg-config, for hosts that do not build with CMake.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! command -v pkg-config >/dev/null; then
    echo "Skipped: there is no pkg-config here (Debian: apt-get install pkgconf)"
    exit 77
fi

commands=$(block '## Installed' 4)
for package in static shared; do
    it "builds the page's program with a $package library"
    program
    ln -s "$packages/$package" installed
    succeeds env LD_LIBRARY_PATH="$packages/$package/lib" bash -e -c "$commands"
    log_has "That helped, thanks"
done

it "builds a program with its own storage, for which nothing of SQLite is there"
cat >main.cpp <<'END'
#include <human_support/memory_repository.hpp>
#include <human_support/service.hpp>
#include <human_support/settings_json.hpp>
#include <human_support/system_clock_and_ids.hpp>
#include <iostream>
using namespace human_support;

int main() {
    MemoryRepository repository;
    SettingsService service(repository, system_clock_and_ids());
    auto const chatbot = ChatbotId::parse("shop-assistant").value();
    auto const changed = service.create({AccountId::parse("acme").value(), "maria"}, chatbot).value();
    std::cout << to_json(*changed.after) << '\n';
}
END
export PKG_CONFIG_PATH=$packages/core/lib/pkgconfig
fails pkg-config --exists human-support-sqlite
flags=$(pkg-config --cflags --libs human-support-core)
[[ $flags != *sqlite* ]] || fail "there should be no SQLite in: $flags"
# shellcheck disable=SC2086 # these are several flags
succeeds "${CXX:-c++}" -std=c++20 main.cpp $flags -o shop
succeeds ./shop
log_has "That helped, thanks"

it "builds such a program without exceptions, once it has the function that Boost then asks for"
cat "../$((number - 1))/main.cpp" - >main.cpp <<'END'
#include <cstdlib>
namespace boost {
void throw_exception(std::exception const&, source_location const&) { std::abort(); }
} // namespace boost
END
# shellcheck disable=SC2086 # these are several flags
succeeds "${CXX:-c++}" -std=c++20 -fno-exceptions main.cpp $flags -o shop
succeeds ./shop
log_has "That helped, thanks"

it "takes the version that the rest has"
export PKG_CONFIG_PATH=$packages/static/lib/pkgconfig
for module in human-support-core human-support-sqlite; do
    succeeds pkg-config --exact-version="$version" "$module"
done
