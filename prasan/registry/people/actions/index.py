"""Keeping the index of names true: tokens with the names they are made from, and new ones for a new index key while both versions are found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put
from prasan.ground.vault import exact, indexed, keys, prefetch, token
from prasan.registry.people import rules
from prasan.registry.people.models import NameToken, PersonName, PersonNumber, PersonPhone, PersonTokens

JOB = system("retokenise")
Names = Sequence[tuple[str, Mapping[str, Any] | None]]  # (kind, parts) of each


class _Token(NamedTuple):
    """A name token before it is put down: dozens a person, too many for the weight of a model."""

    kind: int
    token: int
    version: int
    person_id: UUID


class _Tokens(NamedTuple):
    person_id: UUID
    version: int
    tokens: bytes


def index_names(persons: Mapping[UUID, Names]) -> None:
    """Put down the tokens of persons who have none yet, under the current index key, in two statements for all of them."""
    version = keys().index_current
    found: list[_Token] = []
    together: list[_Tokens] = []
    for person_id, names in persons.items():
        own = sorted({(kind, token(rules.TOKEN_LABELS[kind], key, version)) for kind, key in rules.name_keys(names)})
        if own:
            found += [_Token(kind, value, version, person_id) for kind, value in own]
            together.append(_Tokens(person_id, version, rules.packed(own)))
    put(found, NameToken)
    put(together, PersonTokens)


def forget_names(persons: Iterable[UUID]) -> int:
    """Take away all tokens of these persons' names, as a system; returns how many there were."""
    rows = PersonTokens.objects.filter(person_id__in=list(persons))
    gone = [(kind, value, row.version, _raw(row.person_id)) for row in rows for kind, value in rules.unpacked(bytes(row.tokens))]
    if gone:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM people_nametoken WHERE kind = %s AND token = %s AND version = %s AND person_id = %s", gone)
    rows.delete()
    return len(gone)


def _raw(person_id: UUID) -> Any:
    return PersonTokens._meta.pk.get_db_prep_value(person_id, connection)


def retokenise(batch: int = 200) -> int:
    """Give up to `batch` persons tokens under the current index key instead of older ones; returns how many. Call until 0.

    Each batch is one transaction: a person is found under the old tokens before it and under the new ones after it.
    """
    version = keys().index_current
    with writing(JOB):
        old = (
            list(PersonTokens.objects.exclude(version=version).values_list("person_id", flat=True)[:batch])
            or list(PersonNumber.objects.exclude(token_version=version).values_list("person_id", flat=True).distinct()[:batch])
            or list(PersonPhone.objects.exclude(token_version=version).values_list("person_id", flat=True).distinct()[:batch])
        )
        if not old:
            return 0
        prefetch(old)
        names: dict[UUID, list[tuple[str, dict[str, str] | None]]] = {person_id: [] for person_id in old}
        for name in PersonName.objects.filter(person_id__in=old):
            names[name.person_id].append((name.kind, name.parts))
        forget_names(old)
        index_names(names)
        _exactly(PersonNumber, "person.number", old, version)
        _exactly(PersonPhone, "person.phone", old, version)
        return len(old)


def indexed_with(version: int) -> int:
    """How many rows still need this version of the index key."""
    with writing(JOB):
        return (
            PersonTokens.objects.filter(version=version).count()
            + PersonNumber.objects.filter(token_version=version).count()
            + PersonPhone.objects.filter(token_version=version).count()
        )


def _exactly(model: type[PersonNumber] | type[PersonPhone], label: str, persons: list[UUID], version: int) -> None:
    """The exact tokens of numbers; one whose key was destroyed, or that was never a number, is found by nothing."""
    for row in model.objects.filter(person_id__in=persons).exclude(token_version=version):
        found = exact(label, row.number) if row.token and row.number else b""
        model.objects.filter(pk=row.pk).update(token=found, token_version=version)


indexed("people", left=indexed_with, again=retokenise)
