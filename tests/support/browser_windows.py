"""A window of a browser without the browser: it opens a page, types on it and sends all of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Window:
    """One page that stays open, with what is typed on it.

    Each is a tab, or a browser of its own: the server cannot tell them apart.
    """

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.show(client.get(address))

    def show(self, answer: HttpResponse) -> HttpResponse:
        """Take an answer as the page that is shown now."""
        self.page = answer.content.decode()
        self.fields = fields_of(self.page)
        return answer

    def type(self, **texts: str) -> Window:
        """Put texts into fields, or "" to take a tick out."""
        self.fields |= {name.replace("__", "-"): text for name, text in texts.items()}
        return self

    def put(self, texts: dict[str, str]) -> Window:
        self.fields |= texts
        return self

    def autosave(self) -> dict[str, Any]:
        self.fields["turn"] = str(int(self.fields["turn"]) + 1)
        answer = self.client.post(self.address, {**self.sent, "autosave": "1"})
        return json.loads(answer.content)

    def save(self, **chosen: str) -> HttpResponse:
        """Press Save; what comes is shown, as it is in a browser."""
        return self.show(self.client.post(self.address, {**self.sent, **chosen}, follow=True))

    def press(self, button: str, value: str = "1") -> HttpResponse:
        posted = {**self.sent, button: value}
        return self.show(self.client.post(self.address, posted, follow=True))

    @property
    def sent(self) -> dict[str, str]:
        return {name: text for name, text in self.fields.items() if text is not None}


class _Fields(HTMLParser):
    """Reads what a browser would send of the form on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.is_inside = self.is_main = False
        self.text_of = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.is_main |= tag == "main"
        if tag == "form":
            self.is_inside = self.is_main
        name = said.get("name", "")
        if not self.is_inside or not name:
            if tag == "option" and self.select and "selected" in said:
                self.found[self.select] = said.get("value", "")
            return
        kind = said.get("type", "text")
        if tag == "textarea":
            self.text_of, self.found[name] = name, ""
        elif tag == "select":
            self.select, self.found[name] = name, ""
        elif tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in said:
                self.found[name] = said.get("value", "on")
        elif tag == "input" and kind not in ("submit", "file"):
            self.found[name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.found[self.text_of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text_of:
            self.found[self.text_of] = self.found[self.text_of].removeprefix("\n")
            self.text_of = ""
        if tag == "select":
            self.select = ""
        if tag == "form":
            self.is_inside = False


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the form on a page."""
    reader = _Fields()
    reader.feed(page)
    return reader.found
