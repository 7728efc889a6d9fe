"""Bringing the database to this version of the code, as its owner, and granting the plain role what it needs.

On SQLite there is one role only. On PostgreSQL the site serves as the plain role of DATABASE_URL, which owns nothing;
migrations run as the owner of DATABASE_OWNER_URL. A model narrows the plain role's rights by naming them in a class
attribute, `privileges = "SELECT, INSERT"` (the audit log's rows can be neither changed nor deleted).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from prasan.ground.policy import rowsecurity
from prasan.settings import database

USUAL = "SELECT, INSERT, UPDATE, DELETE"


def upgrade(verbosity: int = 0) -> None:
    """Apply all migrations as the owner and grant the plain role its rights. Does nothing twice."""
    make_room()
    with as_owner():
        call_command("migrate", verbosity=verbosity, interactive=False)
        if connection.vendor == "postgresql":
            grant(database(settings.DATABASE_URL)["USER"])


def upgrade_when_needed() -> None:
    """Upgrade when a migration waits; a start with nothing to do stays quick."""
    make_room()
    if pending():
        upgrade()


def make_room() -> None:
    """The data folder, for nobody else to read; SQLite makes its file there."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def pending() -> list[str]:
    """Names of migrations not yet applied, as `chapter.name`; row security of other grants than this version's is one too."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    waiting = [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
    return waiting or (["policy.row_security"] if rowsecurity.stale() else [])


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, this thread's connection speaks as the owner, without the serving role's time limits."""
    if connection.vendor != "postgresql" or not settings.DATABASE_OWNER_URL:
        yield
        return
    usual = connection.settings_dict
    owner = database(settings.DATABASE_OWNER_URL)
    connection.close()
    connection.settings_dict = {**usual, "USER": owner["USER"], "PASSWORD": owner["PASSWORD"], "OPTIONS": {}}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual


def grant(role: str) -> None:
    """Give `role` what each model's table allows (`privileges`, else all four), the sequences, and no DDL."""
    from psycopg import sql  # a tenth of a second that SQLite need not pay at each start

    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        cursor.execute(sql.SQL("GRANT SELECT ON django_migrations TO {}").format(name))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA vault TO {}").format(name))
        cursor.execute(sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON vault.data_key TO {}").format(name))
        for table, privileges in sorted(_privileges().items()):
            rights = sql.SQL(privileges)  # our own words, from the models
            cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name))
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), name))


def _privileges() -> dict[str, str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: getattr(model, "privileges", USUAL) for model in models if model._meta.managed}
