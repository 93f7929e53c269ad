"""Actions pasted from a spreadsheet, a row an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from improvement.editing.conflicts import SeenTexts
from improvement.models import Action, Person, Source, Workstream
from improvement.setup.actions import write_action
from improvement.setup.pasting.columns import PastedColumn, plain, read_day
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome

LIMITS = {"reference": 30, "kind": 40, "regulation": 200}


class PastedActions(PastedList):
    kind = "actions"
    title, address = "Sources and actions", "setup_actions"
    thing, things = "action", "actions"
    into_workstream = True
    columns = (
        PastedColumn(
            "reference", "Reference", ("ref", "no", "no.", "number", "id", "#"), is_needed=True
        ),
        PastedColumn("kind", "Kind", ("m/s", "must/should", "must or should", "type", "strength")),
        PastedColumn(
            "text",
            "Text",
            ("action", "wording", "cqc wording", "requirement", "recommendation", "what"),
            is_needed=True,
        ),
        PastedColumn("regulation", "Regulation", ("reg", "regulation or standard", "standard")),
        PastedColumn("owner", "Owner", ("who", "lead", "action owner")),
        PastedColumn("due_on", "Due date", ("due", "target", "target date", "deadline", "by when")),
        PastedColumn("source", "Source", ("report", "inspection", "notice")),
        PastedColumn("workstream", "Workstream", ("of", "work stream", "pillar", "theme")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return f"{texts.get('workstream', '')} {texts['reference']}"

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        workstream = self.find_workstream(texts)
        if isinstance(workstream, Looked):
            return workstream
        for name, longest in LIMITS.items():
            if len(texts.get(name, "")) > longest:
                return Looked(RowOutcome.UNREAD, f"Its {name} is longer than {longest} characters.")
        reference = texts["reference"]
        here = Action.objects.filter(workstream=workstream, reference__iexact=reference).first()
        if here:
            same = here.text == texts["text"]
            words = "It stays as it is." if same else f"{reference} says otherwise here, and stays."
            return Looked(RowOutcome.HERE, words)
        return self._elsewhere(reference, answer) or self._new(texts, workstream, answer)

    def _elsewhere(self, reference: str, answer: str) -> Looked | None:
        """Ask whether an action of another workstream with this reference is the same one."""
        others = Action.objects.filter(
            workstream__programme=self.programme, reference__iexact=reference
        )
        other = others.select_related("workstream").first()
        if other is None or answer == "another":
            return None
        words = f"{reference} is in {other.workstream}. Is this another action?"
        return Looked(RowOutcome.ASK, words, choices=(("another", "Yes: add it here, too"),))

    def _new(self, texts: Mapping[str, str], workstream: Workstream, answer: str) -> Looked:
        day = texts.get("due_on", "")
        due = read_day(day) or read_day(answer)
        if day and due is None:
            return Looked(
                RowOutcome.ASK, f"Due “{day}”: a date?", asks_text=True, answer=_offered(day)
            )
        owner, source = self.find_person(texts.get("owner", "")), self._source(texts, workstream)
        for found in (owner, source):
            if isinstance(found, Looked):
                return found
        facts = {
            "workstream": workstream,
            "reference": texts["reference"],
            "kind": self._kind(texts.get("kind", ""), source),
            "text": texts["text"],
            "regulation": texts.get("regulation", ""),
            "owner_id": owner.pk if isinstance(owner, Person) else None,
            "source_id": source.pk if isinstance(source, Source) else None,
            "due_on": due,
        }
        return self._with_known_kind(facts, source, answer)

    def _with_known_kind(self, facts: dict[str, Any], source: Any, answer: str) -> Looked:
        if isinstance(source, Source) and source.kinds and facts["kind"] not in ["", *source.kinds]:
            offered = ", ".join(source.kinds)
            return Looked(
                RowOutcome.UNREAD, f"{source} has no kind “{facts['kind']}”: it has {offered}."
            )
        return Looked(RowOutcome.NEW, answer=answer, facts=facts)

    def _source(self, texts: Mapping[str, str], workstream: Workstream) -> Source | Looked | None:
        """Return the source a row names, or the only one there is where it names none."""
        sources = list(self.programme.sources.all())
        title = texts.get("source", "")
        if not title:
            return sources[0] if len(sources) == 1 else None
        found = [source for source in sources if plain(source.title) == plain(title)]
        if found:
            return found[0]
        return Looked(RowOutcome.UNREAD, f"There is no source “{title}”: add it first.")

    def _kind(self, text: str, source: Any) -> str:
        """Return a kind as its source writes it: M and must are Must."""
        kinds = source.kinds if isinstance(source, Source) else []
        for kind in (*kinds, "Must", "Should"):
            if plain(text) in (plain(kind), plain(kind)[:1], f"{plain(kind)}do"):
                return str(kind)
        return text

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        written = dict(facts)
        write_action(
            action=Action(workstream=written.pop("workstream")),
            facts=written,
            seen_texts=SeenTexts(),
            by=by,
            at=at,
        )


def _offered(text: str) -> str:
    """Return the day at the beginning of a text that is no day, as an answer to correct."""
    words = text.split()
    for many in range(len(words), 0, -1):
        day: date | None = read_day(" ".join(words[:many]))
        if day:
            return f"{day:%-d %B %Y}"
    return ""
