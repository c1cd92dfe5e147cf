# shellcheck shell=bash
# Sourced after postgres.sh and build.sh: runs test programs against a server of their own and adds up what they report.

passed=0 failed=0 skipped=0

# No test program of ours takes this long; one that hangs must not hang CI.
longest=15m

# The test programs under way, by name: their process ids.
declare -A running=()

# A server nobody else knows, below /tmp so that its socket's path is short. Without fsync: a test that pulls the plug
# brings its own. Sets $results, the folder of this run's logs, which stays after a failure.
throwaway_postgres() {
    need_postgres
    remove_orphans
    run=$(mktemp -d /tmp/asan-test.XXXXXX)
    chmod 0711 "$run"
    printf '%s\n' $$ > "$run/pid"
    results=$run/results
    mkdir "$results"
    trap 'end_run $?' EXIT
    start_postgres "$run/postgres" throwaway
    export ASAN_TEST_POSTGRES="Host=$(socket_of "$run/postgres");Username=postgres;Database=postgres;Include Error Detail=true"
}

end_run() {
    if [ "${#running[@]}" -gt 0 ]; then kill "${running[@]}" 2> /dev/null; fi
    stop_postgres "$run/postgres" immediate
    rm -rf "$run/postgres" "$run/postgres.lock" "$run/pid"
    if [ "$1" = 0 ]; then rm -rf "$run"; fi
}

# A run that was killed could not stop its server.
remove_orphans() {
    local old
    for old in /tmp/asan-test.??????; do
        if [ -O "$old" ] && [ -f "$old/pid" ] && ! kill -0 "$(cat "$old/pid")" 2> /dev/null; then
            stop_postgres "$old/postgres" immediate
            rm -rf "$old"
        fi
    done
}

# Nothing could be tested: the reason, and the last line that callers read.
stop_at() {
    say "$1"
    grep -E '(error|warning) ' "$2" | sed "s|$root/||g" | sort -u | head -n 30 || tail -n 20 "$2"
    say "All of it: $2"
    say "0 passed, 1 failed, 0 skipped"
    exit 1
}

# run_tests PROJECT [ARGS]: runs a built test program. Quiet when all pass; what failed or skipped is shown with its reason.
run_tests() {
    begin_tests "$(basename "$1" .csproj)" "$@"
    end_tests "$(basename "$1" .csproj)"
}

# begin_tests NAME PROJECT [ARGS]: the same beside what else runs; end_tests NAME waits for it and tells. It is given up with this script.
begin_tests() {
    local program folder
    program=$(basename "$2" .csproj)
    folder=$root/$(dirname "$2")/bin/Release/net10.0
    (cd "$folder" && exec timeout --kill-after=10 "$longest" dotnet "$program.dll" -noLogo -noColor -xml "$results/$1.xml" "${@:3}") \
        > "$results/$1.log" 2>&1 < /dev/null &
    running[$1]=$!
}

end_tests() {
    local name=$1 report=$results/$1.xml log=$results/$1.log code=0
    wait "${running[$name]}" || code=$?
    unset "running[$name]"

    if ! grep -q '</assemblies>' "$report" 2> /dev/null; then
        if [ "$code" = 124 ]; then say "$name did not end within $longest; what it said last:"; else say "$name ended with $code and left no report; what it said last:"; fi
        tail -n 20 "$log"
        failed=$((failed + 1))
        return
    fi
    count "$report"
    if [ "$code" != 0 ]; then show_failures "$log"; fi
}

# An error outside a test (a fixture's, an assembly's) is a failure too.
count() {
    local line unmet
    line=$(grep -m 1 -o '<assembly [^>]*>' "$1") || return 0
    passed=$((passed + $(number passed "$line")))
    failed=$((failed + $(number failed "$line") + $(number errors "$line")))
    skipped=$((skipped + $(number skipped "$line")))

    unmet=$(tr '\n' ' ' < "$1" | grep -oP '<reason>.*?</reason>' | sed -E 's|</?reason>||g; s|<!\[CDATA\[(.*)\]\]>|\1|' | grep -v -e '\.\./shared' -e 'apt-get install' || true)
    if [ -n "$unmet" ]; then
        sort <<< "$unmet" | uniq -c | sed -E 's/^ *([0-9]+) /\1 skipped: /'
        if [ "${CI:-}" = true ]; then
            unmet=$(wc -l <<< "$unmet")
            skipped=$((skipped - unmet))
            failed=$((failed + unmet))
        fi
    fi
}

number() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<< "$2"; }

show_failures() {
    local blocks
    blocks=$(awk '/^    [^ ].*\[[A-Z]+\]$/ { show = /\[(FAIL|ERROR)\]$/ } /^(  Finished|===)/ { show = 0 } show' "$1")
    if [ -n "$blocks" ]; then head -n 200 <<< "$blocks"; else tail -n 40 "$1"; fi
    say "All of it: $1"
}
