# pkg-config, for hosts that do not build with CMake.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! command -v pkg-config >/dev/null; then
    echo "Skipped: there is no pkg-config here (Debian: apt-get install pkgconf)"
    exit 77
fi

commands=$(block '### Installed' 4)
for package in static shared; do
    it "builds the README's program with a $package library"
    program
    ln -s "$packages/$package" installed
    succeeds env LD_LIBRARY_PATH="$packages/$package/lib" bash -e -c "$commands"
    log_has "That helped, thanks"
done

it "takes the version that the rest has"
export PKG_CONFIG_PATH=$packages/static/lib/pkgconfig
succeeds pkg-config --exact-version="$version" human-support-sqlite
