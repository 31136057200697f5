#!/usr/bin/env bash
# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#
# Drives the page of the example host in a browser, as its users would. The first argument is the build folder;
# what follows goes to node, such as --test-name-pattern=race.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"
shift

prepare
start_host --token demo=demo --token other=other --chatbot kept-by-other=other
node --test --test-concurrency=2 --test-reporter=spec "$@" "$here"/*_test.js
