"""A made-up workstream that shows every component: one red, one moved, one unreadable, one nil."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms

from improvement.accounts.sessions import OpenSession
from improvement.accounts.tokens import ListedToken
from improvement.editing.conflicts import Conflict
from improvement.models import ApiToken, Month, Person, Programme, Status
from improvement.values.bullets import bullets_of
from improvement.values.clock import day_of
from improvement.values.working_days import due_in_words
from improvement.web.nhsuk_forms import LongText
from reporting.access_review.review import HeldRole
from reporting.contents.pack_facts import ChangeFact, WaiverFact
from reporting.month.progress_of_returns import ProgressRow
from reporting.pack.readiness import Concern
from reporting.report.changes_since import ReportChanges, TextChange
from reporting.report.tasks import Task
from scorecards.entry.months_form import FedLine, MonthBoxes, day_box, text_box
from scorecards.entry.scorecard_cells import BoxNote, CellBox, GridCell
from scorecards.models import Metric
from scorecards.workbook.compare import Difference, DifferenceKind
from tests.support.gallery.charts import chart_example, rows_of
from tests.support.gallery.dashboard import dashboard_example
from tests.support.gallery.history import example_history
from tests.support.gallery.lists import list_example
from tests.support.gallery.marks import marks_example
from tests.support.gallery.measures import measures_example
from tests.support.gallery.report_example import QUARTERS, example_workstream
from tests.support.gallery.search import search_example
from tests.support.gallery.set_up import set_up_example
from tests.support.gallery.work import work_example
from tests.support.gallery.workstreams import reading_example


def example() -> dict[str, Any]:
    """Return what the gallery draws its components with."""
    workstream = example_workstream()
    dashboard, lists = dashboard_example(workstream), list_example(workstream)
    measures = measures_example(workstream)
    summary = dashboard["dashboard"].summary
    return {
        "workstream": workstream,
        "quarters": [(QUARTERS[0], "to date"), (QUARTERS[1], "not over")],
        "task": _task(),
        "row": _row(),
        "tokens": [_token()],
        "access": [_access()],
        "sessions": [OpenSession(1, "Edge on Windows", "192.0.2.1", AT, AT, current=False)],
        "fed": _fed(),
        "programme": SimpleNamespace(slug="example"),
        "differences": _differences(),
        "metric": Metric(pk=1, number="1", name="What is measured", kind="number", target="5"),
        "writing": _writing(),
        "last_month": _last_month(),
        "changes_since": _changes_since(),
        **example_history(),
        "report": _report(),
        "progress_row": _progress_row(),
        "downloads": _downloads(),
        **dashboard,
        "marks": marks_example(),
        "chart": chart_example(),
        "list": lists,
        "measures": measures,
        "stream": reading_example(summary, lists, measures),
        "metric_rows": rows_of(workstream.metrics[0]),
        "changed": [
            ChangeFact(
                "rating",
                "An example workstream",
                "Must EX-01: delivery",
                "On Track",
                "Overdue",
                "Why",
            )
        ],
        "raised": _raised(),
        "search": search_example(),
        "set_up": set_up_example(),
        **work_example(_task(), summary.moved),
    }


def _access() -> SimpleNamespace:
    """Somebody with a role, a second step and a token."""
    roles = [HeldRole("Programme Manager of An example workstream", day_of(AT))]
    facts = {"account": "Can sign in", "second_step": True, "tokens": 1}
    return SimpleNamespace(person="Somebody", roles=roles, last_sign_in="Never", **facts)


def _downloads() -> SimpleNamespace:
    """Who downloaded a pack."""
    taken = SimpleNamespace(at=AT, person="Somebody", detail="PDF")
    return SimpleNamespace(latest=[taken], more=3)


def _raised() -> list[SimpleNamespace]:
    """Something missing that its lead gave a reason for, and something to look at."""
    of, slug = "An example workstream", "example"
    missing = Concern("missing", of, slug, "Key risks is empty.", "highlight_report", "", True)
    advice = Concern("advice", of, slug, "Metric 1 has no figure.", "scorecard")
    waiver = WaiverFact("Key risks is empty.", "They are written next month.", "The lead’s name")
    return [
        SimpleNamespace(concern=missing, url="#missing", waiver=waiver),
        SimpleNamespace(concern=advice, url="#advice", waiver=None),
    ]


AT = datetime(2023, 12, 21, 14, 2, tzinfo=UTC)


def _report() -> SimpleNamespace:
    """Stand in for a report returned to its lead with a comment, and given more time."""
    programme = Programme(slug="example", name="An example programme")
    month = Month(programme=programme, starts_on=date(2023, 12, 1), opened_at=AT)
    return SimpleNamespace(
        month=month,
        workstream=SimpleNamespace(slug="example", name="An example workstream"),
        status=Status.DRAFT,
        due_on=date(2024, 1, 12),
        held_since=AT,
        returned_by="The executive",
        returned_at=AT,
        return_part="Scorecard",
        return_comment="Explain the red.",
        extended_by="The programme office",
        extension_reason="The figures come on the tenth.",
    )


def _task() -> SimpleNamespace:
    """Stand in for a report in somebody's list of work."""
    due = due_in_words(date(2024, 1, 5), today=date(2024, 1, 2))
    facts = {"words": "Update and submit", "due": due, "overdue": True, "view": "report"}
    return SimpleNamespace(report=_report(), **facts)


