"""The check before submitting: everything missing, contradictory or unexplained, in one list.

What can be mended in the app has to be mended. What the lead alone can judge is a warning, which
they acknowledge with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from improvement.drafts import drafts_under
from improvement.models import Draft, HighlightReport, Person
from improvement.ratings import Rating
from reporting.assembly import workstream_fact
from reporting.contents import ActionFact, SectionFact, WorkstreamFact
from reporting.gathering import gather_report
from reporting.tasks import needs_words, tasks_of

NOTHING_MOVED = re.compile(r"\bno (?:change|changes|movement)\b|\bunchanged\b", re.IGNORECASE)
NO_PROGRESS = re.compile(
    r"(?:no|nil|none|little) ?(?:further )?(?:progress|update)?\b", re.IGNORECASE
)
PAGES = {
    "highlight-report": "highlight_report",
    "actions": "actions",
    "criteria": "criteria",
    "scorecard": "scorecard",
    "plan": "plan",
}


@dataclass(frozen=True)
class Finding:
    """One thing to put right, or a warning to acknowledge. ``view`` and ``anchor`` say where."""

    key: str
    sentence: str
    view: str
    anchor: str = ""
    is_warning: bool = False


@dataclass(frozen=True)
class Checked:
    """What the check looks at: a report as facts, the quarter it is in, drafts under it."""

    fact: WorkstreamFact
    quarter: str
    explained_before: dict[int, str]
    drafts: Sequence[Draft]
    by: Person | None


def checked(report: HighlightReport, *, by: Person) -> Checked:
    """Give what the check looks at, as it stands now. Eight queries."""
    rows = gather_report(report, brief=True)
    before = rows.reports_before.get(report.workstream_id)
    rated = rows.action_ratings[before.pk] if before else []
    month = report.month
    address = f"/{month.programme.slug}/{month.slug}/{report.workstream.slug}/"
    return Checked(
        fact=workstream_fact(rows, report),
        quarter=month.quarter.slug,
        explained_before={one.action_id: one.explanation for one in rated},
        drafts=drafts_under(address),
        by=by,
    )


def findings_of(checked: Checked) -> list[Finding]:
    """Give everything that stands in the way of submitting, in the order of the tasks."""
    return [finding for rule in RULES for finding in rule(checked)]


def _drafts(checked: Checked) -> Iterator[Finding]:
    for draft in checked.drafts:
        part = draft.path.rstrip("/").rpartition("/")[2]
        if view := PAGES.get(part):
            page, mine = view.replace("_", " "), checked.by == draft.person
            typed = f"typed on the page of the {page}"
            sentence = f"{draft.person} {typed} and has not saved it."
            if mine:
                sentence = f"You {typed} and have not saved it: save it or throw it away."
            yield Finding(f"draft-{draft.pk}", sentence, view, is_warning=not mine)


def _actions(checked: Checked) -> Iterator[Finding]:
    for action in checked.fact.actions:
        if needs_words(action):
            yield Finding(
                f"unexplained-{action.id}",
                f"{_name(action)} {_why(action)}: {_missing_words(action)}.",
                "actions",
                f"action-{action.id}",
            )
        elif action.moves and action.explanation == checked.explained_before.get(action.id):
            yield Finding(
                f"old-explanation-{action.id}",
                f"{_name(action)} has moved, and its explanation is still last month’s.",
                "actions",
                f"action-{action.id}",
                is_warning=True,
            )
    unrated = [
        one for one in checked.fact.actions if not (one.delivery.code and one.embedding.code)
    ]
    if unrated:
        sentence = f"Not yet rated: {listed([_name(one) for one in unrated])}."
        yield Finding("unrated-actions", sentence, "actions", f"action-{unrated[0].id}", True)


def _name(action: ActionFact) -> str:
    return f"{action.strength} {action.ref}"


def _why(action: ActionFact) -> str:
    return "is red" if action.red else "has moved"


def _missing_words(action: ActionFact) -> str:
    words = [("an explanation", action.explanation), ("a mitigation", action.mitigation)]
    return f"write {' and '.join(name for name, text in words if not text.strip())}"


def _criteria(checked: Checked) -> Iterator[Finding]:
    unrated = [one.number for one in checked.fact.criteria if not one.rating.code]
    if unrated:
        sentence = f"Exit criteria not yet rated: {listed(unrated)}."
        yield Finding("unrated-criteria", sentence, "criteria", is_warning=True)


def _sections(checked: Checked) -> Iterator[Finding]:
    for section in checked.fact.sections:
        if section.state == "missing":
            yield Finding(
                f"missing-{section.kind}",
                f"{section.title} is empty: write it, or tick “Nothing to report”.",
                "highlight_report",
                f"id_{section.kind}",
            )
        elif section.kind == "progress" and _says_no_progress(section):
            yield Finding(
                "no-progress",
                f"{section.title} says that nothing was achieved: say why.",
                "highlight_report",
                f"id_{section.kind}",
                is_warning=True,
            )
    unanswered = [one for one in checked.fact.undertakings if not one.outcome]
    if unanswered:
        sentence = f"{len(unanswered)} of the things you said you would do are not answered."
        yield Finding("unanswered", sentence, "highlight_report", is_warning=True)


def _says_no_progress(section: SectionFact) -> bool:
    bullets = [one.text for one in section.bullets]
    return not bullets or (len(bullets) == 1 and bool(NO_PROGRESS.match(bullets[0])))


def _overall(checked: Checked) -> Iterator[Finding]:
    for name, fact in (("Delivery", checked.fact.delivery), ("Embedding", checked.fact.embedding)):
        judged, worst = Rating(fact.judged.code or ""), Rating(fact.worst.code or "")
        anchor = f"id_{name.lower()}_0"
        if judged is Rating.NOT_YET_RATED:
            sentence = f"The overall rating of {name.lower()} is not given."
            yield Finding(f"unjudged-{name}", sentence, "highlight_report", anchor, True)
        elif worst is Rating.OVERDUE and judged in (Rating.COMPLETE, Rating.ON_TRACK):
            sentence = f"{name} is judged {judged.words}, and an action is {worst.words}."
            yield Finding(f"better-{name}", sentence, "highlight_report", anchor, True)


def _contradictions(checked: Checked) -> Iterator[Finding]:
    moved = [_name(one) for one in checked.fact.actions if one.moves]
    for section in checked.fact.sections if moved else ():
        said = next((one.text for one in section.bullets if NOTHING_MOVED.search(one.text)), "")
        if said:
            sentence = f"{section.title} says “{said}”, and {listed(moved)} moved."
            view, anchor = "highlight_report", f"id_{section.kind}"
            yield Finding(f"no-change-{section.kind}", sentence, view, anchor, True)


def _figures(checked: Checked) -> Iterator[Finding]:
    cells = [
        (metric.number, cell)
        for metric in checked.fact.metrics
        for line in metric.lines
        for cell in line.cells
        if cell.quarter == checked.quarter
    ]
    if blank := list(dict.fromkeys(number for number, cell in cells if cell.state == "blank")):
        sentence = f"No figure for {checked.quarter}: metric {listed(blank)}."
        yield Finding("blank-figures", sentence, "scorecard", is_warning=True)
    for number, cell in cells:
        if cell.state == "unreadable":
            sentence = f"Metric {number}, {cell.quarter}: {cell.expected}"
            yield Finding(f"unreadable-{number}", sentence, "scorecard", is_warning=True)


def _carried(checked: Checked) -> Iterator[Finding]:
    for task in tasks_of(checked.quarter, checked.fact):
        if task.carried:
            sentence = f"{task.title}: {task.carried} carried from last month and not confirmed."
            yield Finding(f"carried-{task.view}", sentence, task.view, is_warning=True)
    if checked.fact.carried:
        sentence = "The overall ratings are carried from last month and not confirmed."
        yield Finding("carried-overall", sentence, "highlight_report", "id_delivery_0", True)


def listed(names: Sequence[str]) -> str:
    """Give names as a sentence lists them: `1, 2 and 3`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    _drafts,
    _actions,
    _criteria,
    _overall,
    _sections,
    _contradictions,
    _figures,
    _carried,
)
