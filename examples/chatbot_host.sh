#!/usr/bin/env bash
# chatbot_host.sh [OPTION...]
#
# Installs what is missing, builds and starts examples/chatbot_host: a chatbot server with a page to try the
# settings. The options are the program's, as in `--port 9000`; --help names them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source scripts/debian_packages.sh
install_required_packages

cmake -S . -B build/quickstart -DCMAKE_BUILD_TYPE=Release -DHUMAN_SUPPORT_BUILD_TESTS=OFF
cmake --build build/quickstart --target chatbot_host --parallel "$(nproc)"
exec build/quickstart/examples/chatbot_host "$@"
