"""When each tick ran last, so that over all processes one of them runs it."""

from django.db import models

from prasan.ground.vault.processing import nobody


class TickRun(models.Model):
    """A tick's next turn. Claimed by moving `due_at` on before the tick runs."""

    processing = nobody("names of what returns with time", "name")
    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # things done by the last run
    failed = models.BooleanField(default=False)  # the last run

    class Meta:
        db_table = "ops_tick_run"
