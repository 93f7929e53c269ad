"""The check before submitting: everything missing, contradictory or unexplained, in one list.

What can be mended in the app has to be mended. What the lead alone can judge is a warning, which
they acknowledge with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from improvement.editing.drafts import drafts_under
from improvement.models import Draft, HighlightReport, Person
from improvement.values.ratings import Meaning, Rating
from reporting.contents.assemble import workstream_fact
from reporting.contents.facts import ActionFact, SectionFact, WorkstreamFact
from reporting.contents.in_words import day_in_words, listed, quoted
from reporting.contents.queries import gather_report
from reporting.report.tasks import needs_words, questions_of, tasks_of, wanted_figures
from scorecards.entry.record_months import questions_of_months, reading_key
from scorecards.values.cells import State
from scorecards.values.questions import MissingFigure, is_latest

NOTHING_MOVED = re.compile(r"\bno (?:change|changes|movement)\b|\bunchanged\b", re.IGNORECASE)
NO_PROGRESS = re.compile(
    r"(?:no|nil|none|little) ?(?:further )?(?:progress|update)?\b", re.IGNORECASE
)
PAGES = {  # the last part of each page's address: what it is called
    "highlight-report": "highlight report",
    "actions": "actions",
    "criteria": "criteria",
    "scorecard": "scorecard",
    "readings": "figures by month",
    "plan": "plan",
}


@dataclass(frozen=True)
class Finding:
    """One thing to put right, or a warning to acknowledge. ``view`` and ``anchor`` say where.

    A question is neither: it may be worth a look, and nobody has to answer it.
    """

    key: str
    sentence: str
    view: str
    anchor: str = ""
    is_warning: bool = False
    is_question: bool = False


@dataclass(frozen=True)
class Checked:
    """What the check looks at: a report as facts, its month's last day, drafts under it."""

    fact: WorkstreamFact
    until: date
    explained_before: dict[int, str]
    drafts: Sequence[Draft]
    by: Person | None


def checked(report: HighlightReport, *, by: Person) -> Checked:
    """Return what the check looks at, as it stands now. Seven queries, once its plan is read."""
    rows = gather_report(report, brief=True)
    before = rows.reports_before.get(report.workstream_id)
    rated = rows.action_ratings[before.pk] if before else []
    month = report.month
    address = f"/{month.programme.slug}/{month.slug}/{report.workstream.slug}/"
    return Checked(
        fact=workstream_fact(rows, report),
        until=month.period.ends_on,
        explained_before={row.action_id: row.explanation for row in rated},
        drafts=drafts_under(address),
        by=by,
    )


def findings_of(checked: Checked) -> list[Finding]:
    """Return everything that stands in the way of submitting, in the order of the tasks."""
    return [finding for rule in RULES for finding in rule(checked)]


def _drafts(checked: Checked) -> Iterator[Finding]:
    for draft in checked.drafts:
        part = draft.path.rstrip("/").rpartition("/")[2]
        if page := PAGES.get(part):
            view, mine = part.replace("-", "_"), checked.by == draft.person
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
    yield from _unrated(checked.fact.actions)
    yield from _past_due(checked)


def _unrated(actions: Sequence[ActionFact]) -> Iterator[Finding]:
    """Name the actions that lack a rating, and the rated sub-actions that do."""
    unrated: list[tuple[str, int]] = []
    for action in actions:
        if not (action.delivery.code and action.embedding.code):
            unrated.append((_name(action), action.id))
        unrated += [(below.ref, below.id) for below in action.sub_actions if below.lacks_rating]
    if unrated:
        sentence = f"Not yet rated: {listed([name for name, _ in unrated])}."
        yield Finding("unrated-actions", sentence, "actions", f"action-{unrated[0][1]}", True)


def _past_due(checked: Checked) -> Iterator[Finding]:
    """Actions whose day is over, and that are rated as if it were not."""
    for action in checked.fact.actions:
        on_track = action.delivery.judgement.meaning is Meaning.ON_TRACK
        if on_track and action.is_past_due(checked.until):
            due = day_in_words(date.fromisoformat(action.due_on))
            sentence = f"{_name(action)} was due on {due} and is rated {action.delivery.words}."
            anchor = f"action-{action.id}"
            yield Finding(f"past-due-{action.id}", sentence, "actions", anchor, is_warning=True)


def _name(action: ActionFact) -> str:
    return f"{action.strength} {action.ref}"


def _why(action: ActionFact) -> str:
    return "is red" if action.red else "has moved"


def _missing_words(action: ActionFact) -> str:
    words = [("an explanation", action.explanation), ("a mitigation", action.mitigation)]
    return f"write {' and '.join(name for name, text in words if not text.strip())}"


