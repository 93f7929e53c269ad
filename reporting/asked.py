"""What the dashboard is asked for by its address: whatever changes one thing keeps the rest."""

from __future__ import annotations

from urllib.parse import urlencode

from reporting.rating_history import Filters

NARROWED = ("workstream", "strength", "rating")
Pairs = list[tuple[str, str]]


class Asked:
    """The questions of one address by their names: month, at, months and the three filters.

    ``at`` is the exact moment: to the second alone it would move to the end of its second.
    """

    def __init__(self, *, month: str, at: str, filters: Filters) -> None:
        self.all = {
            "month": month,
            "at": at,
            "months": "all" if filters.all_months else "",
            **{name: getattr(filters, name) for name in NARROWED},
        }

    def without(self, *names: str, **more: str) -> Pairs:
        """Give what is asked but for ``names``, and ``more``; what is empty is not asked."""
        asked = {name: value for name, value in self.all.items() if name not in names} | more
        return [(name, value) for name, value in asked.items() if value]

    @property
    def kept(self) -> dict[str, Pairs]:
        """Give what each form of the page sends on besides its own question."""
        return {
            "month": self.without("month"),
            "moment": self.without("at"),
            "filters": self.without(*NARROWED),
        }

    @property
    def addresses(self) -> dict[str, str]:
        """Give where the page's own links lead."""
        return {
            "now": _query(self.without("at")),
            "every_month": _query(self.without(months="all"), "history"),
            "fewer_months": _query(self.without("months"), "history"),
            "every_action": _query(self.without(*NARROWED), "history"),
        }


def _query(asked: Pairs, part: str = "") -> str:
    return f"?{urlencode(asked, safe=':')}" + (f"#{part}" if part else "")
