"""Documents made once: for the same Contents a renderer gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, wraps

import pytest

from improvement.web.logos import logo_of
from reporting.contents.facts import Contents, from_json
from reporting.renderers import RENDERERS, draw, pdf
from scorecards.workbook import write
from scorecards.workbook.write_process import written

Render = Callable[[Contents], bytes]
KEPT = 20  # documents of a kind, of half a megabyte each


@contextmanager
def made_once() -> Iterator[None]:
    """Let whoever asks for a document that was made before have that one, made in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, renderer in RENDERERS.items():
            patch.setitem(RENDERERS, name, replace(renderer, render=_once(renderer.render)))
        # Part of a pack is drawn past its renderer.
        patch.setattr(pdf, "_typeset", lru_cache(KEPT)(pdf._typeset))
        patch.setattr(draw, "_run", _run_here(draw._run))
        # A scorecard's workbook is downloaded by a hundred tests, each its own.
        patch.setattr(write, "_run", wraps(write._run)(lambda layout: written(layout)))
        yield


@contextmanager
def made_anew() -> Iterator[None]:
    """Make each document, as an installation does: for tests of how it is made."""
    with pytest.MonkeyPatch.context() as patch:
        for name, renderer in RENDERERS.items():
            made = renderer.render.__wrapped__  # type: ignore[attr-defined]
            patch.setitem(RENDERERS, name, replace(renderer, render=made))
        patch.setattr(pdf, "_typeset", pdf._typeset.__wrapped__)  # type: ignore[attr-defined]
        patch.setattr(draw, "_run", draw._run.__wrapped__)  # type: ignore[attr-defined]
        patch.setattr(write, "_run", write._run.__wrapped__)  # type: ignore[attr-defined]
        yield


Run = Callable[[bytes], dict[str, bytes]]


def _run_here(run: Run) -> Run:
    """Answer what a process is asked for. That the answers are the same is a test of its own."""

    @wraps(run)
    def run_here(asked: bytes) -> dict[str, bytes]:
        given = json.loads(asked)
        contents = from_json(given["contents"])
        if only := given["only"]:
            return {"pdf": pdf.render(contents, only=only)}
        return {format: RENDERERS[format].render(contents) for format in given["formats"]}

    return run_here


def _once(render: Render) -> Render:
    made: dict[tuple[Contents, bytes | None], bytes] = {}

    @wraps(render)
    def render_once(contents: Contents) -> bytes:
        # The logo is all that a document has from elsewhere.
        key = (contents, logo_of(contents.programme.slug))
        if key not in made:
            if len(made) == KEPT:
                made.pop(next(iter(made)))
            made[key] = render(contents)
        return made[key]

    return render_once
