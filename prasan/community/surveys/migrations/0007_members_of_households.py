"""To which entry of the same centre another one belongs: members to their household."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_path_order'),
        ('surveys', '0006_lists_of_centres'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='belongs',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['organisation', 'belongs'], name='entry_by_owner'),
        ),
    ]
