#!/usr/bin/env bash
# Installs the Debian packages the tests need, and only those that are missing.
# Needs root or sudo when something is missing; touches nothing otherwise.
# Options: --fast leaves out the browsers and what npm and pip bring.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

fast=no
[ "${1:-}" = --fast ] && fast=yes

server_present() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
font_present() { [ -n "$(fc-list :lang=zh-cn file 2>/dev/null | head -n 1)" ]; }

missing=()
want() { # want PACKAGE TEST… — asks for the package unless the test succeeds
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

want postgresql server_present
want poppler-utils command -v pdftotext
want libreoffice-writer-nogui command -v soffice
want strace command -v strace
want fontconfig command -v fc-list
want fonts-noto-cjk font_present
if [ "$fast" = no ]; then
  want chromium command -v chromium
  if [ -z "${WENMING_NO_CHROMIUM90:-}" ]; then
    want npm command -v npm
    want brotli command -v brotli
  fi
  [ -n "${WENMING_NO_OOXML_VALIDATOR:-}" ] || want npm command -v npm
  [ -n "${WENMING_NO_PDFA_VALIDATOR:-}" ] || want python3-pip python3 -m pip --version
fi

if [ ${#missing[@]} -eq 0 ]; then
  echo 'nothing to install'
  exit 0
fi

sudo=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || stop "Missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
  sudo=(sudo)
fi
command -v apt-get >/dev/null || stop "Missing: ${missing[*]}. Install them with this system's package manager."

echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${sudo[@]}" apt-get update && "${sudo[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  stop "Could not install ${missing[*]}; the package manager's last lines stand above."
fi
