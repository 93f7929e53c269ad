"""What a report's page says of what changed since the month before."""

from __future__ import annotations

import re
from dataclasses import replace

from django.template.loader import render_to_string

from reporting.contents.facts import Contents, LeadFact
from reporting.report.changes_since import changes_since_issued

PART = "reporting/report/_changes_since_last_month.html"


def test_somebody_else_in_a_role_is_told_beside_ratings_figures_and_texts(
    contents: Contents,
) -> None:
    issued = contents.workstreams[0]
    [first, *others] = issued.leads
    now = replace(issued, leads=(LeadFact(first.role, first.words, ("Somebody else",)), *others))
    changes = changes_since_issued(issued, now)
    names = " / ".join(first.names)
    assert [(one.place, one.before, one.now) for one in changes.others] == [
        (first.words, names, "Somebody else")
    ]
    assert (changes.ratings, changes.figures, changes.texts) == ((), (), ())
    html = render_to_string(PART, {"changes": changes, "before": "December 2023"})
    page = " ".join(re.sub(r"<[^>]*>", "", html).split())
    assert f"{first.words}: {names} to Somebody else" in page
    assert "No rating moved." in page


def test_without_a_pack_of_the_month_before_nothing_is_compared() -> None:
    page = render_to_string(PART, {"changes": None, "before": "December 2023"})
    assert "Nothing was issued of this workstream then" in page
    assert "No rating moved." not in page
