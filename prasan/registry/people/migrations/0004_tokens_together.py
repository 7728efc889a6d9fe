"""The tokens of a person lie together in a row of their own; the table of tokens is its key and nothing else."""

import struct
import uuid
from itertools import groupby
from operator import itemgetter

import django.db.models.deletion
from django.db import migrations, models

BATCH = 5000
TOKEN = struct.Struct(">Bi")
LEAN = {
    "sqlite": [
        'CREATE TABLE "people_nametoken_lean" ("kind" smallint NOT NULL, "token" integer NOT NULL, "version" smallint NOT NULL,'
        ' "person_id" char(32) NOT NULL, PRIMARY KEY ("kind", "token", "version", "person_id")) WITHOUT ROWID',
        'INSERT INTO "people_nametoken_lean" SELECT "kind", "token", "version", "person_id" FROM "people_nametoken" ORDER BY 1, 2, 3, 4',
        'DROP TABLE "people_nametoken"',
        'ALTER TABLE "people_nametoken_lean" RENAME TO "people_nametoken"',
        'CREATE TABLE "people_persontokens_lean" ("person_id" char(32) NOT NULL PRIMARY KEY REFERENCES "people_person" ("id")'
        ' DEFERRABLE INITIALLY DEFERRED, "version" smallint NOT NULL, "tokens" BLOB NOT NULL) WITHOUT ROWID',
        'INSERT INTO "people_persontokens_lean" SELECT "person_id", "version", "tokens" FROM "people_persontokens" ORDER BY 1',
        'DROP TABLE "people_persontokens"',
        'ALTER TABLE "people_persontokens_lean" RENAME TO "people_persontokens"',
    ],
    "postgresql": [
        'DROP INDEX "nametoken_by_person"',
        """DO $$ DECLARE bond text; BEGIN
          FOR bond IN SELECT conname FROM pg_constraint WHERE conrelid = '"people_nametoken"'::regclass AND contype = 'f' LOOP
            EXECUTE format('ALTER TABLE "people_nametoken" DROP CONSTRAINT %I', bond);
          END LOOP;
        END $$""",
    ],
}
FULL = {
    "sqlite": [
        'CREATE TABLE "people_nametoken_full" ("kind" smallint NOT NULL, "token" integer NOT NULL, "version" smallint NOT NULL,'
        ' "person_id" char(32) NOT NULL REFERENCES "people_person" ("id") DEFERRABLE INITIALLY DEFERRED,'
        ' PRIMARY KEY ("kind", "token", "version", "person_id"))',
        'INSERT INTO "people_nametoken_full" SELECT "kind", "token", "version", "person_id" FROM "people_nametoken"',
        'DROP TABLE "people_nametoken"',
        'ALTER TABLE "people_nametoken_full" RENAME TO "people_nametoken"',
        'CREATE INDEX "nametoken_by_person" ON "people_nametoken" ("person_id", "kind", "token", "version")',
    ],
    "postgresql": [
        'CREATE INDEX "nametoken_by_person" ON "people_nametoken" ("person_id", "kind", "token", "version")',
        'ALTER TABLE "people_nametoken" ADD CONSTRAINT "people_nametoken_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "people_person" ("id")'
        " DEFERRABLE INITIALLY DEFERRED",
    ],
}


def gather(apps, schema_editor):
    """What each person's tokens are, in one row each; under the newest key where there are two."""
    made = apps.get_model("people", "PersonTokens")
    with schema_editor.connection.chunked_cursor() as cursor:
        cursor.execute("SELECT person_id, version, kind, token FROM people_nametoken ORDER BY person_id, version, kind, token")
        waiting = {}
        for (person, version), rows in groupby(_all(cursor), key=itemgetter(0, 1)):
            if len(waiting) >= BATCH and person not in waiting:
                made.objects.bulk_create(waiting.values())
                waiting.clear()
            waiting[person] = made(
                person_id=uuid.UUID(str(person)), version=version, tokens=b"".join(TOKEN.pack(kind, token) for _, _, kind, token in rows),
            )
        made.objects.bulk_create(waiting.values())


def _all(cursor):
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def lean(apps, schema_editor):
    _do(schema_editor, LEAN)


def full(apps, schema_editor):
    _do(schema_editor, FULL)


def _do(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_leaner"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonTokens",
            fields=[
                ("person", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="people.person",
                )),
                ("version", models.SmallIntegerField()),
                ("tokens", models.BinaryField()),
            ],
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(lean, full)],
            state_operations=[
                migrations.RemoveIndex(model_name="nametoken", name="nametoken_by_person"),
                migrations.RemoveField(model_name="nametoken", name="person"),
                migrations.AddField(model_name="nametoken", name="person_id", field=models.UUIDField()),
            ],
        ),
    ]
