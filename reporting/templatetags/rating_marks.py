"""The cells of the rating history in templates: {% load rating_marks %}{% row_cells row url %}."""

from django import template

from reporting import rating_marks

register = template.Library()
register.simple_tag(rating_marks.row_cells, name="row_cells")
