# Sourced by the scripts that build for systems which the machine has no packages for.

# Prints a folder with SQLite's amalgamation, which comes inside a package of Node.js.
sqlite_sources() {
    local folder=$PWD/build/systems/sqlite archive
    if [ ! -e "$folder/sqlite3.c" ]; then
        command -v npm >/dev/null || install_packages npm >&2
        mkdir -p "$folder"
        archive=$(cd "$folder" && npm pack --silent better-sqlite3@12)
        tar --extract --file "$folder/$archive" --directory "$folder" --strip-components 3 package/deps/sqlite3
        rm "$folder/$archive"
    fi
    echo "$folder"
}

# Prints a folder with utf8proc's sources, from Debian's source package. Its index is read into a folder of our own, so
# that the machine's list of sources stays as it is.
utf8proc_sources() {
    local folder=$PWD/build/systems/utf8proc
    if [ ! -e "$folder/utf8proc.c" ]; then
        install_packages dpkg-dev >&2
        rm -rf "$folder" "$folder.package"
        mkdir -p "$folder.package/lists/partial"
        (
            cd "$folder.package" || exit
            apt-get indextargets 'Created-By: Packages' 'Origin: Debian' \
                --format 'deb-src $(REPO_URI) $(CODENAME) $(COMPONENT)' | sort -u >sources.list
            options=(--option "Dir::Etc::SourceList=$PWD/sources.list" --option Dir::Etc::SourceParts=/dev/null
                --option "Dir::State::Lists=$PWD/lists")
            apt-get "${options[@]}" update &&
                apt-get "${options[@]}" source --download-only utf8proc &&
                dpkg-source --extract --no-copy ./*.dsc "$folder"
        ) >&2 || return
        rm -r "$folder.package"
    fi
    echo "$folder"
}