def _differences() -> list[Difference]:
    """What a workbook would change: a figure that cannot be read, and one in conflict."""
    first, second = "Metric 1, 2023/24 Q3", "Metric 2, 2023/24 Q3"
    who = "Its programme manager, 5 January, 14:05"
    return [
        Difference(
            DifferenceKind.UNREADABLE,
            "example",
            first,
            "4",
            "plenty",
            "4",
            "Write a number.",
            "kept",
        ),
        Difference(DifferenceKind.CONFLICT, "example-conflict", second, "5", "6", "4", who=who),
    ]


def _token() -> ListedToken:
    token = ApiToken(pk=1, name="Power BI report", prefix="ip_AbCdEfG", last_used=AT)
    token.person, token.programme = Person(name="The lead’s name"), Programme(name="The programme")
    return ListedToken(token, True, "Works until 31 March 2024")


def _progress_row() -> ProgressRow:
    task = Task("plan", "Plan on a page", "boxes written", 2, 3, carried=1)
    report: Any = _report()
    holder = "the workstream lead"
    return ProgressRow(report, (task,), holder, "The lead’s name", AT, "due today", late=True)


def _writing() -> SimpleNamespace:
    """Stand in for a form with a draft, somebody else's draft and two texts in conflict."""
    theirs, yours = "What the other lead saved", "What you have typed"
    conflict = Conflict(
        "progress", "Progress", yours, theirs, "The other lead", AT, "0" * 12, can_join=True
    )
    other = SimpleNamespace(person="The other lead", kept_at=AT)
    draft = SimpleNamespace(kept_at=AT)
    return SimpleNamespace(conflicts=[conflict], draft=draft, is_bound=False, others=[other])


def _last_month() -> SimpleNamespace:
    bullets = bullets_of("What was achieved\n  and a detail of it")
    return SimpleNamespace(question="The question", bullets=bullets, month="November 2023")


def _changes_since() -> ReportChanges:
    name, place = "An example workstream", "Must EX-01: delivery"
    rating = ChangeFact("rating", name, place, "On Track", "Overdue (>1 month)", "Why it is red")
    figure = ChangeFact("figure", name, "Metric 1 What is measured, 2023/24 Q3", "", "82%")
    return ReportChanges(
        ratings=(rating,),
        figures=(figure,),
        texts=(TextChange("Summary", ("A line that is new",), ("A line that went",)),),
        others=(ChangeFact("people", name, "SRO", "Somebody", "Somebody else"),),
    )


class _Boxes(forms.Form):
    keep = forms.BooleanField(required=False)
    remark = LongText(required=False, widget=forms.Textarea({"rows": 3}))


def _row() -> SimpleNamespace:
    """Stand in for a metric of the scorecard's form with one box that cannot be read."""
    form = _Boxes()
    wrong = "Metric 1, 2023/24 Q3: 'about ten' is not a percentage."
    notes = [BoxNote("error", wrong, "app-grid__error")]
    headings = "metric-1 line-1 quarter-1"
    box = CellBox("actual-1", "about ten", headings, notes, keep=form["keep"])
    cell = GridCell(QUARTERS[0], "", "To 31 October 2023.", box)
    line = SimpleNamespace(line=SimpleNamespace(pk=1, name="Actual"), cells=[cell])
    metric = SimpleNamespace(pk=1, number="1", called="What is measured")
    return SimpleNamespace(metric=metric, aims=["80%"], lines=[line], remark=form["remark"])


def _fed() -> FedLine:
    """Stand in for the months of a metric, one of them with a figure that cannot be read."""
    form = forms.Form({"figure": "plenty"}, prefix="fed")
    form.fields["figure"] = text_box("Figure of October 2023")
    form.fields["as_at"], form.fields["source"] = day_box("Up to"), text_box("Source")
    form.add_error("figure", "‘plenty’ is not a number: write a number such as 4.64.")
    month = MonthBoxes("October 2023", [form["figure"]], form["as_at"], form["source"])
    metric = Metric(pk=1, number="1", name="What is measured")
    line = SimpleNamespace(name="Actual")
    return FedLine(metric, line, [month], "2023/24 Q3: 4, sum of the months.")  # type: ignore[arg-type]
