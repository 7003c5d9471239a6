# Runs commands as a page shows them: `run` prints each as it would be typed, and what it says.
set -eu
BIN=${BIN:-.venv/bin}
run() {
    printf '\n$ jianbao'
    for word in "$@"; do case $word in *[!A-Za-z0-9/._-]*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    "$BIN/jianbao" "$@"
}
