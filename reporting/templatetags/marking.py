"""A text with what was searched for marked in it: {% load marking %}{% marked hit.title %}."""

from django import template

from reporting.search import markup

register = template.Library()
register.simple_tag(markup.marked, name="marked")
