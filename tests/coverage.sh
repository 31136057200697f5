#!/usr/bin/env bash
# Builds and runs the tests with the preset `coverage`, which is under AddressSanitizer and
# UndefinedBehaviorSanitizer as well, and reports which lines and branches of include/ and src/ they take: a
# table on standard output, the sources in build/coverage/report/index.html. Fails if a line is not run, or
# a branch is taken one way only, unless tests/coverage_exceptions.txt says why. The tests of the PostgreSQL
# engine run too, on the system's server; but what they cover is not counted, since the compiler mixes up
# functions that several of its test programs have. Tests that run none of these programs are left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source scripts/debian_packages.sh
install_required_packages
install_packages clang-14 clang llvm-14 libclang-rt-14-dev python3 libpq-dev postgresql pgbouncer

rm -rf build/coverage/profiles
cmake --preset coverage -DHUMAN_SUPPORT_BUILD_POSTGRESQL=ON
cmake --build --preset coverage
ctest --preset coverage --exclude-regex '^(newest postgresql|model)' --label-exclude '^packages$'

profile=build/coverage/all.profdata
llvm-profdata-14 merge --sparse -o "$profile" build/coverage/profiles/*.profraw
mapfile -t programs < <(find build/coverage -type f -executable ! -name '*.so' ! -name '*.sh' ! -path '*/CMakeFiles/*')
arguments=("${programs[0]}" "-instr-profile=$profile" -ignore-filename-regex=src/postgresql)
for program in "${programs[@]:1}"; do arguments+=(-object "$program"); done

llvm-cov-14 show "${arguments[@]}" -format=html -show-branches=count -output-dir=build/coverage/report include src
llvm-cov-14 export "${arguments[@]}" -skip-functions include src >build/coverage/coverage.json
tests/coverage_report.py build/coverage/coverage.json tests/coverage_exceptions.txt
