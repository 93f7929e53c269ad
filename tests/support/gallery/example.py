"""A made-up workstream that shows every component: one red, one moved, one unreadable, one nil."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms

from improvement.bullets import bullets_of
from improvement.claims import Conflict
from improvement.models import ApiToken, Person, Programme, Status
from improvement.nhsuk import LongText
from improvement.periods import CalendarMonth
from improvement.ratings import Rating, counts_of, movement
from improvement.sessions import OpenSession
from improvement.tokens import ListedToken
from improvement.working_days import due_in_words
from reporting.access import Held
from reporting.assembly import rating_fact
from reporting.board import BoardRow
from reporting.contents import (
    ActionFact,
    BulletFact,
    CountFact,
    CriterionFact,
    JudgedFact,
    LeadFact,
    MilestoneFact,
    PlanFact,
    PlanPartFact,
    QuarterFact,
    ReturnFact,
    SectionFact,
    WorkstreamFact,
)
from reporting.example_dashboard import dashboard_example
from reporting.example_history import example_history
from reporting.example_search import search_example
from reporting.figure_facts import CellFact, LatestFact, LineFact, MetricFact
from reporting.issue_facts import ChangeFact, WaiverFact
from reporting.issued_packs import documents
from reporting.readiness import Concern
from reporting.since import Moved, Rewritten, Since
from reporting.tasks import Task
from scorecards.comparing import Difference
from scorecards.forms.boxes import day_box, text_box
from scorecards.forms.readings import FedLine, ReadingRow
from scorecards.forms.scorecard import CellRow
from scorecards.models import Metric

QUARTERS = ("2023/24 Q3", "2023/24 Q4")


def example() -> dict[str, Any]:
    """Give what the developers' page draws its components with."""
    workstream = _workstream()
    return {
        "workstream": workstream,
        "quarters": [QuarterFact(slug, slug[:7], slug[8:]) for slug in QUARTERS],
        "task": _task(),
        "row": _row(),
        "tokens": [_token()],
        "access": [_access()],
        "sessions": [OpenSession(1, "Edge on Windows", "192.0.2.1", AT, AT, current=False)],
        "fed": _fed(),
        "programme": SimpleNamespace(slug="example"),
        "differences": [
            Difference("example", "Metric 1, 2023/24 Q3", "4", "plenty", "Write a number.", "kept")
        ],
        "metric": Metric(pk=1, number="1", name="What is measured", kind="number", target="5"),
        "writing": _writing(),
        "last_month": _last_month(),
        "since": _since(),
        **example_history(),
        "report": _report(),
        "board_row": _board_row(),
        **_packs(),
        **dashboard_example(workstream),
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
    }


def _access() -> SimpleNamespace:
    """Somebody with a role, a second step and a token."""
    held = [Held("Programme Manager of An example workstream", AT.date())]
    facts = {"account": "Can sign in", "second_step": True, "tokens": 1}
    return SimpleNamespace(person="Somebody", held=held, last_sign_in="Never", **facts)


def _packs() -> dict[str, Any]:
    """A pack on the shelf, and who took it away."""
    issued_at = datetime(2024, 1, 10, 12, tzinfo=UTC)
    pack = SimpleNamespace(month=CalendarMonth.parse("2023-12"), version=2, issued_at=issued_at)
    taken = SimpleNamespace(at=issued_at, person="Somebody", detail="PDF")
    downloads = SimpleNamespace(latest=[taken], more=3)
    return {"packs": [pack], "documents": documents(), "downloads": downloads}


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


def _workstream() -> WorkstreamFact:
    judged = _judged([Rating.OVERDUE, Rating.ON_TRACK, Rating.NOT_YET_RATED])
    return WorkstreamFact(
        slug="example",
        name="An example workstream",
        exit_statement="What has to be true for the trust to leave the segment",
        leads=(LeadFact("sro", "Senior Responsible Officer", ("The lead’s name",)),),
        delivery=judged,
        embedding=judged,
        returned=ReturnFact("draft", "Draft", "the workstream lead", "", "", "", ""),
        sections=_sections(),
        actions=(_action("EX-01", Rating.OVERDUE), _action("EX-02", Rating.ON_TRACK)),
        criteria=(_criterion(),),
        metrics=(_metric(),),
        plan=_plan(),
    )


def _judged(below: list[Rating]) -> JudgedFact:
    counts = tuple(CountFact(rating_fact(rating), count) for rating, count in counts_of(below))
    on_track, off_track = rating_fact(Rating.ON_TRACK), rating_fact(Rating.OFF_TRACK)
    return JudgedFact(on_track, off_track, rating_fact(Rating.OVERDUE), counts)


def _sections() -> tuple[SectionFact, ...]:
    bullets = (BulletFact("What was achieved", 0), BulletFact("and a detail of it", 1))
    return (
        SectionFact("progress", "Entered", "entered", bullets),
        SectionFact("issues", "Nil", "nil", ()),
        SectionFact("risks", "Missing", "missing", ()),
    )


