#!/bin/sh
# Draws what is to be done, and what was said in short, out of the sample articles.
set -eu
BIN=${BIN:-.venv/bin}
run() {
    printf '\n$ jianbao'
    for word in "$@"; do case $word in *[!A-Za-z0-9/._-]*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    "$BIN/jianbao" "$@"
}
"$BIN/jianbao" ingest evals/corpus >"${TMPDIR:-/tmp}/jianbao-extracts.log"
run actions --owner "区水务局"
run summarize --from 2025-06-01 --to 2025-07-31
