"""A short-lived process that makes one PDF: JSON on standard input, PDF on standard output.

    python -P typst_process.py TEMPLATES FONTS < document.json > pack.pdf

It is short-lived because a long-lived Typst keeps hundreds of megabytes, and imports nothing of
ours so that it starts quickly. A fault is a sentence on standard error and exit status 1.
"""

from __future__ import annotations

import json
import sys

import typst

FAMILY = "Liberation Sans"
OUT_OF_MEMORY = 3  # an exit status, the same as of our other processes


def main(templates: str, fonts: str) -> int:
    """Make the PDF of the document on standard input. Returns the exit status."""
    text = sys.stdin.buffer.read().decode("utf-8")
    try:
        document = compile_pdf(text, templates, fonts)
    except MemoryError:
        return OUT_OF_MEMORY
    except (ValueError, OSError, RuntimeError) as error:  # Typst raises RuntimeError
        sys.stderr.write(f"{getattr(error, 'diagnostic', error)}\n")
        return 1
    sys.stdout.buffer.write(document)
    return 0


def compile_pdf(text: str, templates: str, fonts: str) -> bytes:
    """Return the PDF/UA-1 of the document in ``text``. Raises ``ValueError`` without the font."""
    available = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    if FAMILY not in available.families():
        raise ValueError(f"the font {FAMILY} is missing, so run make setup.")
    content = json.loads(text)
    document = typst.compile(
        f"{templates}/pack.typ",
        root=templates,
        font_paths=available,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": text, "looks": json.dumps(content["looks"])},
        timestamp=content["timestamp"],
    )
    return bytes(document)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
