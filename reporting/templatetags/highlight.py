"""A text with its hits marked: {% load highlight %}{% highlight hit.title %}.

A tag, because a page of a hundred hits has a thousand pieces, which a template draws slowly.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reporting.search.highlight import TextPiece

register = template.Library()


@register.simple_tag
def highlight(pieces: Iterable[TextPiece]) -> SafeString:
    """Return marked text as escaped HTML."""
    texts = ((escape(piece.text), piece.hit) for piece in pieces)
    marked = (f'<mark class="app-mark">{text}</mark>' if hit else text for text, hit in texts)
    return mark_safe("".join(marked))  # noqa: S308 - of escaped parts
