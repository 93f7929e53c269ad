"""What an action says of its source in words is called so in the code; its column stays."""

from django.db import migrations, models


def in_words():
    return models.CharField(
        blank=True, db_column='source', max_length=200, verbose_name='source in words'
    )


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0008_action_by_its_name'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField('action', 'source', in_words()),
                migrations.RenameField('action', 'source', 'source_text'),
                migrations.AlterField('historicalaction', 'source', in_words()),
                migrations.RenameField('historicalaction', 'source', 'source_text'),
            ],
        ),
    ]
