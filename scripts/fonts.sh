#!/usr/bin/env bash
# Makes the free faces that are embedded in the program: subsets of Noto Serif CJK, Noto Sans CJK and LXGW WenKai (OFL 1.1).
#   scripts/fonts.sh             makes crates/gongwen-pdf/fonts anew; needs python3 with venv
#   scripts/fonts.sh --optional FOLDER
#     puts FandolFang (仿宋, GPL with an exception for documents) and HanaMin (rare characters) into FOLDER, such as
#     the folder fonts of the data directory; they are files beside the program and never part of it.
# Both take packages from the Debian archive this system is set up for and install nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # fetch PACKAGE… — unpacks packages into $work/root
  command -v apt-get >/dev/null || stop "This script takes fonts from Debian packages, and this system has no apt-get."
  (cd "$work" && quietly apt-get download "$@" && for package in *.deb; do dpkg -x "$package" root && rm "$package"; done)
}

optional() { # optional FOLDER
  mkdir -p "$1"
  fetch texlive-lang-chinese fonts-hanazono
  find "$work/root" \( -name 'FandolFang-Regular.otf' -o -name 'HanaMin[AB].ttf' \) -type f -exec cp {} "$1" \;
  mkdir -p "$1/licences"
  for package in texlive-lang-chinese fonts-hanazono; do
    cp "$work/root/usr/share/doc/$package/copyright" "$1/licences/$package.txt"
  done
  ls -l "$1"
}

subset() { # subset FILE NUMBER CHARACTERS OUT
  "$work/python/bin/pyftsubset" "$1" --font-number="$2" --unicodes-file="$3" --output-file="$4" \
    --layout-features= --no-hinting --notdef-outline --drop-tables+=vhea,vmtx,VORG,BASE
}

embedded() {
  local fonts=crates/gongwen-pdf/fonts noto=$work/root/usr/share/fonts/opentype/noto sc=2
  fetch fonts-noto-cjk fonts-lxgw-wenkai
  quietly python3 -m venv "$work/python"
  quietly "$work/python/bin/pip" install fonttools
  "$work/python/bin/python" scripts/fonts.py characters "$work/common" "$work/all"
  subset "$noto/NotoSerifCJK-Regular.ttc" "$sc" "$work/all" "$fonts/serif.otf"
  subset "$noto/NotoSerifCJK-Bold.ttc" "$sc" "$work/common" "$fonts/serif-bold.otf"
  subset "$noto/NotoSansCJK-Regular.ttc" "$sc" "$work/common" "$fonts/sans.otf"
  subset "$work/root/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf" 0 "$work/common" "$work/kai.ttf"
  # A subset is a changed version, and LXGW a reserved name: it goes by another.
  "$work/python/bin/python" scripts/fonts.py rename "$work/kai.ttf" "$fonts/kai.ttf"
  cp "$work/root/usr/share/doc/fonts-noto-cjk/copyright" "$fonts/noto-LICENSE.txt"
  cp "$work/root/usr/share/doc/fonts-lxgw-wenkai/copyright" "$fonts/kai-LICENSE.txt"
  ls -l "$fonts"
}

case ${1:-} in
  '') embedded ;;
  --optional) optional "${2:?usage: scripts/fonts.sh --optional FOLDER}" ;;
  *) stop "usage: scripts/fonts.sh [--optional FOLDER]; there is no $1" ;;
esac
