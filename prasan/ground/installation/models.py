"""The mark of a demonstration."""

from django.db import models


class Mark(models.Model):
    """One row in the database of a demonstration, none elsewhere."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seed = models.BigIntegerField()  # the number that fixes the demonstration's content
    made_at = models.DateTimeField()

    privileges = "SELECT, INSERT"

    class Meta:
        db_table = "installation_mark"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="installation_one_mark"),)
