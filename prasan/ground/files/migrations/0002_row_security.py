"""Stored files get row security: the policies are compiled from the grants after each migration (ground.policy.rowsecurity), so also after this one."""

from django.db import migrations


class Migration(migrations.Migration):
    """Nothing changes in the table itself."""

    dependencies = [("files", "0001_initial")]
    operations: list[migrations.operations.base.Operation] = []
