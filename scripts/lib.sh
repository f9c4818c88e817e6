# shellcheck shell=bash
# What the scripts share: headings with durations, and a way to stop with a sentence.

step() { # step HEADING COMMAND… — runs the command under a heading and says how long it took
  local heading=$1 begun=$SECONDS
  shift
  printf '== %s\n' "$heading"
  "$@"
  printf '   %s: %d s\n' "$heading" "$((SECONDS - begun))"
}

quietly() { # quietly COMMAND… — shows what the command says only if it fails
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

stop() { # stop SENTENCE — says what is wrong and what to do, then ends the script
  printf '%s\n' "$*" >&2
  exit 1
}
