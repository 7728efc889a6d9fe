"""Persons with their names, numbers, phones and addresses: all of it sealed under the person's own data key."""

from django.db import models

from prasan.ground import ids
from prasan.ground.vault.fields import SealedJSON, SealedText


class Person(models.Model):
    """Somebody in a report or case. `facts` holds sex, birth ("2556", "2556-03" as CE partial ISO), age words, languages, disability, needs."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    facts = SealedJSON(owner="id")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True)
    made_at = models.DateTimeField()
    version = models.IntegerField(default=1)


class PersonName(models.Model):
    """One name. kind: registered, given, nickname, alias, former, romanised, religious, words ("ลูกเลี้ยงของ...")."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=12, default="given")
    parts = SealedJSON(owner="person_id")  # {"title", "given", "middle", "surname", "text"}


class PersonNumber(models.Model):
    """An identity number, found exactly by its token. A wrong check digit is noted, never refused."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=16)
    number = SealedText(owner="person_id")
    token = models.BinaryField(max_length=16, db_index=True)
    token_version = models.SmallIntegerField()


class PersonPhone(models.Model):
    """A phone. Whether it may ring is a matter of safe contact, not of this row."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    number = SealedText(owner="person_id")
    whose = SealedText(owner="person_id")
    token = models.BinaryField(max_length=16, db_index=True)
    token_version = models.SmallIntegerField()


class PersonAddress(models.Model):
    """An address. kind: registered, living, work, school, safe (only for escorts), other. `parts` holds the fields of a Thai address."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, default="living")
    parts = SealedJSON(owner="person_id")
    safe_to_visit = models.CharField(max_length=8, default="unknown")  # yes, no, unknown


class NameToken(models.Model):
    """Tokens by which names are found: no time, no order, no case. kind: 1 skeleton, 2 coarse, 3 n-gram."""

    pk = models.CompositePrimaryKey("kind", "token", "version", "person_id")
    kind = models.SmallIntegerField()
    token = models.IntegerField()
    version = models.SmallIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=True)
