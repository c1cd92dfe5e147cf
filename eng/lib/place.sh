# shellcheck shell=bash
# Sourced by the commands in eng/: where this tree lies, where it keeps what it runs, and how a command speaks.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
command=eng/$(basename "$0")

# One folder per tree, so that two clones on a machine share nothing. As root it lies outside the tree, because the
# server runs as the user postgres, to whom a tree below /root is closed.
hash=$(printf %s "$root" | sha256sum | cut -c1-12)
if [ "$(id -u)" = 0 ]; then
    state=/var/lib/asan-functions/$hash
else
    state=${XDG_DATA_HOME:-$HOME/.local/share}/asan-functions/$hash
fi

say() { printf '%s\n' "$*"; }

# 2 is "could not begin": wrong arguments, something missing, nothing serving. 1 is left to work that ran and failed.
fail() {
    printf '%s: %s\n' "$command" "$1" >&2
    if [ $# -gt 1 ]; then printf '  %s\n' "${@:2}" >&2; fi
    exit 2
}

# The help of a command is the comment at its top.
help_if_asked() {
    local argument
    for argument in "$@"; do
        case $argument in
            -h | --help)
                sed -n '2,/^$/ s/^# \{0,1\}//p' "$0"
                exit 0
                ;;
            --) return 0 ;;
        esac
    done
}

is_number() { [[ $1 =~ ^[1-9][0-9]{0,8}$ ]]; }
is_port() { is_number "$1" && [ "$1" -le 65535 ]; }

# prepare_state: only this user and the server's may look inside; blobs and keys are closed to the server as well.
prepare_state() {
    if [ "$(id -u)" = 0 ]; then
        mkdir -p -m 0755 /var/lib/asan-functions
        mkdir -p -m 0750 "$state"
        if getent group postgres > /dev/null; then chgrp postgres "$state"; fi
    else
        mkdir -p -m 0700 "$state"
    fi
    mkdir -p -m 0700 "$state/blobs" "$state/hosts" "$state/logs" "$state/bin" "$state/synthetic"
    printf '%s\n' "$root" > "$state/tree"
}

# install_once WHAT SCRIPT: runs a script of eng/lib as root, quietly, or says what to run.
install_once() {
    local what=$1 script=$root/eng/lib/$2 sudo=() log
    command -v apt-get > /dev/null || fail "$what is not installed, and there is no apt-get to install it with."
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2> /dev/null || fail "$what is not installed, and installing it takes root." "Run once: sudo $script"
        sudo=(sudo -n)
    fi

    say "Installing $what, once..."
    log=$(mktemp)
    "${sudo[@]}" "$script" > "$log" 2>&1 < /dev/null || fail "$what could not be installed. apt-get said (all of it in $log):" "$(tail -n 12 "$log")"
    rm -f "$log"
}
