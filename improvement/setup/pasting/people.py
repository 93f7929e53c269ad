"""People pasted from a spreadsheet, a row an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from improvement.accounts.invite import refuse_address_of_another
from improvement.models import WORKSTREAM_ROLES, Person, Role
from improvement.setup.pasting.columns import PastedColumn, plain
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome
from improvement.setup.people.appointments import (
    Appointee,
    Appointing,
    Post,
    Term,
    appoint,
    appointing_refusal,
    holders_of,
)
from improvement.setup.people.consequences import of_the_account
from improvement.values.clock import today
from improvement.values.refusals import Refused

SHORT_FOR = {
    "exec": Role.EXECUTIVE_LEAD,
    "executive": Role.EXECUTIVE_LEAD,
    "sro": Role.SRO,
    "pm": Role.PROGRAMME_MANAGER,
    "manager": Role.PROGRAMME_MANAGER,
    "pmo": Role.PROGRAMME_OFFICE,
    "office": Role.PROGRAMME_OFFICE,
    "ceo": Role.CEO_OFFICE,
    "reader": Role.BOARD_READER,
    "board": Role.BOARD_READER,
}


class PastedPeople(PastedList):
    kind = "people"
    title, address = "People and appointments", "setup_people"
    thing, things = "appointment", "appointments"
    into_workstream = True
    columns = (
        PastedColumn("name", "Name", ("who", "person", "full name", "lead"), is_needed=True),
        PastedColumn("role", "Role", ("as", "appointment", "position"), is_needed=True),
        PastedColumn("workstream", "Workstream", ("of", "work stream", "pillar", "theme")),
        PastedColumn("email", "E-mail", ("mail", "e-mail address", "email address")),
        PastedColumn("job_title", "Job title", ("title", "job")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return " ".join(texts.get(name, "") for name in ("name", "role", "workstream"))

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        role = _role(answer) or _role(texts["role"])
        if role is None:
            choices = tuple((role.value, str(role.label)) for role in Role)
            return Looked(RowOutcome.ASK, f"“{texts['role']}”: which role?", choices=choices)
        post, person = self._post(role, texts), self.find_person(texts["name"])
        if isinstance(post, Looked):
            return post
        if isinstance(person, Looked) and person.words.startswith("Two"):
            return person
        known = person if isinstance(person, Person) else None
        email = "" if known and known.email else texts.get("email", "").lower()
        term = Term(today())
        appointing = Appointing(
            post,
            Appointee(
                texts["name"][:200], known, email, job_title=texts.get("job_title", "")[:200]
            ),
            term,
            replaces=False,
            why="Pasted",
            holders=tuple(holders_of(post, term)),
        )
        return self._looked(appointing, answer)

    def _post(self, role: Role, texts: Mapping[str, str]) -> Post | Looked:
        if role not in WORKSTREAM_ROLES:
            return Post(self.programme, role)
        workstream = self.find_workstream(texts)
        if isinstance(workstream, Looked):
            return workstream
        return Post(self.programme, role, workstream)

    def _looked(self, appointing: Appointing, answer: str) -> Looked:
        email = appointing.who.email
        if appointing_refusal(appointing):
            return Looked(RowOutcome.HERE, f"{appointing.who.name} is {appointing.post} already.")
        try:
            if email:
                validate_email(email)
                refuse_address_of_another(
                    email,
                    self.programme,
                    name=appointing.who.name,
                    person=appointing.who.person,
                )
        except ValidationError:
            return Looked(RowOutcome.UNREAD, f"“{email}” is no e-mail address.")
        except Refused as refused:
            return Looked(RowOutcome.UNREAD, refused.sentence)
        together = "".join(f" {one.person} holds it as well." for one in appointing.holders)
        words = f"{of_the_account(appointing)}{together}"
        return Looked(RowOutcome.NEW, words, answer=answer, facts={"appointing": appointing})

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        """Appoint who a row says; a person new in an earlier row is known in a later one."""
        appointing: Appointing = facts["appointing"]
        known = self.find_person(appointing.who.name)
        who = appointing.who
        if who.person is None and isinstance(known, Person):
            who = Appointee(who.name, known)
        once = Appointing(appointing.post, who, appointing.term, replaces=False, why="Pasted")
        appoint(appointing=once, base_url=base_url, by=by, at=at)


def _role(text: str) -> Role | None:
    folded = plain(text)
    labels = {plain(str(role.label)): role for role in Role}
    values = {plain(role.value): role for role in Role}
    return (labels | values | SHORT_FOR).get(folded)
