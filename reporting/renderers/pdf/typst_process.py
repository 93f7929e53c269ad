"""A short-lived process that makes one PDF: JSON on standard input, PDF on standard output.

    python -P typst_process.py TEMPLATES FONTS < document.json > pack.pdf

Short-lived because a long-lived Typst keeps hundreds of megabytes. It imports nothing of ours, so
that it starts quickly. A fault is one sentence on standard error and exit status 1.
"""

from __future__ import annotations

import json
import sys

import typst

FAMILY = "Liberation Sans"


def main(templates: str, fonts: str) -> int:
    """Make the PDF of the document on standard input. Gives the exit status."""
    text = sys.stdin.buffer.read().decode("utf-8")
    try:
        made = compile_pdf(text, templates, fonts)
    except (ValueError, OSError, RuntimeError) as error:  # Typst raises RuntimeError
        sys.stderr.write(f"{getattr(error, 'diagnostic', error)}\n")
        return 1
    sys.stdout.buffer.write(made)
    return 0


def compile_pdf(text: str, templates: str, fonts: str) -> bytes:
    """Give the PDF/UA-1 of the document in ``text``. Raises ``ValueError`` without the font."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    if FAMILY not in found.families():
        raise ValueError(f"the font {FAMILY} is missing, so run make setup.")
    made = typst.compile(
        f"{templates}/pack.typ",
        root=templates,
        font_paths=found,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": text},
        timestamp=json.loads(text)["timestamp"],
    )
    return bytes(made)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
