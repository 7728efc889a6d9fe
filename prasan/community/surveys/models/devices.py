"""Devices: telephones of a centre that hand in answers ("app users" of ODK Collect). Never a person's sign-in."""

from django.db import models
from django.db.models import Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedText
from prasan.ground.vault.processing import Processing
from prasan.registry.access.models import User
from prasan.registry.organisations.models import Organisation


class Device(models.Model):
    """One telephone, or one volunteer's place in Collect. `token_hash`: SHA-256 of the 256 random bits in its set-up code.

    `name` is what it says when it is asked to prove itself by digest; `proof` (sealed) is MD5(name:realm:secret) of RFC 2617, made of a random
    secret of its own, which is shown once. `revoked_at` ends both ways in at the next request.
    """

    processing = Processing(
        about="volunteer", purpose="survey", retention="staff", fields={"label": "reference", "proof": "secret"},
        kept_back={"proof": "derived"}, other=("name", "token_hash"), why="random letters and the hash of random bits",
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=8, blank=True, default="")
    label = models.CharField(max_length=80)
    name = models.CharField(max_length=16, unique=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    proof = SealedText(owner="id")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    seen_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(label=""), name="device_has_label"),)
