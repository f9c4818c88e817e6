#!/usr/bin/env bash
# Unpacks Chromium 90, the oldest browser we support, into var/chromium90 and prints the program's path.
# It comes from the npm package chrome-aws-lambda 8.0.2, which carries it compressed; the libraries it
# needs are those of Debian's own chromium package.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

home=$PWD/var/chromium90
if [ ! -x "$home/chromium" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  npm pack --silent --pack-destination "$work" chrome-aws-lambda@8.0.2 >/dev/null ||
    stop 'Could not fetch chrome-aws-lambda 8.0.2 from npm; set WENMING_NO_CHROMIUM90=1 to go without it.'
  tar -xzf "$work"/chrome-aws-lambda-8.0.2.tgz -C "$work"
  mkdir -p "$home/swiftshader"
  brotli -dc "$work/package/bin/swiftshader.tar.br" | tar -x -C "$home/swiftshader"
  brotli -dc "$work/package/bin/chromium.br" >"$work/chromium"
  chmod 755 "$work/chromium"
  mv "$work/chromium" "$home/chromium" # last, so that a broken download is never taken for a browser
fi
printf '%s\n' "$home/chromium"
