#!/usr/bin/env bash
# Opens the sample papers in LibreOffice: each Word file of ours is set by it as PDF and saved again, what it
# saved is checked against the standard, and pages of ours and of its are put beside each other as pictures.
# For the eye and not for ./check. Needs LibreOffice Writer, poppler-utils and ImageMagick:
#   apt-get install --no-install-recommends libreoffice-writer-nogui poppler-utils imagemagick
# Usage: scripts/office.sh [FOLDER]   (default var/office)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

for tool in soffice pdftoppm montage; do
  command -v "$tool" >/dev/null || stop "There is no $tool; the head of this script says what to install."
done
out=${1:-var/office}
program=${CARGO_TARGET_DIR:-target}/debug/wenming
[ -x "$program" ] || stop "There is no $program; build it with: cargo build -p wenming"
rm -rf "$out"
mkdir -p "$out"/{ours,theirs,saved,pages}

for paper in crates/gongwen/tests/papers/*.json; do
  name=$(basename "$paper" .json)
  "$program" paper write "$paper" --out "$out/ours/$name.docx" >"$out/$name.log"
  "$program" paper write "$paper" --out "$out/ours/$name.pdf" >>"$out/$name.log"
done
soffice --headless --convert-to pdf --outdir "$out/theirs" "$out"/ours/*.docx >"$out/soffice.log" 2>&1
soffice --headless --convert-to docx --outdir "$out/saved" "$out"/ours/*.docx >>"$out/soffice.log" 2>&1

wrong=0
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
for paper in "$out"/ours/*.pdf; do
  name=$(basename "$paper" .pdf)
  verdict=$("$program" paper check "$out/saved/$name.docx" | tail -n 1) || wrong=1
  printf '%-10s %2s pages, LibreOffice %2s; saved again: %s\n' \
    "$name" "$(pages "$paper")" "$(pages "$out/theirs/$name.pdf")" "$verdict"
  pdftoppm -r 60 -png "$paper" "$out/pages/$name-1"
  pdftoppm -r 60 -png "$out/theirs/$name.pdf" "$out/pages/$name-2"
  montage "$out/pages/$name"-1-*.png "$out/pages/$name"-2-*.png -tile "$(pages "$paper")x" \
    -geometry +4+4 -background gray "$out/$name.png"
done
echo "pictures: $out/*.png, ours above, LibreOffice below"
exit "$wrong"
