"""Refusals: the exceptions and sentences that say why something may not be done."""

from __future__ import annotations

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# Addresses of pages on which passwords and codes are typed.
SECRET = ("/accounts/", "/admin/")

AGAIN = (
    "This page was opened before you last signed in, so nothing was done yet. "
    "Nothing is lost: press the button to go on with what you typed."
)
OPEN_AGAIN = (
    "This page was opened before you last signed in, so nothing was done. "
    "Open it again and repeat it."
)
FROM_ELSEWHERE = (
    "This was not sent from a page of this site, so nothing was done. "
    "If it is what you want, open the page here and do it there."
)


class Refused(Exception):
    """Something may not be done. The person is shown the sentence, which says why."""

    status = 403
    title = "You cannot do this"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.kept: list[str] = []  # what the person typed and can still copy


class NotThere(Refused):
    """There is no such thing, or the person may not know that there is."""

    status = 404
    title = "Page not found"
