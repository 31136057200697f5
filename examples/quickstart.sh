#!/usr/bin/env bash
# Installs what is missing, builds the library and runs examples/quickstart.cpp, which shows its main job.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source scripts/debian_packages.sh
install_required_packages

cmake -S . -B build/quickstart -DCMAKE_BUILD_TYPE=Release -DHUMAN_SUPPORT_BUILD_TESTS=OFF
cmake --build build/quickstart --target quickstart --parallel "$(nproc)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build/quickstart/examples/quickstart "$folder/quickstart.db"
