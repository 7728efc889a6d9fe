"""Row security: the grants compiled to PostgreSQL policies, so that a forgotten filter shows nothing.

It stops forgotten filters, not SQL injection: whoever can run any SQL can set the context too. Run by the owner after each
migration; the plain role that serves is not the owner and cannot bypass it.
"""

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections

from prasan.ground.policy.grants import Protection, all_grants, guarded_models
from prasan.ground.policy.where import granted_sql

_SYSTEM = "current_setting('prasan.system', true) = 'on'"
_ACTING = "COALESCE((SELECT current_setting('prasan.actor', true)), '') <> ''"


def visible(protection: Protection) -> str:
    """The SQL of who sees a row of a model: any grant of any action on it, exclusions last."""
    table = protection.model._meta.db_table
    places = granted_sql((grant for grant in all_grants() if grant.action.partition(".")[0] == protection.kind), protection.model)
    barred = " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM policy_exclusion x WHERE x.object_id = "{table}"."{column}" AND x.lifted_at IS NULL'
        " AND x.subject_id = ANY(COALESCE(NULLIF(current_setting('prasan.barred', true), ''), '{}')::uuid[]))"
        for column in protection.roots
    )
    return f"{_SYSTEM} OR ({places} AND {barred})"


def statements(protection: Protection) -> list[str]:
    """The statements that put one table's policies in place, as the owner."""
    table = protection.model._meta.db_table
    seen = visible(protection)
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS seen ON "{table}"',
        f'DROP POLICY IF EXISTS made ON "{table}"',
        f'DROP POLICY IF EXISTS changed ON "{table}"',
        f'DROP POLICY IF EXISTS gone ON "{table}"',
        f'CREATE POLICY seen ON "{table}" FOR SELECT USING ({seen})',
        f'CREATE POLICY made ON "{table}" FOR INSERT WITH CHECK ({_ACTING})',
        f'CREATE POLICY changed ON "{table}" FOR UPDATE USING ({seen}) WITH CHECK ({_ACTING})',
        f'CREATE POLICY gone ON "{table}" FOR DELETE USING ({_SYSTEM})',
    ]


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Once, after the last application has been migrated: every policy."""
    connection = connections[using]
    if connection.vendor != "postgresql" or sender.name != list(apps.get_app_configs())[-1].name:
        return
    with connection.cursor() as cursor:
        for protection in guarded_models():
            if protection.model._meta.db_table in connection.introspection.table_names(cursor):
                for statement in statements(protection):
                    cursor.execute(statement)
        cursor.execute("COMMENT ON TABLE policy_accessrow IS %s", [_mark()])


def stale(using: str = "default") -> bool:
    """Whether the policies in the database are those of other grants than this version's: grants change without a migration."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('policy_accessrow'), 'pg_class')")
        return bool(cursor.fetchone()[0] != _mark())


def _mark() -> str:
    compiled = "\n".join(statement for protection in guarded_models() for statement in statements(protection))
    return f"row security {hashlib.sha256(compiled.encode()).hexdigest()}"

