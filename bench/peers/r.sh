#!/usr/bin/env bash
# Installs R and glmnet on Debian and its relatives; needs root.
set -euo pipefail
apt-get update
apt-get install --yes --no-install-recommends r-base-core r-cran-matrix r-cran-glmnet
