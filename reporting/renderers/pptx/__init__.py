"""The pack as PowerPoint, with native text, tables and charts that can be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from io import BytesIO
from typing import Any

from reporting.contents.facts import Contents
from reporting.renderers.dates import made_at
from reporting.renderers.fixed_dates import at_one_time
from reporting.renderers.pptx import changed, commitments, front, overview, reports
from reporting.renderers.pptx.charts import charted_metrics, charts
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.scorecard import scorecard
from reporting.renderers.pptx.text import nothing
from scorecards.workbook.cells import fit_for_xml

LONGEST_PROPERTY = 255
Section = tuple[str, Callable[[str], None]]


def render(contents: Contents) -> bytes:
    """Return ``contents`` as a presentation; the same contents give the same bytes.

    Raises ``FontsMissing`` before the set-up, because texts are measured with the pack's font.
    """
    contents = _fit(contents)
    footer = f"{contents.programme.name} | {contents.month.words} | {_version(contents)}"
    deck = Deck(footer, contents.action_words.layout)
    front.cover(deck, contents)
    sections = list(_sections(deck, contents))
    page, entries = front.ContentsPage(deck, len(sections)), list[tuple[str, int]]()
    for title, draw in sections:
        entries.append((title, deck.number + 1))
        draw(title)
    deck.finish()
    page.fill(entries)
    _describe(deck, contents)
    file = BytesIO()
    deck.file.save(file)
    return at_one_time(file.getvalue(), made_at(contents))


def _fit(value: Any) -> Any:
    """Return facts without the characters that XML cannot contain."""
    if isinstance(value, str):
        return fit_for_xml(value)
    if isinstance(value, tuple):
        return tuple(_fit(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(
            **{field.name: _fit(getattr(value, field.name)) for field in fields(value)}
        )
    return value


def _sections(deck: Deck, contents: Contents) -> Iterator[Section]:
    """Yield the title of each section in the published order, and the function that draws it."""
    yield from _of_programme(deck, contents)
    quarters = contents.quarters
    for workstream in contents.workstreams:
        name = workstream.name
        yield f"Highlight report: {name}", partial(reports.highlight_report, deck, workstream)
        if workstream.metrics:
            yield f"Scorecard: {name}", partial(scorecard, deck, workstream, quarters)
        if charted_metrics(workstream):
            yield f"Charts: {name}", partial(charts, deck, workstream, quarters)
    for workstream in (stream for stream in contents.workstreams if stream.has_plan):
        yield (
            f"Plan on a page: {workstream.name}",
            partial(reports.plan_on_a_page, deck, workstream),
        )
    yield from _of_issue(deck, contents)


def _of_programme(deck: Deck, contents: Contents) -> Iterator[Section]:
    if contents.programme.meetings:
        yield "Meetings", lambda _: front.meetings(deck, contents)
    yield "Executive summary", partial(overview.executive_summary, deck, contents)
    yield "Programme overview", partial(overview.programme_overview, deck, contents)
    if contents.changes.earlier:
        yield (
            f"What changed since {contents.changes.earlier}",
            partial(changed.changes, deck, contents.changes),
        )
    words = contents.action_words
    for workstream in contents.workstreams:
        draw = partial(commitments.actions_of, deck, workstream, words)
        yield f"{words.title}: {workstream.name}", draw
    if not contents.workstreams:
        yield words.title, partial(_none, deck, words.layout)
    yield "Actions red, moved or explained", partial(commitments.red_or_moved, deck, contents)
    criteria = "Update on exit criteria"
    for workstream in contents.workstreams if contents.has_criteria else ():
        if not workstream.has_criteria:
            continue
        yield (
            f"{criteria}: {workstream.name}",
            partial(commitments.exit_criteria, deck, workstream),
        )
    if not contents.workstreams:
        yield criteria, partial(_none, deck, "Exit criteria")


def _of_issue(deck: Deck, contents: Contents) -> Iterator[Section]:
    issue = contents.issue
    if issue and issue.waivers:
        yield "Issued in spite of", partial(changed.waivers, deck, issue.waivers)
    if issue and issue.differences:
        layout = "Differences from the version before"
        yield (
            f"Differences from {issue.differences.earlier}",
            partial(changed.changes, deck, issue.differences, layout=layout),
        )


def _none(deck: Deck, layout: str, title: str) -> None:
    Flow(deck, layout, title).text(nothing("The programme has no workstreams yet"))


def _version(contents: Contents) -> str:
    return f"Version {contents.issue.version}" if contents.issue else "DRAFT: not issued"


def _describe(deck: Deck, contents: Contents) -> None:
    about = deck.file.core_properties
    programme = contents.programme
    about.title = f"{programme.name}: {contents.month.words}"[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = programme.organisation[:LONGEST_PROPERTY]
    about.language, about.version = "en-GB", _version(contents)
    about.created = about.modified = made_at(contents).replace(tzinfo=None)
