#!/usr/bin/env bash
# Unpacks a validator of PDF/A into var/pdfa-validator and prints the program's path. It is another's work than the
# writer's own: it asks for embedded fonts, metadata, colours, and that there are no scripts, keys and files inside.
# It comes from the Python package pdf_oxide 0.3.78 (MIT or Apache-2.0); only tests use it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

home=$PWD/var/pdfa-validator
if [ ! -x "$home/pdfa-validator" ]; then
  mkdir -p "$home"
  quietly python3 -m pip install --quiet --no-deps --only-binary :all: --upgrade --target "$home/lib" pdf_oxide==0.3.78 ||
    stop 'Could not fetch pdf_oxide 0.3.78 with pip; set WENMING_NO_PDFA_VALIDATOR=1 to go without it.'
  cat >"$home/pdfa-validator" <<'PROGRAM'
#!/usr/bin/env python3
"""Prints as JSON what keeps the named file from being PDF/A-2b: {"valid": …, "errors": […], …}."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "lib"))
import pdf_oxide

print(json.dumps(pdf_oxide.PdfDocument(sys.argv[1]).validate_pdf_a("2b")))
PROGRAM
  chmod 755 "$home/pdfa-validator"
fi
printf '%s\n' "$home/pdfa-validator"
