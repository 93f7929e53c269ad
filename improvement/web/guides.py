"""The guides of help, one for each role, and which place of a guide a page is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.urls import reverse

from improvement.models import Role


@dataclass(frozen=True)
class Guide:
    """The help page of some roles. ``places`` names the id on it for the names of pages."""

    slug: str
    title: str
    roles: tuple[Role, ...]
    places: dict[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


def _about(**pages: str) -> dict[str, str]:
    """Return the id for the name of each page, from the names of pages for each id."""
    return {page: place for place, names in pages.items() for page in names.split()}


# Everybody reads these pages; every guide has a place for each.
READING = {
    "dashboard": "dashboard",
    "workstreams": "workstreams workstream workstream_timeline",
    "measures": "measures",
    "measure": "metric",
    "actions": "action_list action_timeline",
    "exit": "exit criterion_timeline",
    "packs": "packs",
}

SETTING_UP = (
    "setup setup_programme setup_meetings setup_workstreams setup_workstream setup_add_workstream "
    "setup_end_workstream setup_actions setup_action setup_choose_actions setup_add_action "
    "setup_add_sub_action setup_end_action setup_source setup_add_source setup_criteria "
    "setup_criterion setup_choose_criteria setup_add_criterion setup_end_criterion setup_paste "
    "paste_metrics"
)

GUIDES = (
    Guide(
        "lead",
        "Your month as a workstream lead",
        (Role.SRO, Role.PROGRAMME_MANAGER),
        _about(
            tasks="home report",
            ratings="actions criteria",
            report="highlight_report",
            figures="scorecard scorecard_upload readings plan",
            submit="submit preview take_back",
            **READING,
        ),
    ),
    Guide(
        "executive",
        "Your month as an accountable executive",
        (Role.EXECUTIVE_LEAD,),
        _about(reading="home report reading", decision="approve return", **READING),
    ),
    Guide(
        "programme-office",
        "Your month as the programme office",
        (Role.PROGRAMME_OFFICE,),
        _about(
            returns="home returns",
            late="extend submit return",
            overview="month overview",
            issuing="issue pack_preview issued",
            mistake="reopen",
            people="setup_people setup_appoint setup_end_appointment",
            file="setup_file",
            **{"set-up": SETTING_UP},
            **READING,
        ),
    ),
    Guide(
        "ceo-office",
        "Your month in the CEO’s office",
        (Role.CEO_OFFICE,),
        _about(asking="history changes returns", **READING),
    ),
    Guide(
        "board-reader",
        "Your month as a reader on the board",
        (Role.BOARD_READER,),
        _about(pack="home month issued", **READING),
    ),
)


def help_address(roles: Collection[str], page: str) -> str:
    """Return where somebody's help is about a page: its place, else their only guide, else all."""
    own = [guide for guide in GUIDES if set(guide.roles) & set(roles)]
    about = [guide for guide in own if page in guide.places]
    if about:
        return reverse("help_for", args=[about[0].slug]) + f"#{about[0].places[page]}"
    return reverse("help_for", args=[own[0].slug]) if len(own) == 1 else reverse("help")
