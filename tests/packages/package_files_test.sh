# The files for vcpkg and Conan, as far as they can be checked without these programs.
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
if ! command -v python3 >/dev/null; then
    echo "Skipped: there is no python3 here, which reads these files (Debian: apt-get install python3)"
    exit 77
fi

it "gives them the version of CMakeLists.txt"
for file in vcpkg.json ports/human-support/vcpkg.json; do
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["version"])' "$source_tree/$file" >log 2>&1
    [ "$(cat log)" = "$version" ] || fail "$file should have the version $version"
done
grep -qx "    version = \"$version\"" "$source_tree/conanfile.py" || fail "conanfile.py should have the version $version"

it "gives the README and the recipe the minimum versions of cmake/requirements.cmake, and vcpkg none of its own"
minimum() { (cd "$source_tree" && source scripts/debian_packages.sh && minimum_version "$1"); }
tr '\n' ' ' <"$source_tree/README.md" >log
log_has "Boost $(minimum boost) with Boost.JSON, fmt $(minimum fmt) and SQLite $(minimum sqlite), or newer;\
 for \`human_support::postgresql\` libpq $(minimum postgresql); for the examples CLI11 $(minimum cli11), utf8proc $(minimum utf8proc) and, only for the chatbot server,\
 cpp-httplib $(minimum httplib); for the tests Catch2 $(minimum catch2) or 3."
python3 - "$source_tree" <<'END' >log 2>&1 || fail "the recipe should read what stands there"
import re, sys
recipe = open(sys.argv[1] + "/conanfile.py").read()
requirements = open(sys.argv[1] + "/cmake/requirements.cmake").read()
pattern = re.search(r'rf"(set.*)", requirements', recipe).group(1)
required = lambda name: re.search(pattern.replace("{name}", name), requirements).group(1)
for name in re.findall(r"self\._minimum\('(\w+)'\)", recipe):
    print(name, required("minimum_" + name))
for name in re.findall(r'self\._required\("(\w+)"\)', recipe):
    print(name, required(name))
END
[ "$(cat log)" = "boost $(minimum boost)
fmt $(minimum fmt)
sqlite $(minimum sqlite)
postgresql $(minimum postgresql)
windows_library bcrypt" ] || fail "the recipe should ask for these versions"
cat "$source_tree/vcpkg.json" "$source_tree/ports/human-support/vcpkg.json" >log
log_lacks 'version>='

it "asks in our own build for all that the port asks for"
succeeds python3 - "$source_tree" <<'END'
import json, sys
def dependencies(file):
    manifest = json.load(open(sys.argv[1] + file))
    names = lambda part: {d for d in part["dependencies"] if isinstance(d, str)}
    return {"": names(manifest)} | {name: names(feature) for name, feature in manifest["features"].items()}
ours, port = dependencies("/vcpkg.json"), dependencies("/ports/human-support/vcpkg.json")
assert port == {name: ours[name] for name in port}, (ours, port)
END

it "offers each engine of cmake/requirements.cmake as a feature of vcpkg and an option of Conan"
engines=$(sed -n 's/^human_support_engine(\([a-z]*\) .*/\1/p' "$source_tree/cmake/requirements.cmake")
[ -n "$engines" ] || fail "there should be an engine"
for engine in $engines; do
    for file in vcpkg.json ports/human-support/vcpkg.json; do
        python3 -c 'import json, sys; json.load(open(sys.argv[1]))["features"][sys.argv[2]]' \
            "$source_tree/$file" "$engine" >log 2>&1 || fail "$file should have the feature $engine"
    done
    grep -qE "^ +$engine +HUMAN_SUPPORT_BUILD_${engine^^}$" "$source_tree/ports/human-support/portfile.cmake" ||
        fail "the portfile should build the feature $engine"
    grep -q "HUMAN_SUPPORT_BUILD_${engine^^}.*self.options.with_$engine" "$source_tree/conanfile.py" ||
        fail "the recipe should build the engine with_$engine"
done

it "has Conan recipes that are Python"
succeeds env PYTHONPYCACHEPREFIX="$PWD" python3 -m py_compile "$source_tree/conanfile.py" \
    "$source_tree/tests/packages/conan/conanfile.py"

run_port() {
    cmake -DPORTFILE="$PWD/human-support/ports/human-support/portfile.cmake" -DPORT=human-support \
        -DFEATURES="core;$1" -DCURRENT_PACKAGES_DIR="$PWD/installed" \
        -P "$source_tree/tests/packages/vcpkg_stand_ins.cmake"
}

it "has a port that builds and installs what the page's program needs"
cmake_program
sources
succeeds run_port sqlite
rm -r human-support installed-build
succeeds cmake -B build -DCMAKE_PREFIX_PATH="$PWD/installed"
succeeds cmake --build build
succeeds build/shop
log_has "That helped, thanks"
[ -s installed/share/human-support/copyright ] || fail "the copyright should be there"
[ -s installed/share/human-support/usage ] || fail "the usage should be there"

it "has a port that installs only headers without its feature sqlite"
sources
succeeds run_port ""
(cd installed && find . -mindepth 1 -maxdepth 1 | sort) >log
[ "$(tr '\n' ' ' <log)" = "./include ./share " ] || fail "there should be nothing else"
