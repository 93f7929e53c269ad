"""What a next version may do while this one serves: add, and neither take away nor rename.

The columns are on the tables that this version reads and writes meanwhile.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


class OnSections:
    """An operation on the sections of the reports, from another app's migration."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        super().state_forwards("improvement", state)  # type: ignore[misc]

    def database_forwards(self, app_label: str, *rest: Any) -> None:
        super().database_forwards("improvement", *rest)  # type: ignore[misc]


class AddField(OnSections, migrations.AddField):
    pass


class AddIndex(OnSections, migrations.AddIndex):
    pass


def fill(apps: Any, editor: Any) -> None:
    """Fill a new table from every row there is, as a data migration does; old rows stay empty."""
    alias = editor.connection.alias
    words = apps.get_model("next_version", "Glossary").objects.using(alias)
    sections = apps.get_model("improvement", "Section").objects.using(alias)
    for section in sections.iterator(chunk_size=100):
        words.create(word=section.kind, section_id=section.pk)


class Migration(migrations.Migration):
    dependencies = [("improvement", "__first__")]
    operations = [
        AddField("section", "language", models.CharField(max_length=2, null=True)),
        AddField("historicalsection", "language", models.CharField(max_length=2, null=True)),
        AddField("section", "is_translated", models.BooleanField(db_default=False)),
        AddIndex("section", models.Index(fields=["language"], name="section_language")),
        migrations.CreateModel(
            "Glossary",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("word", models.CharField(max_length=80)),
                (
                    "section",
                    models.ForeignKey("improvement.section", models.CASCADE, null=True),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
