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
