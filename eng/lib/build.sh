# shellcheck shell=bash
# Sourced after place.sh: builds what the commands run.

# No build server outlives the command that built.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

need_dotnet() {
    command -v dotnet > /dev/null || fail ".NET is not installed, or dotnet is not on the PATH." "https://learn.microsoft.com/dotnet/core/install/linux-debian"
    (cd "$root" && dotnet --version > /dev/null 2>&1) || fail "No installed .NET SDK fits global.json (10.0.100 or newer): $(dotnet --list-sdks | tr '\n' ' ')"
}

# build PROJECT SOURCE...: the program in $built, published into a folder named for its sources' content.
# So what is up to date is not built again, and a running host's files are never written over.
build() {
    local project=$1 name version log
    name=$(basename "$project" .csproj)
    version=$(cd "$root" && content_of "${@:2}")
    built=$state/bin/$name-$version
    if [ -d "$built" ]; then touch "$built"; return; fi

    need_dotnet
    (
        exec 9> "$state/bin/lock"
        flock 9
        if [ -d "$built" ]; then exit 0; fi
        rm -rf "$built.new"
        log=$state/logs/build-$name.log
        dotnet publish "$root/$project" -c Release -o "$built.new" -v q -nologo > "$log" 2>&1 < /dev/null 9>&- ||
            fail "$project does not build (all of it in $log):" "$(grep -E 'error|warn' "$log" | sort -u | head -n 10 || tail -n 10 "$log")"
        mv -T "$built.new" "$built"
        forget_old_builds "$name"
    ) || exit
}

# The tree's own files decide, not its history: an edit that is not committed is a version too.
content_of() {
    find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig \
        \( -name bin -o -name obj -o -name TestResults \) -prune -o -type f -print0 2> /dev/null |
        sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12
}

# The last three stay, and any that a process still runs.
forget_old_builds() {
    local old
    while read -r old; do
        if ! grep -qsF "$old/" /proc/[0-9]*/cmdline; then rm -rf "$old"; fi
    done < <(find "$state/bin" -maxdepth 1 -name "$1-*" -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2-)
}
