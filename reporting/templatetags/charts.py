"""The small trend in templates: {% load charts %}{% trend metric line as svg %}."""

from django import template

from reporting import charts

register = template.Library()
register.simple_tag(charts.trend, name="trend")
