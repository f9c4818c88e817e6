#!/usr/bin/env bash
# Proves over cargo's own dependency graph that the layers look one way only:
# the document library and the domain do no work outside themselves, one crate knows the database,
# one knows the web, one knows the command line, and test code stays in tests.
set -euo pipefail
cd "$(dirname "$0")/.."

broken=0
blame() {
  printf 'direction: %s\n' "$*" >&2
  broken=1
}

# names DEPTH-ARGUMENTS… — the packages that a member uses outside its tests, itself included
names() { cargo tree --quiet --all-features --target all -e normal --prefix none -f '{p}' "$@" | awk 'NF { print $1 }' | sort -u; }

# never MEMBER PATTERN — the member reaches no such package, however indirectly
never() {
  local member=$1 pattern=$2 name
  for name in $(names -p "$member" | grep -xE "$pattern" || true); do
    blame "$member must not depend on $name; see: cargo tree -p $member -i $name"
  done
}

members=$(names --workspace --depth 0)
direct=$(for member in $members; do names -p "$member" --depth 1 | sed "/^$member\$/d; s/^/$member /"; done)

# only PATTERN MEMBER… — of our own crates, only these may name the package in their Cargo.toml
only() {
  local pattern=$1 member package
  shift
  while read -r member package; do
    if [[ $package =~ ^($pattern)$ && " $* " != *" $member "* ]]; then
      blame "$member depends on $package; only ${*:-tests} may"
    fi
  done <<<"$direct"
}

outside='tokio|async-std|smol|sqlx(-.*)?|rusqlite|axum(-.*)?|hyper'
never gongwen "$outside|wenming.*"
never gongwen-pdf "$outside|wenming.*"
never wenming-domain "$outside"

only 'sqlx(-.*)?|rusqlite|libsqlite3-sys' wenming-store
# The test kit stands in for a browser and so holds the router; the bench holds a bare page to compare with.
only 'axum(-.*)?|tower-http' wenming-web wenming-testkit wenming-bench
only 'askama(_.*)?' wenming-web
only 'clap(_.*)?' wenming
only 'krilla|skrifa' gongwen-pdf
only 'wenming-testkit|wenming-e2e'

[ "$broken" -eq 0 ] || exit 1
echo "the layers of $(wc -w <<<"$members") crates look one way only"
