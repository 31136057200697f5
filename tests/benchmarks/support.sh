# Sourced by the scripts of this folder, from the project's own.

source scripts/debian_packages.sh

# What every one of them needs that builds programs, since all share a build folder.
install_benchmark_packages() {
    install_required_packages
    install_packages libbenchmark-dev liblmdb-dev libsqlitecpp-dev nlohmann-json3-dev rapidjson-dev libsimdjson-dev time
}

# build_benchmarks TARGETS [OPTION...] builds the targets, whose names are separated by blanks.
build_benchmarks() {
    local targets=$1
    shift
    cmake -S . -B build/benchmarks -DCMAKE_BUILD_TYPE=Release -DHUMAN_SUPPORT_BUILD_TESTS=OFF \
        -DHUMAN_SUPPORT_BUILD_EXAMPLES=ON -DHUMAN_SUPPORT_BUILD_BENCHMARKS=ON "$@"
    # shellcheck disable=SC2086 # they are several words
    cmake --build build/benchmarks --target $targets --parallel "$(nproc)"
}

# add_ratio SUBJECT WHAT VALUE REQUIRED VERDICT adds a row to what all.sh collects, as Report::write_results does.
add_ratio() {
    if [ -n "${HUMAN_SUPPORT_BENCHMARK_RESULTS-}" ]; then
        printf '"%s","%s",%s,%s,%s\n' "$@" >>"$HUMAN_SUPPORT_BENCHMARK_RESULTS/ratios.csv"
    fi
}

# add_figure PICTURE UNIT NAME BEST MEDIAN adds a number to what all.sh collects, in the same way.
add_figure() {
    if [ -n "${HUMAN_SUPPORT_BENCHMARK_RESULTS-}" ]; then
        printf '"%s","%s","%s",0,%s,%s\n' "$@" >>"$HUMAN_SUPPORT_BENCHMARK_RESULTS/figures.csv"
    fi
}
