"""What an appointment changes, in sentences, before anybody presses the button."""

from __future__ import annotations

from datetime import timedelta

from improvement.accounts.invite import ids_that_sign_in
from improvement.models import Role
from improvement.setup.people.appointments import Appointing

DOES = {
    Role.EXECUTIVE_LEAD: "approves the reports",
    Role.SRO: "writes the reports",
    Role.PROGRAMME_MANAGER: "writes the reports",
    Role.PROGRAMME_OFFICE: "runs the months, issues the packs and sets the programme up",
    Role.CEO_OFFICE: "reads everything, open months too",
    Role.BOARD_READER: "reads issued packs",
}


def consequences_of(appointing: Appointing) -> list[str]:
    """Return what the appointment would change, a sentence each."""
    return [
        *_of_the_post(appointing),
        *_of_the_pack(appointing),
        *_of_the_holders(appointing),
        of_the_account(appointing),
    ]


def _of_the_post(appointing: Appointing) -> list[str]:
    post, who, term = appointing.post, appointing.who, appointing.term
    of = f" of {post.workstream}" if post.workstream else ""
    until = f" to {term.ends_on:%-d %B %Y}" if term.ends_on else " on"
    starts = f"{term.starts_on:%-d %B %Y}"
    sentences = [f"From {starts}{until} {who.name} {DOES[post.role]}{of}."]
    month = post.programme.months.filter(issued_at=None).first()
    if month and post.workstream and post.role != Role.EXECUTIVE_LEAD:
        sentences.append(f"{month}, being written, goes on: what is typed in it stays.")
    return sentences


def _of_the_pack(appointing: Appointing) -> list[str]:
    post, who = appointing.post, appointing.who
    if post.workstream is None:
        return []
    if post.is_deputy:
        return ["The pack does not name deputies."]
    packs = f"Packs of months that end on or after {appointing.term.starts_on:%-d %B %Y}"
    return [f"{packs} name {who.name}; issued packs stay as they are."]


def _of_the_holders(appointing: Appointing) -> list[str]:
    last_day = appointing.term.starts_on - timedelta(days=1)
    if not appointing.replaces:
        return [f"{one.person} holds it as well." for one in appointing.holders]
    return [
        f"{one.person}’s appointment ends on {last_day:%-d %B %Y}. "
        "Their password and other appointments are untouched."
        for one in appointing.holders
    ]


def of_the_account(appointing: Appointing) -> str:
    """Return what it means for the account of who is appointed."""
    who = appointing.who
    if who.person and ids_that_sign_in([who.person]):
        return f"{who.name} gets a mail and signs in as before."
    if who.email:
        return (
            f"{who.name} is invited at {who.email}: a link that works once, for seven days. "
            "They choose their own password."
        )
    return f"{who.name} is a name in the pack and cannot sign in until somebody invites them."
