"""The look of every figure: one template of fonts, colours, grid and hover."""

from __future__ import annotations

from typing import Any

from plotly import graph_objects as go

INK, QUIET, GREY, RULE, WHITE = "#212b32", "#4c6272", "#768692", "#d8dde0", "#ffffff"
FUTURE = "#f0f4f5"
ACTUAL, WORSE = "#005eb8", "#7c2855"
FAMILY = "Arial, Liberation Sans, sans-serif"
SIZE = 12
WORDS_HIGH = 15
# The widths, in pixels, that the server draws for: a column of a page, and a telephone.
WIDE, NARROW = 872, 328

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FAMILY, "size": SIZE, "color": QUIET},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": WHITE,
            "bordercolor": GREY,
            "font": {"family": FAMILY, "size": 13, "color": INK},
        },
        "dragmode": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "yref": "container",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": GREY,
            "linewidth": 1,
            "tickangle": 0,
        },
        "yaxis": {"fixedrange": True, "gridcolor": RULE, "zeroline": False},
    },
    data={"scatter": [{"type": "scatter", "hoverinfo": "text", "connectgaps": False}]},
)


def figure(
    data: list[Any], *, height: int, margin: tuple[int, int, int, int], **layout: Any
) -> go.Figure:
    """Return a figure in our template, which Plotly has checked.

    ``margin`` is left, right, top and bottom in pixels. Axes have to say their own range, so that
    the server's drawing and Plotly's agree. Raises ``ValueError`` for what Plotly does not know.
    """
    left, right, top, bottom = margin
    edges = {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False}
    return go.Figure(data, go.Layout(template=TEMPLATE, height=height, margin=edges, **layout))


# Bold type: a tag would bring a style of its own, which the page's policy refuses.
BOLD = {"color": INK, "weight": "bold"}


def ticks(named: list[tuple[float, str]]) -> dict[str, Any]:
    """Return an axis' ticks: where each is, and its words."""
    places, words = [place for place, _ in named], [plain(word) for _, word in named]
    return {"tickmode": "array", "tickvals": places, "ticktext": words}


def plain(text: str) -> str:
    """Return a text so that Plotly, which reads tags, shows every character of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def note(text: str, **place: Any) -> dict[str, Any]:
    """Return an annotation without an arrow. ``text`` may be broken into lines."""
    return {"text": text, "showarrow": False, **place}
