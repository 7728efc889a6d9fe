from django.db import migrations


def by_byte(apps, editor):
    """Subtrees are ranges of paths, so PostgreSQL must order paths byte by byte, as SQLite does, whatever its locale."""
    if editor.connection.vendor == "postgresql":
        editor.execute('ALTER TABLE organisations_organisation ALTER COLUMN path TYPE varchar(660) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(by_byte, migrations.RunPython.noop, elidable=False)]
