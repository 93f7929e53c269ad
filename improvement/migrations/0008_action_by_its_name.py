"""An action is called so in the code. Its table, history and columns keep their names."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0007_action_short_name'),
    ]

    operations = [
        # In the code alone: Django would remake the tables that refer to a renamed model.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable('cqcaction', 'improvement_cqcaction'),
                migrations.RenameModel('CqcAction', 'Action'),
                migrations.AlterModelOptions('action', {'ordering': ['position', 'pk']}),
                migrations.AlterModelTable('historicalcqcaction', 'improvement_historicalcqcaction'),
                migrations.RenameModel('HistoricalCqcAction', 'HistoricalAction'),
                migrations.AlterModelOptions(
                    'historicalaction',
                    {
                        'get_latest_by': ('history_date', 'history_id'),
                        'ordering': ('-history_date', '-history_id'),
                        'verbose_name': 'historical action',
                        'verbose_name_plural': 'historical actions',
                    },
                ),
            ],
        ),
    ]
