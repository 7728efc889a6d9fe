"""Persons with their names, numbers, phones and addresses: all of it sealed under the person's own data key."""

from django.db import models
from django.db.models import F, Q

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText
from prasan.ground.vault.processing import Processing


class Person(models.Model):
    """Somebody in a report or case. `facts` holds sex, birth ("2556", "2556-03" as CE partial ISO), age words, languages, disability, needs."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"facts": "identity health"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    facts = SealedJSON(owner="id")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, db_index=False)
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)),)


class PersonName(models.Model):
    """One name. kind: registered, given, nickname, alias, former, romanised, religious, words ("ลูกเลี้ยงของ...")."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"parts": "identity"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=12, default="given")
    parts = SealedJSON(owner="person_id")  # {"title", "given", "middle", "surname", "text"}


class PersonNumber(models.Model):
    """An identity number, found exactly by its token. A wrong check digit is noted, never refused."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case",
        fields={"number": "identity", "token": "index"}, kept_back={"token": "derived"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=16)
    number = SealedText(owner="person_id")
    token = models.BinaryField(max_length=16, db_index=True)
    token_version = models.SmallIntegerField()


class PersonPhone(models.Model):
    """A phone. Whether it may ring is a matter of safe contact, not of this row."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case",
        fields={"number": "contact", "whose": "contact", "token": "index"},
        kept_back={"whose": "others", "token": "derived"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    number = SealedText(owner="person_id")
    whose = SealedText(owner="person_id")
    token = models.BinaryField(max_length=16, db_index=True)
    token_version = models.SmallIntegerField()


class PersonAddress(models.Model):
    """An address. kind: registered, living, work, school, safe (only for escorts), other. `parts` holds the fields of a Thai address."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"parts": "contact whereabouts"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, default="living")
    parts = SealedJSON(owner="person_id")
    safe_to_visit = models.CharField(max_length=8, default="unknown")  # yes, no, unknown


class NameToken(models.Model):
    """Tokens by which names are found: no time, no order, no case. kind: 1 fine sound, 2 coarse sound, 3 n-gram, 4 pair of sounds.

    Dozens a person, each in a place of its own: so the table is its key and nothing else (no second index, on SQLite no row beside it), and
    whether the person is there is seen to by those who write it (`actions.index`), not by a question of the database for each token.
    """

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"token": "index"},
        kept_back={"token": "derived"},
    )
    pk = models.CompositePrimaryKey("kind", "token", "version", "person_id")
    kind = models.SmallIntegerField()
    token = models.IntegerField()
    version = models.SmallIntegerField()
    person_id = models.UUIDField()


class PersonTokens(models.Model):
    """All tokens of one person together, as `rules.packed` writes them: whoever sees few persons is answered from here, others by token."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case", fields={"tokens": "index"},
        kept_back={"tokens": "derived"},
    )
    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    version = models.SmallIntegerField()
    tokens = models.BinaryField()


class PersonMerge(models.Model):
    """Two records that are said to be one person. One asks, another decides, and it can be undone: no name or number moves."""

    processing = Processing(
        about="affected alleged other", purpose="protection", retention="case",
        fields={"why": "note", "reason": "note"}, kept_back={"why": "others", "reason": "others"},
    )
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    keep = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="asked")
    version = models.IntegerField(default=1)
    why = SealedText(owner="keep_id")
    reason = SealedText(owner="keep_id")  # of the refusal or the undoing
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True, default="")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=["asked", "merged", "refused", "undone"]), name="merge_state_known"),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="merge_by_two"),
            models.CheckConstraint(condition=~Q(keep=F("gone")), name="merge_of_two"),
            models.UniqueConstraint(fields=["gone"], condition=Q(state__in=["asked", "merged"]), name="merge_once"),
        )
