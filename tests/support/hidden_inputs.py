"""What a page sends back of itself without being shown."""

from __future__ import annotations

import html
import re

from django.http import HttpResponse


def hidden_inputs(answer: HttpResponse) -> dict[str, str]:
    """Return the hidden inputs of a page, by name."""
    page = answer.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}
