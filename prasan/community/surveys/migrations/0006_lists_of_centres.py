"""Lists of centres: their entries with all versions; and of which files of a version such a list is."""

import django.db.models.deletion
import prasan.ground.ids
import prasan.ground.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_path_order'),
        ('surveys', '0005_takings_and_limits'),
    ]

    operations = [
        # In SQL: Django would lay the table anew on SQLite, and the triggers that keep published versions as they are would be lost with the old one.
        migrations.RunSQL(
            "ALTER TABLE surveys_formversion ADD COLUMN rosters varchar(600) DEFAULT '' NOT NULL",
            "ALTER TABLE surveys_formversion DROP COLUMN rosters",
            state_operations=[
                migrations.AddField(
                    model_name='formversion',
                    name='rosters',
                    field=models.CharField(blank=True, default='', max_length=600),
                ),
            ],
        ),
        migrations.CreateModel(
            name='CentreList',
            fields=[
                ('id', models.UUIDField(default=prasan.ground.ids.new, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=250)),
                ('titles', models.JSONField(default=dict)),
                ('columns', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=prasan.ground.ids.new, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(blank=True, default='', max_length=8)),
                ('mark', models.UUIDField()),
                ('state', models.CharField(default='current', max_length=10)),
                ('version', models.IntegerField(default=1)),
                ('number', models.PositiveIntegerField(default=1)),
                ('body', prasan.ground.vault.fields.SealedJSON(default=None, null=True, owner='id')),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('roster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.centrelist')),
            ],
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.UUIDField(default=prasan.ground.ids.new, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(blank=True, default='', max_length=8)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('body', prasan.ground.vault.fields.SealedJSON(default=None, null=True, owner='entry_id')),
                ('base', models.PositiveIntegerField(null=True)),
                ('branch', models.CharField(blank=True, default='', max_length=40)),
                ('ordinal', models.PositiveIntegerField(null=True)),
                ('clashes', models.JSONField(default=list)),
                ('made_by', models.CharField(max_length=60)),
                ('made_at', models.DateTimeField()),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='surveys.entry')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.submission')),
            ],
        ),
        migrations.AddConstraint(
            model_name='centrelist',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='centre_list_once'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['organisation', 'roster', '-changed_at', 'id'], name='entry_by_change'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('organisation', 'roster', 'mark'), name='entry_mark_once'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('current', 'doubtful', 'retired'))), name='entry_state_known'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='entry_version_once'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('answered', 'corrected'))), name='entry_version_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.CheckConstraint(condition=models.Q(('base', None), ('base__lt', models.F('number')), _connector='OR'), name='entry_version_after_base'),
        ),
    ]
