from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0002_hot_paths'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='accessrow',
            name='access_by_subject',
        ),
        migrations.AddIndex(
            model_name='accessrow',
            index=models.Index(fields=['subject_id', 'object_kind', 'role', 'ends_at', 'object_id', 'starts_at'], name='access_by_subject'),
        ),
    ]
