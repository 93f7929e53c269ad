"""Ratings and trends as drawn: {% load marks %}{% rating_mark code size=11 carried=True %}.

{% cells items "Delivery" %} and {% segments items "Delivery" %} draw what ``cells_of_actions`` and
``cells_of_criteria`` return, {% strip months "Governance" %} months, {% trend metric line %} a
line of figures.

{% kept "reporting/dashboard/_red.html" panel=panels.red %} draws a part of a page, and keeps it by
the values that it is drawn of: it sees nothing else. docs/adr/0015 says what that is worth.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reporting.marks.cells import draw_cells, draw_segments
from reporting.marks.mark import rating_mark
from reporting.marks.strip import draw_strip
from reporting.marks.trend import trend

register = template.Library()
register.simple_tag(rating_mark, name="rating_mark")
register.simple_tag(draw_cells, name="cells")
register.simple_tag(draw_segments, name="segments")
register.simple_tag(draw_strip, name="strip")
register.simple_tag(trend, name="trend")


@register.simple_tag
def kept(name: str, **values: object) -> SafeString:
    """Draw the template ``name`` of ``values``, each of which says by its hash what it holds."""
    return _drawn(name, tuple(values.items()))


@lru_cache(maxsize=512)
def _drawn(name: str, values: tuple[tuple[str, object], ...]) -> SafeString:
    return render_to_string(name, dict(values))
