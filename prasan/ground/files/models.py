"""Stored files: the bytes lie beside the database, sealed under the key of the record that they belong to."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON
from prasan.ground.vault.processing import Processing


class StoredFile(models.Model):
    """One file. `facts` (sealed): {"name", "sha256", "type", "size", "pixels"}. state: quarantine, released, refused.

    `copy` tells what may be shown: image, pdf, none (download of the original only, as an attachment).
    `scanned`: clean, infected, absent (no scanner here), unknown (the scanner did not answer: stays in quarantine).
    """

    processing = Processing(
        about="affected alleged reporter", purpose="protection", retention="case", fields={"facts": "file"},
        kept_back={"facts": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    key_owner = models.UUIDField()
    root_id = models.UUIDField()
    facts = SealedJSON(owner="key_owner")
    state = models.CharField(max_length=10, default="quarantine")
    scanned = models.CharField(max_length=10, default="unknown")
    copy = models.CharField(max_length=6, default="none")
    refused_code = models.CharField(max_length=24, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=["root_id"], name="file_by_root"), models.Index(fields=["state"], name="file_by_state"))
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["quarantine", "released", "refused"]), name="file_state_known"),
            models.CheckConstraint(condition=~Q(state="released") | Q(scanned__in=["clean", "absent"]), name="file_released_only_if_scanned"),
        )
