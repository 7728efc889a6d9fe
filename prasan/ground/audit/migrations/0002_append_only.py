"""The 64 heads, and triggers that refuse to change or delete what was written down."""

from typing import Any

from django.db import migrations

CHAINS = 64
POSTGRESQL = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$;
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_auditrow FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER signed_heads_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_signedheads FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
SQLITE = [
    f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"
    for table in ("audit_auditrow", "audit_signedheads")
    for verb in ("UPDATE", "DELETE")
]


def make(apps: Any, schema_editor: Any) -> None:
    """Start the chains and put the triggers in place."""
    head = apps.get_model("audit", "ChainHead")
    head.objects.bulk_create([head(chain=chain, seq=0, hash=bytes([chain]) * 32) for chain in range(CHAINS)])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Append-only from the start."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
