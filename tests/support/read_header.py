"""The header of a page, read from its HTML."""

from __future__ import annotations

import re

from django.http import HttpResponse

NAVIGATION = re.compile(r'<nav class="app-header__navigation".*?</nav>', re.S)
LINK = re.compile(r'<a [^>]*href="([^"]*)"([^>]*)>(.*?)</a>', re.S)
CURRENT = re.compile(r'aria-current="(\w+)"')
MENU = re.compile(r"<details[^>]* data-menu>.*?</details>", re.S)


def navigation(answer: HttpResponse) -> dict[str, str]:
    """Return the entries of the navigation with where they lead, in their order."""
    return {label: url for url, _, label in _entries(answer)}


def current(answer: HttpResponse) -> list[tuple[str, str]]:
    """Return the entries marked as current, and whether as the page or as one around it."""
    marked = (
        (label, re.search(r'aria-current="(\w+)"', rest)) for _, rest, label in _entries(answer)
    )
    return [(label, found[1]) for label, found in marked if found]


def account_menu(answer: HttpResponse) -> dict[str, str]:
    """Return the links of the account menu, without the navigation that narrow screens show."""
    menu = MENU.search(answer.content.decode())
    account = menu[0].partition('<nav class="app-menu__account"')[2] if menu else ""
    return {label: url for url, _, label in LINK.findall(account)}


def _entries(answer: HttpResponse) -> list[tuple[str, str, str]]:
    found = NAVIGATION.search(answer.content.decode())
    return LINK.findall(found[0]) if found else []
