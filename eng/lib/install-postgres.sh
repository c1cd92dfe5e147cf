#!/usr/bin/env bash
# Installs the newest PostgreSQL server that Debian offers. Run as root, once; eng/up does so by itself where it may.
#
# Debian makes a cluster named main with the package and keeps it running. Here nobody asked for one: it is switched off
# for the length of this installation, and a machine that has clusters already keeps them as they are.

set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

apt-get update
apt-get install --yes --no-install-recommends postgresql-common

settings=/etc/postgresql-common/createcluster.conf
as_found=$(mktemp)
cp --preserve "$settings" "$as_found"
trap 'cp --preserve "$as_found" "$settings"; rm -f "$as_found"' EXIT
printf '\ncreate_main_cluster = false\n' >> "$settings"

apt-get install --yes --no-install-recommends postgresql
