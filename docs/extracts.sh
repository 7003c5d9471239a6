#!/bin/sh
# Draws what is to be done, and what was said in short, out of the sample articles.
. docs/shown.sh
"$BIN/jianbao" ingest evals/corpus >"${TMPDIR:-/tmp}/jianbao-extracts.log"
run actions --owner "区水务局"
run summarize --from 2025-06-01 --to 2025-07-31
