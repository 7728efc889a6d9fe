
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('links', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='answerlink',
            name='basis',
            field=models.CharField(max_length=40),
        ),
    ]
