# Sourced by the scripts that build on a new machine: the one list of the packages that takes, on Debian
# 12 and newer and their relatives, and their installation.

required_packages() {
    printf '%s\n' g++ cmake make libfmt-dev libsqlite3-dev libcli11-dev libutf8proc-dev libcpp-httplib-dev catch2 pkgconf spin
    # Debian 12's own Boost is too old, so it has a newer one beside it; newer systems have one Boost.
    # (`apt-cache show` also knows packages that cannot be installed any more.)
    if [ -n "$(apt-cache madison libboost-json1.81-dev 2>/dev/null)" ]; then
        printf '%s\n' libboost1.81-dev libboost-json1.81-dev
    else
        printf '%s\n' libboost-dev libboost-json-dev
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

is_installed() {
    [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Installs what is missing of the packages named. Where that is not possible, says exactly what to
# install, and fails.
install_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        echo "Installing: ${missing[*]}"
        if ! DEBIAN_FRONTEND=noninteractive as_root \
            apt-get install --yes --no-install-recommends "${missing[@]}"; then
            echo "Could not install them. As root, run:" >&2
            echo "    apt-get update && apt-get install ${missing[*]}" >&2
            return 1
        fi
    fi
}

minimum_version() { sed -n "s/^set(human_support_minimum_$1 \([^)]*\)).*/\1/p" cmake/requirements.cmake; }

install_required_packages() {
    if ! command -v apt-get >/dev/null; then
        cat >&2 <<EOF
There is no apt-get here. Install a C++20 compiler (GCC 12, Clang 14 or newer), CMake 3.25 or newer,
Boost $(minimum_version boost) or newer with Boost.JSON, fmt $(minimum_version fmt), SQLite $(minimum_version sqlite),
CLI11 $(minimum_version cli11), utf8proc $(minimum_version utf8proc) and Catch2 $(minimum_version catch2) or newer;
for the example host cpp-httplib $(minimum_version httplib) or newer. Then run:
    cmake -B build && cmake --build build && ctest --test-dir build
EOF
        return 1
    fi
    if ! apt-cache show libfmt-dev >/dev/null 2>&1; then # as on a new machine
        as_root apt-get update || return
    fi
    local packages
    mapfile -t packages < <(required_packages)
    install_packages "${packages[@]}"
}
