"""A workstream’s report as the gallery shows it: ratings, sections, metrics, plan."""

from __future__ import annotations

from improvement.values.ratings import Rating, counts_of, movement
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import (
    ActionFact,
    BulletFact,
    CriterionFact,
    LeadFact,
    MilestoneFact,
    PlanFact,
    PlanPartFact,
    ReturnFact,
    SectionFact,
    WorkstreamFact,
)
from reporting.contents.metric_facts import CellFact, LatestFact, LineFact, MetricFact
from reporting.contents.rating_facts import CountFact, JudgedFact

QUARTERS = ("2023/24 Q3", "2023/24 Q4")


def example_workstream() -> WorkstreamFact:
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