def _action(ref: str, delivery: Rating) -> ActionFact:
    move = movement("Delivery", Rating.ON_TRACK, delivery)
    return ActionFact(
        id=1,
        ref=ref,
        strength="Must",
        wording="What the inspection says must be done. Regulation 17 (1)",
        text="What the inspection says must be done.",
        regulation="Regulation 17 (1)",
        source="The inspection report",
        delivery=rating_fact(delivery),
        embedding=rating_fact(Rating.OFF_TRACK),
        delivery_before=rating_fact(Rating.ON_TRACK),
        embedding_before=None,
        red=delivery.is_red,
        moves=(move,) if move else (),
        explanation="Why it is red or has moved." if move else "",
        mitigation="",
    )


def _criterion() -> CriterionFact:
    rating = rating_fact(Rating.COMPLETE)
    return CriterionFact(1, "1", "What has to be evidenced", "An owner’s name", rating, None, ())


def _metric() -> MetricFact:
    aims = (_cell(0, "80%", "80"), _cell(1, "85%", "85"))
    expected = "'about 90' is not a percentage: write a number such as 90%."
    unread = CellFact(QUARTERS[1], "about 90", "unreadable", None, "no_verdict", "", expected)
    latest = LatestFact(QUARTERS[0], "82%", "80%", "met", "Met", "82% meets the aim of 80%")
    line = LineFact("Actual", (_cell(0, "82%", "82", "met"), unread), latest)
    return MetricFact(
        id=1,
        number="1",
        name="What is measured",
        unit="",
        kind="percent",
        direction="up",
        scale="",
        baseline="60%",
        baseline_when="Q4 22/23",
        target="95%",
        target_when="Q1 24/25",
        aims=aims,
        lines=(line,),
        remark="What there is to say about it.",
    )


def _cell(place: int, printed: str, position: str, verdict: str = "") -> CellFact:
    return CellFact(QUARTERS[place], printed, "value", position, verdict, "", "")


def _plan() -> PlanFact:
    return PlanFact(
        leads=(LeadFact("programme_manager", "Programme Manager", ("TBC",)),),
        parts=(PlanPartFact("aims", "Aims", ("The first aim", "The second aim")),),
        milestones=(MilestoneFact(QUARTERS[1], ("What will be reached",)),),
    )


AT = datetime(2023, 12, 21, 14, 2, tzinfo=UTC)


def _report() -> SimpleNamespace:
    """Stand in for a report returned to its lead with a comment, and given more time."""
    programme = SimpleNamespace(slug="example")
    period = CalendarMonth(2023, 12)
    month = SimpleNamespace(
        slug=period.slug,
        programme=programme,
        period=period,
        starts_on=period.starts_on,
        opened_at=AT,
        is_open=True,
    )
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


def _token() -> ListedToken:
    token = ApiToken(pk=1, name="Power BI report", prefix="ip_AbCdEfG", last_used=AT)
    token.person, token.programme = Person(name="The lead’s name"), Programme(name="The programme")
    return ListedToken(token, True, "Works until 31 March 2024")


def _board_row() -> BoardRow:
    task = Task("plan", "Plan on a page", "boxes written", 2, 3, carried=1)
    report: Any = _report()
    pen = "the workstream lead"
    return BoardRow(report, (task,), pen, "The lead’s name", AT, "due today", overdue=True)


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


def _since() -> Since:
    return Since(
        (Moved("Must EX-01: delivery", "On Track", "Overdue (>1 month)", "Why it is red"),),
        (Rewritten("Summary", ("A line that is new",), ("A line that went",)),),
        (Moved("Metric 1 What is measured, 2023/24 Q3", "", "82%"),),
    )


class _Boxes(forms.Form):
    box = forms.CharField(required=False)
    keep = forms.BooleanField(required=False)
    remark = LongText(required=False, widget=forms.Textarea({"rows": 3}))


def _row() -> SimpleNamespace:
    """Stand in for a metric of the scorecard's form with one box that cannot be read."""
    form = _Boxes({"box": "about ten"})
    form.add_error("box", "Metric 1, 2023/24 Q3: 'about ten' is not a percentage.")
    cell = CellRow(QUARTERS[0], "", "To 31 October 2023.", form["box"], form["keep"], True)
    line = SimpleNamespace(line=SimpleNamespace(pk=1, name="Actual"), cells=[cell])
    metric = SimpleNamespace(pk=1, number="1", name="What is measured", unit="")
    return SimpleNamespace(metric=metric, aims=["80%"], lines=[line], remark=form["remark"])


def _fed() -> FedLine:
    """Stand in for the months of a metric, one of them with a figure that cannot be read."""
    form = forms.Form({"figure": "plenty"}, prefix="fed")
    form.fields["figure"] = text_box("Figure of October 2023")
    form.fields["as_at"], form.fields["source"] = day_box("Up to"), text_box("Source")
    form.add_error("figure", "‘plenty’ is not a number: write a number such as 4.64.")
    month = ReadingRow("October 2023", [form["figure"]], form["as_at"], form["source"])
    metric = Metric(pk=1, number="1", name="What is measured")
    line = SimpleNamespace(name="Actual")
    return FedLine(metric, line, [month], "2023/24 Q3: 4, sum of the months.")  # type: ignore[arg-type]
