"""Audit rows, the heads of their chains, and the signed lists of heads."""

from django.db import models

from prasan.ground.vault.processing import Processing, nobody


class AuditRow(models.Model):
    """One fact. `actor` is an opaque id; `detail` is a short code text without names or story; triggers refuse changes."""

    processing = Processing(
        about="staff", purpose="accountability", retention="log", basis="legal_duty", fields={"actor": "log"},
        other=("detail",), why="codes and keyed hashes only",
    )
    id = models.BigAutoField(primary_key=True)
    chain = models.SmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=24)
    object_id = models.CharField(max_length=40, blank=True)
    root_id = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=400, blank=True)
    hash = models.BinaryField(max_length=32)
    privileges = "SELECT, INSERT"

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq"),)
        indexes = (
            models.Index(fields=["root_id", "-id"], name="audit_by_root"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        )


class ChainHead(models.Model):
    """The last row of a chain: its number and hash."""

    chain = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)


class SignedHeads(models.Model):
    """All heads at one moment, signed together (Ed25519) and published outside the database."""

    processing = nobody("hashes and their signature", "heads", "signature")
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    heads = models.TextField()  # JSON: chain to [seq, hash hex]
    signature = models.BinaryField(max_length=64)
    privileges = "SELECT, INSERT"
