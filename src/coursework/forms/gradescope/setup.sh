#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds its image.
set -euo pipefail
cd /autograder/source
apt-get update
apt-get install -y --no-install-recommends bubblewrap util-linux python3 python3-venv
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --quiet --requirement requirements.txt
