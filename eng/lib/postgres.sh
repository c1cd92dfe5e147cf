# shellcheck shell=bash
# Sourced after place.sh: installs PostgreSQL once and runs private servers that nothing else on the machine can reach:
# no TCP, and a socket in a folder open to the server's user and to root only.
# A server is a folder: data/ (the cluster), socket/, log. It belongs to the user the server runs as.

oldest_postgres=15

# The bin folder of the newest server that is new enough, or of the given major version.
find_postgres() {
    local bin version best=0
    for bin in /usr/lib/postgresql/*/bin; do
        version=$(basename "$(dirname "$bin")")
        if [[ $version =~ ^[0-9]+$ ]] && [ -x "$bin/initdb" ] && [ "${1:-$version}" = "$version" ] \
            && [ "$version" -ge $oldest_postgres ] && [ "$version" -gt "$best" ]; then best=$version; fi
    done
    [ "$best" != 0 ] && printf '/usr/lib/postgresql/%s/bin\n' "$best"
}

need_postgres() {
    if find_postgres > /dev/null; then return; fi
    install_once "PostgreSQL $oldest_postgres or newer" install-postgres.sh
    find_postgres > /dev/null ||
        fail "What apt-get offers is older than PostgreSQL $oldest_postgres." "Debian 12 has it; for older ones see https://wiki.postgresql.org/wiki/Apt"
}

# As root the server runs as postgres, which may neither stand in root's folder nor write there.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser -u postgres -- env LC_ALL=C.UTF-8 "$@")
    else
        (cd / && exec env LC_ALL=C.UTF-8 "$@")
    fi
}

# The folder of a server's socket. The kernel allows 107 bytes for the path of the socket in it.
socket_of() {
    local socket=$1/socket
    if [ "$(printf %s "$socket/.s.PGSQL.5432" | wc -c)" -gt 107 ]; then
        socket=/tmp/asan-functions-$(id -u)-$(printf %s "$1" | sha256sum | cut -c1-12)
    fi
    printf '%s\n' "$socket"
}

answers() { "$(find_postgres)/pg_isready" -q -h "$(socket_of "$1")"; }

# All processes of a server stand in its data folder; this finds backends that outlived a killed postmaster, too.
has_processes() { [ -n "$(find /proc -maxdepth 2 -name cwd -lname "$1/data" -print -quit 2> /dev/null)" ]; }

# start_postgres SERVER KIND: a server that answers, started unless it runs. KIND is durable or throwaway.
# Two commands that start together wait for each other; the lock is not handed down to the server.
start_postgres() {
    local server=$1 kind=$2
    mkdir -p "$server"
    if answers "$server"; then return; fi
    (
        exec 9> "$server.lock"
        flock 9
        if answers "$server"; then exit 0; fi
        make_server "$server"
        write_settings "$server" "$kind"
        launch "$server"
    ) || exit
}

# Made beside its place and moved there whole: an interrupted initdb leaves nothing that looks like a cluster.
make_server() {
    local server=$1 socket
    socket=$(socket_of "$server")
    mkdir -p "$socket"
    chmod 0700 "$server" "$socket"
    if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$server" "$socket"; fi
    # In /tmp anybody could have been here first.
    [ -O "$socket" ] || [ "$(id -u)" = 0 ] || fail "$socket belongs to somebody else."
    if [ -f "$server/data/PG_VERSION" ]; then return; fi

    rm -rf "$server/data.new"
    as_server "$(find_postgres)/initdb" -D "$server/data.new" -U postgres --encoding=UTF8 --locale=C.UTF-8 --auth=trust --no-sync \
        > "$server/initdb.log" 2>&1 < /dev/null 9>&- || fail "initdb failed:" "$(tail -n 5 "$server/initdb.log")"
    mv -T "$server/data.new" "$server/data"
}

# Written at each start, so that a cluster follows the tree. The log keeps messages and never statements or row values:
# those may be patients.
write_settings() {
    local server=$1 kind=$2 memory buffers
    memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    buffers=$((memory / 8 < 128 ? 128 : memory / 8 > 1024 ? 1024 : memory / 8))
    as_server tee "$server/data/postgresql.conf" > /dev/null << SETTINGS
listen_addresses = ''
unix_socket_directories = '$(socket_of "$server")'
max_connections = $(if [ "$kind" = throwaway ]; then printf 500; else printf 200; fi)
timezone = 'UTC'
datestyle = 'iso, ymd'

shared_buffers = ${buffers}MB
effective_cache_size = $((memory / 2))MB
work_mem = 32MB
maintenance_work_mem = 256MB
dynamic_shared_memory_type = $(shared_memory)
jit = off
random_page_cost = 1.1

wal_level = minimal
max_wal_senders = 0
wal_compression = on
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min

log_timezone = 'UTC'
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
$(if [ "$kind" = throwaway ]; then printf 'fsync = off\nfull_page_writes = off\n'; fi)
SETTINGS
}

# Containers give /dev/shm 64 MB, which a parallel join outgrows; then files in the data folder serve.
shared_memory() {
    local kilobytes
    kilobytes=$(df -k --output=size /dev/shm 2> /dev/null | tail -n 1)
    if [ "${kilobytes:-0}" -ge 262144 ]; then printf posix; else printf mmap; fi
}

launch() {
    local server=$1 socket version bin deadline=$((SECONDS + 60))
    socket=$(socket_of "$server")
    version=$(cat "$server/data/PG_VERSION")
    bin=$(find_postgres "$version") ||
        fail "$server/data was made by PostgreSQL $version, which is not installed any more." "Install postgresql-$version, or start afresh: eng/down --forget"

    # After a crash the pid file may name a number that another program has by now, and PostgreSQL would believe it.
    # It may go only when no process of the server is left.
    while has_processes "$server"; do
        if answers "$server"; then return; fi
        [ $SECONDS -lt $deadline ] || fail "A PostgreSQL in $server/data runs but does not answer. Its log:" "$(tail -n 5 "$server/log")"
        sleep 0.2
    done
    rm -f "$server/data/postmaster.pid" "$socket/.s.PGSQL.5432.lock"

    as_server "$bin/pg_ctl" start -w -t 60 -D "$server/data" -l "$server/log" > "$server/start.log" 2>&1 < /dev/null 9>&- ||
        fail "PostgreSQL did not start. Its log ($server/log):" "$(tail -n 8 "$server/log" 2> /dev/null)"
}

# stop_postgres SERVER [fast|immediate]
stop_postgres() {
    local server=$1 bin
    if [ ! -f "$server/data/postmaster.pid" ] || ! has_processes "$server"; then return; fi
    bin=$(find_postgres "$(cat "$server/data/PG_VERSION")")
    as_server "$bin/pg_ctl" stop -w -t 60 -D "$server/data" -m "${2:-fast}" > /dev/null 2>&1 ||
        fail "PostgreSQL did not stop within a minute. Its log ($server/log):" "$(tail -n 5 "$server/log")"
}

# platform_database: the tree's own server with the database asan, owned by the role asan, which is no superuser.
# Sets server, PGHOST, PGUSER and PGDATABASE for psql.
platform_database() {
    need_postgres
    prepare_state
    server=$state/postgres
    start_postgres "$server" durable
    export PGHOST PGUSER=asan PGDATABASE=asan
    PGHOST=$(socket_of "$server")
    psql=$(find_postgres "$(cat "$server/data/PG_VERSION")")/psql

    # Asked at each start and not only after initdb: a kill between the two must heal.
    (
        exec 9> "$server.lock"
        flock 9
        export PGUSER=postgres PGDATABASE=postgres
        if [ "$("$psql" -XtAc "SELECT 1 FROM pg_database WHERE datname = 'asan'" 9>&-)" = 1 ]; then exit 0; fi
        if [ "$("$psql" -XtAc "SELECT 1 FROM pg_roles WHERE rolname = 'asan'" 9>&-)" != 1 ]; then "$psql" -Xqc "CREATE ROLE asan LOGIN" 9>&-; fi
        "$psql" -Xqc "CREATE DATABASE asan OWNER asan" 9>&-
    ) || fail "The database asan could not be made; the server's log: $server/log"
}
