"""The store of wrapped data keys: a schema of its own on PostgreSQL; on SQLite a file that the store makes itself."""

from typing import Any

from django.db import migrations

MAKE = """
CREATE SCHEMA IF NOT EXISTS vault;
CREATE TABLE vault.data_key (owner uuid PRIMARY KEY, key_id text NOT NULL, wrapped bytea NOT NULL);
CREATE INDEX data_key_by_key ON vault.data_key (key_id);
"""


def make(apps: Any, schema_editor: Any) -> None:
    """Make the schema where there are schemas."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


class Migration(migrations.Migration):
    """First."""

    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
