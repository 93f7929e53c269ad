"""Ratings and trends as drawn: {% load marks %}{% rating_mark code size=11 carried=True %}.

{% cells items "Delivery" %} and {% segments items "Delivery" %} draw what ``cells_of_actions`` and
``cells_of_criteria`` return, {% strip months "Governance" %} months, {% trend metric line %} a
line of figures.
"""

from __future__ import annotations

from django import template

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
