"""A process that makes documents: a request on standard input, documents on standard output.

It is started with limits, and without the database and secrets. Its output begins with a line of
JSON, the length of each document by its format; the documents follow. Where one cannot be made,
it writes a sentence to standard error and ends with exit status 1.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django
from django.conf import settings

from improvement.processes.limited_process import has_run_out_of_memory
from reporting.contents.facts import from_json
from reporting.renderers import render

ROOT = Path(__file__).resolve().parents[2]
TAGS = {
    "nhsuk": "improvement.templatetags.nhsuk",
    "marks": "reporting.templatetags.marks",
}
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [ROOT / "templates"],
    "OPTIONS": {"libraries": TAGS},
}


def main() -> int:
    """Make the documents of the request. Returns the exit status."""
    request = json.load(sys.stdin.buffer)
    settings.configure(TEMPLATES=[TEMPLATES], USE_TZ=True, **request["settings"])
    django.setup()
    contents = from_json(request["contents"])
    try:
        if request["only"]:
            from reporting.renderers import pdf  # the only format that can be made in part

            documents = {"pdf": pdf.render(contents, only=request["only"])}
        else:
            documents = {format: render(contents, format) for format in request["formats"]}
    except (RuntimeError, OSError, ValueError) as error:
        if has_run_out_of_memory(error):
            raise
        sys.stderr.write(f"{error}\n")
        return 1
    lengths = {format: len(body) for format, body in documents.items()}
    sys.stdout.buffer.write(json.dumps(lengths).encode() + b"\n" + b"".join(documents.values()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
