"""The tables of the packs, as version 1.0.0 made them, and the indexes of words to search for.

The indexes are PostgreSQL's alone. They hold nothing that is not in the rows: no column is
doubled, and nothing runs on a save.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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

    initial = True

    dependencies = [
        ('improvement', '0001_first_release'),
        ('scorecards', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='improvement.month')),
                ('version', models.PositiveSmallIntegerField()),
                ('contents_json', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'indexes': [models.Index(fields=['month', 'version', 'sha256'], name='pack_fingerprint')],
                'constraints': [models.UniqueConstraint(fields=('month', 'version'), name='pack_version_once'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='pack_correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='PackFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reporting.pack')),
                ('format', models.CharField(max_length=10)),
                ('body', models.BinaryField()),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('pack', 'format'), name='pack_format_once')],
            },
        ),
        migrations.RunPython(add_words, remove_words),
    ]
