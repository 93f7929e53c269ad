"""Drop PostgreSQL's indexes of words: no search looks into them, and every save kept them up."""

from django.db import migrations

WORDS = (
    "to_tsvector('simple'::regconfig, COALESCE(regexp_replace("
    "left({}, 200000), '[^a-zA-Z0-9]+', ' ', 'g'), ''))"
)
PLAN = (
    "printed_executive_lead",
    "printed_sro",
    "printed_programme_manager",
    "background",
    "aims",
    "benefits",
    "benefit_measures",
    "alignment",
    "risks",
    "issues",
    "communications",
    "resources",
    "cost",
)
TEXTS = {
    "improvement_section": ("text",),
    "improvement_overviewsection": ("text",),
    "improvement_actionrating": ("explanation", "mitigation"),
    "improvement_plan": PLAN,
    "improvement_milestone": ("text",),
    "scorecards_remark": ("text",),
}


def add_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, columns in TEXTS.items():
            words = ", ".join(f"({WORDS.format(column)})" for column in columns)
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin ({words})")


def remove_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TEXTS:
            schema_editor.execute(f"DROP INDEX {table}_words")


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0001_first_release'),
    ]

    operations = [
        migrations.RunPython(remove_words, add_words),
    ]
