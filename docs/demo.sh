#!/bin/sh
# Reads the sample articles, then asks the example question in both languages and one that no article answers.
. docs/shown.sh
run ingest evals/corpus
run ask "张红军对安委会提出了哪些要求"
run ask "what did Zhang Hongjun ask of the safety committee"
run ask "2022年高新区的GDP是多少"
