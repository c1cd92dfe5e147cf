#!/usr/bin/env bash
# Installs what the tests of faults turn a process's clock with (faketime) and break a server's disk with (strace). Run as
# root, once.

set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install --yes --no-install-recommends faketime strace
