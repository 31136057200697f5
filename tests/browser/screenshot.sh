#!/usr/bin/env bash
# Copyright the human-support authors. Distributed under the Boost Software License, Version 1.0.
#
# Takes docs/page.png, which the README shows. Argument: the build folder. Needs optipng, and looks best with the font
# Inter (Debian: apt-get install fonts-inter optipng).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/support.sh"

prepare
start_host
node "$here/screenshot.js" "$here/../../docs/page.png"
optipng -quiet -o3 "$here/../../docs/page.png"
