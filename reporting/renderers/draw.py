"""Making documents in a process of their own, with limits on its time and memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from improvement.processes.make_document import make_document
from reporting.contents.facts import Contents, to_json
from reporting.renderers import render

PROCESS = Path(__file__).with_name("document_process.py")
# Processor time, and address space, which is larger than the memory in use.
MOST_SECONDS, MOST_MEGABYTES = 60, 2_000
DATA = "json"  # the format of the process's input, made without the process
HIGHLIGHT_REPORT = "highlight-report"
# The settings that the process needs.
SETTINGS = ("PACK_LOGOS", "LANGUAGE_CODE", "TIME_ZONE")


def draw(contents: Contents, formats: Iterable[str], *, only: str = "") -> dict[str, bytes]:
    """Return ``contents`` as a document in each format, all made in one process. Takes seconds.

    With ``only`` a PDF has one part of each workstream. Raises ``NotDrawn``.
    """
    formats = list(formats)
    documents = {DATA: render(contents, DATA)} if DATA in formats else {}
    if drawn := [format for format in formats if format != DATA]:
        request = {
            "formats": drawn,
            "only": only,
            "settings": {name: getattr(settings, name) for name in SETTINGS},
            # A pasted half of a surrogate pair has no UTF-8.
            "contents": to_json(contents).encode("utf-8", errors="replace").decode(),
        }
        documents |= _run(json.dumps(request).encode())
    return {format: documents[format] for format in formats}


def _run(request: bytes) -> dict[str, bytes]:
    """Return the documents that a process made, by format. Raises ``NotDrawn``."""
    output = make_document(PROCESS, request, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)
    head, _, rest = output.partition(b"\n")  # the head has the length of each document
    documents, begin = {}, 0
    for format, length in json.loads(head).items():
        documents[format] = rest[begin : begin + length]
        begin += length
    return documents