def _criteria(checked: Checked) -> Iterator[Finding]:
    unrated = [criterion.number for criterion in checked.fact.criteria if not criterion.rating.code]
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
    unanswered = [
        undertaking for undertaking in checked.fact.undertakings if not undertaking.outcome
    ]
    if unanswered:
        sentence = f"{len(unanswered)} of the things you said you would do are not answered."
        yield Finding("unanswered", sentence, "highlight_report", is_warning=True)


def _says_no_progress(section: SectionFact) -> bool:
    bullets = [bullet.text for bullet in section.bullets]
    return not bullets or (len(bullets) == 1 and bool(NO_PROGRESS.match(bullets[0])))


def _overall(checked: Checked) -> Iterator[Finding]:
    for name, fact in (("Delivery", checked.fact.delivery), ("Embedding", checked.fact.embedding)):
        judged = fact.judged.judgement
        worst = fact.counts[0].rating.judgement if fact.counts else Rating.NOT_YET_RATED
        anchor = f"id_{name.lower()}_0"
        if not judged.is_rated:
            sentence = f"The overall rating of {name.lower()} is not given."
            yield Finding(f"unjudged-{name}", sentence, "highlight_report", anchor, True)
        elif worst.is_red and judged.is_well:
            sentence = f"{name} is judged {judged.words}, and an action is {worst.words}."
            yield Finding(f"better-{name}", sentence, "highlight_report", anchor, True)


def _contradictions(checked: Checked) -> Iterator[Finding]:
    moved = [_name(action) for action in checked.fact.actions if action.moves]
    for section in checked.fact.sections if moved else ():
        claim = next(
            (bullet.text for bullet in section.bullets if NOTHING_MOVED.search(bullet.text)), ""
        )
        if claim:
            sentence = f"{section.title} says {quoted(claim)}, and {listed(moved)} moved."
            view, anchor = "highlight_report", f"id_{section.kind}"
            yield Finding(f"no-change-{section.kind}", sentence, view, anchor, True)


def _figures(checked: Checked) -> Iterator[Finding]:
    """Figures that are missing or stop short, by quarter: of those over, and of the one running."""
    wanted = list(wanted_figures(checked.fact.metrics, checked.until))
    kinds = sorted(
        {(figure.wanted.quarter, figure.wanted.stops_at or date.min) for figure in wanted}
    )
    for quarter, stops_at in kinds:
        day = None if stops_at == date.min else stops_at
        those = [figure for figure in wanted if figure.wanted == MissingFigure(quarter, day)]
        numbers = listed(list(dict.fromkeys(figure.number for figure in those)))
        key, sentence = f"blank-figures-{quarter}", f"No figure for {quarter}: metric {numbers}."
        if day:
            key = f"short-figures-{quarter}-{day}"
            sentence = f"Figures for {quarter} stop at {day_in_words(day)}: metric {numbers}."
        yield Finding(slugify(key), sentence, "scorecard", those[0].anchor, is_warning=True)
    for metric in checked.fact.metrics:
        for cell in (cell for line in metric.lines for cell in line.cells):
            if cell.state == State.UNREADABLE and is_latest(cell.quarter, checked.until):
                sentence = f"Metric {metric.number}, {cell.quarter}: {cell.expected}"
                key = f"unreadable-{metric.number}-{cell.quarter}"
                yield Finding(slugify(key), sentence, "scorecard", is_warning=True)


def _questions(checked: Checked) -> Iterator[Finding]:
    for question in questions_of(checked.fact.metrics, checked.until):
        sentence = f"Metric {question.number}, {question.quarter}: {question.words}"
        key = slugify(f"question-{question.anchor or sentence}")
        yield Finding(key, sentence, "scorecard", question.anchor, is_question=True)


def asked_of_months(report: HighlightReport, checked: Checked) -> Iterator[Finding]:
    """Ask about figures by month that may be slips, which their quarter may not show. One query."""
    lines = [line for metric in checked.fact.metrics for line in metric.lines]
    printed = {
        line.id: {cell.quarter: cell.printed for cell in line.cells} for line in lines if line.id
    }
    for row, words in questions_of_months(report, printed):
        box = f"{reading_key(row.line_id, row.period)}-printed"
        sentence = f"{row.line.metric}, {row}: {words}"
        yield Finding(f"question-{box}", sentence, "readings", f"id_{box}", is_question=True)


def _carried(checked: Checked) -> Iterator[Finding]:
    for task in tasks_of(checked.until, checked.fact):
        if task.carried:
            sentence = f"{task.title}: {task.carried} carried from last month and not confirmed."
            yield Finding(f"carried-{task.view}", sentence, task.view, is_warning=True)
    if checked.fact.carried:
        sentence = "The overall ratings are carried from last month and not confirmed."
        yield Finding("carried-overall", sentence, "highlight_report", "id_delivery_0", True)


RULES: tuple[Callable[[Checked], Iterator[Finding]], ...] = (
    _drafts,
    _actions,
    _criteria,
    _overall,
    _sections,
    _contradictions,
    _figures,
    _questions,
    _carried,
)
