# Sourced by the scripts that try other releases of Debian: a fresh system of one in a folder (a root), with
# this project in it at /human-support.

roots=$PWD/build/systems/roots
cache=${XDG_CACHE_HOME:-$HOME/.cache}/human-support
packages=$cache/debian-packages # downloaded once for all roots
compiled=$cache/compiled        # by ccache, which `with_ccache` uses

# The mirror of Debian that this machine itself uses.
debian_mirror() {
    apt-get indextargets 'Created-By: Packages' 'Origin: Debian' \
        "Codename: $(. /etc/os-release && echo "${VERSION_CODENAME-}")" --format '$(REPO_URI)' 2>/dev/null | sed -n 1p
}

# Runs a command in the root of a release. What is mounted for it is seen by nobody else, and goes with it.
in_root() {
    local root=$roots/$1
    shift
    unshare --mount --pid --fork --kill-child bash -c '
        set -e
        root=$0 packages=$1 compiled=$2
        mount -t proc proc "$root/proc"
        mount -t devpts devpts "$root/dev/pts"
        mount -t tmpfs tmpfs "$root/dev/shm"
        mount -t tmpfs tmpfs "$root/tmp"
        mount --bind "$packages" "$root/var/cache/apt/archives"
        mount --bind "$compiled" "$root/mnt"
        exec chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive bash -c "cd /human-support 2>/dev/null; exec \"\$@\"" bash "${@:3}"
    ' "$root" "$packages" "$compiled" "$@"
}

# Does the same, and takes what was compiled in such a root before from the cache.
with_ccache() {
    in_root "$1" env CCACHE_DIR=/mnt CCACHE_SLOPPINESS=pch_defines,time_macros \
        CMAKE_CXX_COMPILER_LAUNCHER=ccache TMPDIR=/dev/shm "${@:2}"
}

# Runs a command; what it says goes to the file $log, and its end is shown if it fails.
run() {
    "$@" >>"$log" 2>&1 || {
        tail -n 60 "$log" >&2
        echo "This fails: $*" >&2
        exit 1
    }
}

# Puts the project's sources into the root of a release, without what was built there before.
copy_project() {
    local folder=$roots/$1/human-support
    rm -rf "$folder"
    mkdir "$folder"
    git ls-files -z | tar --create --null --files-from=- | tar --extract --directory="$folder"
}

# Makes the root of a release. If that is not possible, says so and why, and fails: a mirror that is away, or a
# release whose packages cannot be installed today, is no fault of ours.
make_root() {
    local release=$1 root=$roots/$1 mirror reason log=$roots/$1.log
    mirror=$(debian_mirror)
    rm -rf --one-file-system "$root"
    mkdir -p "$roots" "$packages/partial" "$compiled"
    find "$packages" -name '*.deb' -ctime +30 -delete
    if [ "$(id -u)" -ne 0 ]; then
        reason="only root can make a system in a folder"
    elif [ -z "$mirror" ]; then
        reason="this machine uses no mirror of Debian"
    elif ! debootstrap --variant=minbase --cache-dir="$packages" "$release" "$root" "$mirror" >"$log" 2>&1; then
        reason="debootstrap fails, as $log tells: $(tail -n 1 "$log")"
    elif ! in_root "$release" true 2>"$log"; then
        reason="no command can be run in it: $(tail -n 1 "$log")"
    else
        copy_project "$release"
        # As fresh as a root is, nothing of it must survive a loss of power.
        echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/fast"
        # A mirror may stay at what a release was some weeks ago.
        echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/old-mirror"
        if in_root "$release" bash -c 'source scripts/debian_packages.sh
                mapfile -t names < <(required_packages)
                apt-get install --simulate --no-install-recommends "${names[@]}"' >"$log" 2>&1; then
            return
        fi
        reason="its packages cannot be installed today, as $log tells: $(tail -n 1 "$log")"
    fi
    echo "$release was not tried here: $reason"
    return 1
}
