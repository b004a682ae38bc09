#!/bin/sh
# Regenerates the bindings in src/generated/java from include/panamarc.h, after a change of the header.
#
# Calls $JEXTRACT, or else the jextract on the PATH. Name a constant or function that is new in
# jextract.args first, and write a jextract of another commit into jextract.properties.
set -eu
cd "$(dirname "$0")"

tool=${JEXTRACT:-jextract}
if ! command -v "$tool" > /dev/null; then
    echo "regenerate.sh: there is no $tool: put jextract on the PATH or its path into JEXTRACT" >&2
    exit 1
fi

rm -rf src/generated/java
"$tool" @jextract.args

hash=$(cmake -E sha256sum include/panamarc.h | cut -d ' ' -f 1)
sed "s/^header.sha256=.*/header.sha256=$hash/" jextract.properties > jextract.properties.new
mv jextract.properties.new jextract.properties
