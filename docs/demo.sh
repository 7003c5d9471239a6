#!/bin/sh
# Reads the sample articles, then asks the example question in both languages and one that no article answers.
set -eu
BIN=${BIN:-.venv/bin}
run() {
    printf '\n$ jianbao'
    for word in "$@"; do case $word in *[!A-Za-z0-9/._-]*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n'
    "$BIN/jianbao" "$@"
}
run ingest evals/corpus
run ask "张红军对安委会提出了哪些要求"
run ask "what did Zhang Hongjun ask of the safety committee"
run ask "2022年高新区的GDP是多少"
