#!/usr/bin/env bash
# Creates the environment of the Python peers in the cache folder, with current versions: python.sh [torch]
# PyTorch is left out unless asked for: on Linux its package comes with 3 GB of libraries for graphics cards.
set -euo pipefail
cache=${SOFTMAX_BENCH_CACHE:-$(node "$(dirname "$0")/../harness/cache.mjs")}
[ -x "$cache/python/bin/python" ] || python3 -m venv "$cache/python"
"$cache/python/bin/python" -m pip install --quiet --upgrade \
  numpy scipy scikit-learn threadpoolctl liblinear-official ${1:+"$1"}
