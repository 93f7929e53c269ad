"""A figure as a page shows it: the server's SVG first, then Plotly's, from the same figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from plotly import graph_objects as go

from reporting.charts.svg import svg_of
from reporting.charts.template import NARROW, WIDE


@dataclass(frozen=True)
class Drawing:
    """A figure for a wide column and for a telephone, with what it shows in words.

    ``column`` is the width of the wide column in pixels.
    """

    wide: go.Figure
    narrow: go.Figure
    words: str
    column: int = WIDE

    @property
    def figures(self) -> dict[str, Any]:
        """Both figures as JSON that Plotly draws."""
        return {"wide": self.wide.to_plotly_json(), "narrow": self.narrow.to_plotly_json()}

    @property
    def wide_svg(self) -> SafeString:
        return svg_of(self.wide, self.column)

    @property
    def narrow_svg(self) -> SafeString:
        return svg_of(self.narrow, NARROW)


def drawing(figure: Callable[..., go.Figure], words: str, column: int = WIDE) -> Drawing:
    """Return what a function that takes ``narrow`` draws, for both widths."""
    return Drawing(figure(narrow=False), figure(narrow=True), words, column)
