"""Who may set a programme up."""

from __future__ import annotations

from tests.support.permissions import OFFICE, SET_UP, Row, always

OWN = always(OFFICE)
INTO = "{workstream}"


def _of_kind(what: str, kind: str, thing: str) -> list[Row]:
    """Return the rows of the pages of a list of set-up: see, change, move, end, add."""
    one = f"{SET_UP}{kind}/{{{thing}}}/"
    rows = [
        Row(f"Change {what}", f"setup_{thing}", "GET", one, OWN),
        Row(f"Move {what}", f"setup_move_{thing}", "POST", f"{one}move/", OWN, sent={"to": "up"}),
    ]
    if thing != "source":
        rows.append(Row(f"End {what}", f"setup_end_{thing}", "GET", f"{one}end/", OWN))
    if thing in ("workstream", "source"):
        return [*rows, Row(f"Add {what}", f"setup_add_{thing}", "GET", f"{SET_UP}{kind}/add/", OWN)]
    begin = f"{SET_UP}{kind}/add/"
    choose = Row(f"Choose where to add {what}", f"setup_choose_{kind}", "GET", begin, OWN)
    return [*rows, choose, Row(f"Add {what}", f"setup_add_{thing}", "GET", f"{begin}{INTO}/", OWN)]


SETTING_UP = (
    Row("Make a programme", "new_programme", "GET", "/set-up/new/", {}, of_no_programme=True),
    Row("See what there is to set up", "setup", "GET", SET_UP, OWN),
    Row("Set up its words", "setup_programme", "GET", f"{SET_UP}programme/", OWN),
    Row("Set up its meetings", "setup_meetings", "GET", f"{SET_UP}meetings/", OWN),
    Row("See who holds what", "setup_people", "GET", f"{SET_UP}people/", OWN),
    Row("Appoint somebody", "setup_appoint", "GET", f"{SET_UP}people/appoint/", OWN),
    Row(
        "Move the lead among those of the same role",
        "setup_move_appointment",
        "POST",
        f"{SET_UP}people/{{appointment}}/move/",
        OWN,
        sent={"to": "up"},
    ),
    Row(
        "End the lead’s appointment",
        "setup_end_appointment",
        "GET",
        f"{SET_UP}people/{{appointment}}/end/",
        OWN,
    ),
    Row(
        "Mark a role as vacant",
        "setup_vacancy",
        "POST",
        f"{SET_UP}people/culture-and-staff-wellbeing/sro/vacancy/",
        OWN,
        sent={"is": "vacant"},
    ),
    Row("Paste rows into a list", "setup_paste", "GET", f"{SET_UP}actions/paste/", OWN),
    Row("Paste rows of metrics", "paste_metrics", "GET", "/scas/metrics/paste/", OWN),
    Row("See the workstreams to set up", "setup_workstreams", "GET", f"{SET_UP}workstreams/", OWN),
    Row("See the actions to set up", "setup_actions", "GET", f"{SET_UP}actions/", OWN),
    Row("See the criteria to set up", "setup_criteria", "GET", f"{SET_UP}criteria/", OWN),
    Row(
        "Add a sub-action",
        "setup_add_sub_action",
        "GET",
        f"{SET_UP}actions/{{action}}/sub-actions/add/",
        OWN,
    ),
    Row(
        "Say that a sub-action is done",
        "setup_done_action",
        "POST",
        f"{SET_UP}actions/{{sub_action}}/done/",
        OWN,
        sent={"is": "done"},
    ),
    *_of_kind("a workstream", "workstreams", "workstream"),
    *_of_kind("a source", "sources", "source"),
    *_of_kind("an action", "actions", "action"),
    *_of_kind("a criterion", "criteria", "criterion"),
)
