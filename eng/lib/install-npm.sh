#!/usr/bin/env bash
# Installs npm as Debian offers it, for the benchmarks and tests whose peers and emulators come from there. Run as root, once.

set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install --yes --no-install-recommends npm
