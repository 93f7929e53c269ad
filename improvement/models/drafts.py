"""Drafts: what somebody typed on a page and has not saved yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import models

from improvement.models.people import Person
from improvement.values.browser_windows import OF_THE_PAGE, Version, read_seen


class Draft(models.Model):
    """What was typed on a page, by its address: nobody's but its writer's, and no record.

    ``versions`` holds what each browser window typed in each field, the newest of a field first,
    and ``windows`` the digests of the saved texts that each window showed. ``fields`` is a whole
    form as the browser sent it: so drafts were kept at first. It is read, and not written any more.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=300)
    fields = models.JSONField()
    versions = models.JSONField(null=True)
    windows = models.JSONField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "path"], name="one_draft_a_page"),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.person}, {self.path}"

    @property
    def by_field(self) -> dict[str, list[Version]]:
        """The versions kept of each field, the newest first."""
        kept: dict[str, list[Version]] = defaultdict(list)
        for version in self.versions or ():
            kept[version["name"]].append(Version.from_json(version))
        for name, values in self.fields.items():
            if name not in OF_THE_PAGE:
                kept[name].append(Version(name, tuple(values), self.kept_at))
        return dict(kept)

    @property
    def seen_by_window(self) -> dict[str, Mapping[str, str]]:
        """Digests of the saved texts that each window showed when it was opened, by field."""
        whole = {"": read_seen("".join(self.fields.get("seen", ())))} if self.fields else {}
        return {**whole, **(self.windows or {})}

    @property
    def is_whole(self) -> bool:
        """Whether a form was kept whole, so that a box it lacks was not ticked."""
        return bool(self.fields)

    def hold(
        self,
        by_field: Mapping[str, Sequence[Version]],
        seen_by_window: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Replace what is kept, and forget the windows that no kept version is from."""
        versions = [version for kept in by_field.values() for version in kept]
        windows = {version.window for version in versions}
        self.fields = {}
        self.versions = [version.as_json() for version in versions]
        self.windows = {
            window: dict(seen) for window, seen in seen_by_window.items() if window in windows
        }
