# shellcheck shell=bash
# Sourced after place.sh: starts a host and finds out who serves on a port.

is_open() { (exec 3<> "/dev/tcp/localhost/$1") 2> /dev/null; }

# The process that eng/up of this tree serves this port with; its file may have outlived it.
host_of_this_tree() {
    local pid
    pid=$(cat "$state/hosts/$1" 2> /dev/null) && grep -qsF "$state/bin/" "/proc/$pid/cmdline" && printf '%s\n' "$pid"
}

# Ready means: the database answers and functions are served.
is_serving() {
    local status=
    { exec 3<> "/dev/tcp/localhost/$1" && printf 'GET /api/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && read -r -t 10 status <&3; } 2> /dev/null || true
    exec 3>&- || true
    [[ $status == HTTP/1.?\ 200* ]]
}

# serve PORT [LOG-LEVEL]: becomes the host, with the program in $built.
serve() {
    local port=$1 level=${2:-}
    export ASPNETCORE_URLS=http://localhost:$port
    export Postgres__ConnectionString="Host=$PGHOST;Username=asan;Database=asan"
    export Blobs__Folder=$state/blobs Keys__File=$state/keys.json Ingestion__SecretFile=$state/documents.secret
    unset PGHOST PGUSER PGDATABASE

    printf '%s\n' $$ > "$state/hosts/$port"
    tell_when_serving "$port" $$ &
    cd "$built"
    exec dotnet "$built/Asan.Functions.dll" ${level:+"--Logging:LogLevel:Default=$level" "--Logging:LogLevel:Microsoft.Hosting.Lifetime=$level"}
}

tell_when_serving() {
    while kill -0 "$2" 2> /dev/null; do
        if is_serving "$1"; then
            say "Serving http://localhost:$1 (Ctrl-C ends it). Keys: $state/keys.json"
            return
        fi
        sleep 0.2
    done
}

# need_host PORT: this tree's host serves there, or the command could not begin.
need_host() {
    host_of_this_tree "$1" > /dev/null || fail "This tree does not serve on port $1." "In another terminal: eng/up$([ "$1" = 7071 ] || printf ' --port %s' "$1")"
    is_serving "$1" || fail "The host on port $1 is not ready: curl http://localhost:$1/api/health/ready"
}

# take_port ARGUMENTS...: --port of them in $port, or 7071; the others in $arguments.
take_port() {
    port=7071 arguments=()
    while [ $# -gt 0 ]; do
        case $1 in
            --port) port=${2:-}; shift $(($# > 1)) ;;
            --port=*) port=${1#*=} ;;
            --)
                arguments+=("$@")
                break
                ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    is_port "$port" || fail "--port takes a number from 1 to 65535."
}

# run_documents_console COMMAND ARGUMENTS...: becomes it, with build.sh sourced.
run_documents_console() {
    take_port "${@:2}"
    need_host "$port"
    build eng/DocumentsConsole/Asan.DocumentsConsole.csproj eng/DocumentsConsole eng/Doors workflows/Search/Text/ShownText.cs
    exec dotnet "$built/Asan.DocumentsConsole.dll" "$1" --server "http://localhost:$port" --keys "$state/keys.json" "${arguments[@]}"
}
