
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('limits', '0002_holiday'),
    ]

    operations = [
        migrations.AlterField(
            model_name='runninglimit',
            name='rule',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='limits.limitrule'),
        ),
    ]
