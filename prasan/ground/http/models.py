"""Idempotency records: that a token was used, never what was answered."""

from django.db import models


class UsedToken(models.Model):
    """A token that has made a record. `key` is a keyed hash of actor and token; the same token with another body is a conflict."""

    key = models.BinaryField(max_length=16, primary_key=True)
    body = models.BinaryField(max_length=32)
    object_kind = models.CharField(max_length=24)
    object_id = models.UUIDField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="usedtoken_expiry"),)
