"""Books: a period that was counted once, and what was counted at each centre. Nobody reads these rows; results are told from them with small counts hidden."""

from django.db import models
from django.db.models import Q

from prasan.community.surveys.models.forms import SurveyForm
from prasan.community.surveys.models.rounds import Round
from prasan.ground import ids
from prasan.ground.vault.processing import nobody
from prasan.registry.organisations.models import Organisation


class Book(models.Model):
    """A period of a form: a round, or a quarter of the fiscal year ("2569-4", B.E.) for what was answered outside of rounds. Counted once, and closed."""

    processing = nobody("a period and a count", "quarter")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    form = models.ForeignKey(SurveyForm, models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, models.PROTECT, null=True, related_name="book")
    quarter = models.CharField(max_length=6, blank=True, default="")
    year = models.PositiveIntegerField()  # fiscal, B.E.
    submissions = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "quarter"], condition=~Q(quarter=""), name="book_once"),
            models.CheckConstraint(condition=Q(round=None) ^ Q(quarter=""), name="book_round_or_quarter"),
        )


class Tally(models.Model):
    """What was counted at one centre: {"n", "answers": {path: {code: n}}, "means": {name: [n, sum]}}. Rejected submissions are not among them."""

    processing = nobody("counts", "counts")
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    book = models.ForeignKey(Book, models.CASCADE, related_name="tallies", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=8)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["book", "organisation"], name="tally_once"),)
