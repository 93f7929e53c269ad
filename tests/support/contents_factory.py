"""A made-up programme for the documents: small, and with one of everything."""

from __future__ import annotations

from dataclasses import replace

from reporting.contents.facts import (
    FORMAT,
    FORMAT_VERSION,
    ActionFact,
    BulletFact,
    Contents,
    CriterionFact,
    LeadFact,
    MeetingFact,
    MilestoneFact,
    MonthFact,
    OverviewFact,
    PlanFact,
    PlanPartFact,
    ProgrammeFact,
    QuarterFact,
    ReturnFact,
    SectionFact,
    WorkstreamFact,
)
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from reporting.contents.pack_facts import IssueFact
from reporting.contents.rating_facts import CountFact, JudgedFact, RatingFact

RATINGS = {
    "complete": RatingFact("complete", "Complete & Embedded", "blue"),
    "on_track": RatingFact("on_track", "On Track", "green"),
    "off_track": RatingFact(
        "off_track", "Off Track (<1 month), Recovery Actions in Place", "amber"
    ),
    "overdue": RatingFact("overdue", "Overdue (>1 month)", "red"),
    None: RatingFact(None, "Not yet rated", "none"),
}
JUDGED = JudgedFact(
    judged=RATINGS["off_track"],
    before=RATINGS["on_track"],
    worst=RATINGS["overdue"],
    counts=(CountFact(RATINGS["overdue"], 1), CountFact(RATINGS["on_track"], 3)),
)
QUARTERS = tuple(
    QuarterFact(f"{year} Q{number}", year, f"Q{number}")
    for year, number in (("2022/23", 3), ("2022/23", 4), ("2023/24", 1), ("2023/24", 2))
)
LEADS = (
    LeadFact("executive_lead", "Executive Lead", ("Paul Kempster", "Mark Ainsworth")),
    LeadFact("sro", "Senior Responsible Officer", ("Luci Papworth",)),
    LeadFact("programme_manager", "Programme Manager", ()),
)
HOSTILE = (
    '#eval("1") $x$ *bold* <script> `raw` = Head // no /* no \\u{41} @ref '
    "\x00\x07\x1b \ud83d 😀 👩‍👩‍👧 中文 العربية עברית e\u0301 \u202e \ue000 " + "W" * 300
)


def section(kind, title, *texts, state="entered"):
    return SectionFact(kind, title, state, tuple(BulletFact(text, 0) for text in texts))


def action(ref, **changes):
    fact = ActionFact(
        id=1,
        ref=ref,
        strength="Must",
        wording=f"The trust must keep {ref}. Regulation 17",
        text=f"The trust must keep {ref}.",
        regulation="Regulation 17",
        source="CQC inspection, August 2022",
        delivery=RATINGS["on_track"],
        embedding=RATINGS["off_track"],
        delivery_before=None,
        embedding_before=None,
        red=False,
        moves=(),
        explanation="",
        mitigation="",
    )
    return replace(fact, **changes)


def cells(*printed, verdict="", unreadable=()):
    return tuple(
        CellFact(
            quarter=quarter.slug,
            printed=text,
            state="unreadable" if text in unreadable else "value" if text else "blank",
            position=None,
            verdict=verdict,
            reason="",
            expected=f"‘{text}’ is not a duration" if text in unreadable else "",
        )
        for quarter, text in zip(QUARTERS, printed, strict=True)
    )


def metric(number, **changes):
    fact = MetricFact(
        id=1,
        number=number,
        name=f"Answer time {number}",
        unit="seconds",
        kind="duration",
        direction="down",
        scale="",
        baseline="00:34:08",
        baseline_when="Q4 22/23",
        target="00:18:00",
        target_when="Q1 24/23",
        aims=cells("N/A", ">90%", "0:38:09", "TBC"),
        lines=(LineFact("Actual", cells("60.75%", "G/E", "00:31:07", "-", verdict="met"), None),),
        remark=f"Remark of {number}.",
    )
    return replace(fact, **changes)


PLAN = PlanFact(
    leads=(LeadFact("executive_lead", "Executive Lead", ("As Printed",)),),
    parts=(PlanPartFact("background", "Background", ("Why it began",)),),
    milestones=(MilestoneFact("2022/23 Q3", ("Review done",)),),
)
TITLES = ("Summary", "Progress", "Month ahead", "Gone well", "Not gone well", "Risks", "Issues")
KINDS = ("summary", "progress", "month_ahead", "gone_well", "not_gone_well", "risks", "issues")


def workstream(name="Patient Safety", **changes):
    sections = [
        section(kind, title, f"{title} text") for kind, title in zip(KINDS, TITLES, strict=True)
    ]
    fact = WorkstreamFact(
        slug="patient-safety",
        name=name,
        exit_statement="Improvements in patient safety",
        leads=LEADS,
        delivery=JUDGED,
        embedding=JUDGED,
        returned=ReturnFact("issued", "Issued", "nobody", "", "", "", ""),
        sections=tuple(sections),
        actions=(action("PS-01"), action("PS-02", red=True, moves=("Delivery: A to B",))),
        criteria=(CriterionFact(1, "1", "Embedded", "Somebody Else", RATINGS[None], None, ()),),
        metrics=(metric("1"), metric("8a")),
        plan=PLAN,
    )
    return replace(fact, **changes)


ISSUE = IssueFact(2, "2024-01-08T23:30:00+00:00", "Programme Office", "A figure was wrong")


def contents(*workstreams, **changes):
    fact = Contents(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        programme=ProgrammeFact(
            slug="scas",
            name="SCAS Improvement Programme",
            organisation="South Central Ambulance Service",
            exit_on="2024-09-30",
            meetings=(MeetingFact("Oversight Board", 2, "CEO"),),
        ),
        month=MonthFact("2023-12", "December 2023", "2024-01-05"),
        issue=ISSUE,
        quarters=QUARTERS,
        rating_key=tuple(RATINGS.values()),
        overview=OverviewFact(
            headline="Progress continues",
            sections=(
                section("executive_summary", "Executive summary", "Summed up"),
                section("key_highlights", "Key highlights", state="nil"),
                section("key_progress", "Key progress", state="missing"),
            ),
            rag_assessment="No change",
            delivery=JUDGED,
            embedding=JUDGED,
        ),
        workstreams=workstreams,
    )
    return replace(fact, **changes)
