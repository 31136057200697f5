#!/usr/bin/env bash
# Installs what is missing, builds the library and runs every test. Arguments go to CTest, as in
# `tests/run.sh -R endpoint`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source scripts/debian_packages.sh
install_required_packages

# The PostgreSQL engine too, if its client library is here.
postgresql=OFF
! pkg-config --exists libpq || postgresql=ON

# Several files are compiled as one, which is faster.
cmake -S . -B build/tests -DCMAKE_BUILD_TYPE=Debug -DCMAKE_UNITY_BUILD=ON -DHUMAN_SUPPORT_BUILD_POSTGRESQL=$postgresql
cmake --build build/tests --parallel "$(nproc)"

# CTest names the tests that were skipped, and leaves out why.
report_skipped() { grep '^Skipped: ' build/tests/Testing/Temporary/LastTest.log || true; }
trap report_skipped EXIT
ctest --test-dir build/tests --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
