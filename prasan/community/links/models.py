"""Links from a case to a submission."""

from django.db import models
from django.db.models import Q

from prasan.casework.cases.models import Case
from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User

STATES = ("standing", "undone")


class AnswerLink(models.Model):
    """That a case uses a submission. States: flow.ANSWER_LINK.

    `submission`: its id, sealed under the key of the case and without a foreign key: neither a row, nor a lock, nor a deletion on the side of surveys tells
    that there is a link. `basis`: a legal basis of the house; `why`, `reason`: why it was linked and undone.
    """

    processing = Processing(
        about="affected staff", purpose="protection", basis="row", retention="case",
        fields={"submission": "identity", "why": "note", "reason": "note"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="answer_links")
    submission = SealedText(owner="case_id")
    state = models.CharField(max_length=10, default="standing")
    version = models.IntegerField(default=1)
    basis = models.CharField(max_length=40)
    why = SealedText(owner="case_id")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    reason = SealedText(owner="case_id")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="answer_link_state_known"),
            models.CheckConstraint(
                condition=(Q(state="undone", ended_at__isnull=False) & Q(ended_by__isnull=False)) | Q(state="standing", ended_at=None, ended_by=None),
                name="answer_link_undone_pair",
            ),
        )
