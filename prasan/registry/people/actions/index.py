"""Keeping the index true: new tokens for a new index key, while both versions are found."""

from uuid import UUID

from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.ground.vault import exact, indexed, keys, prefetch
from prasan.registry.people.actions import rows
from prasan.registry.people.models import NameToken, PersonName, PersonNumber, PersonPhone

JOB = system("retokenise")


def retokenise(batch: int = 200) -> int:
    """Give up to `batch` persons tokens under the current index key instead of older ones; returns how many. Call until 0.

    Each batch is one transaction: a person is found under the old tokens before it and under the new ones after it.
    """
    version = keys().index_current
    with writing(JOB):
        old = (
            list(NameToken.objects.exclude(version=version).values_list("person_id", flat=True).distinct()[:batch])
            or list(PersonNumber.objects.exclude(token_version=version).values_list("person_id", flat=True).distinct()[:batch])
            or list(PersonPhone.objects.exclude(token_version=version).values_list("person_id", flat=True).distinct()[:batch])
        )
        if not old:
            return 0
        prefetch(old)
        tokens: list[rows.Token] = []
        names: dict[object, list[tuple[str, dict[str, str] | None]]] = {person_id: [] for person_id in old}
        for name in PersonName.objects.filter(person_id__in=old):
            names[name.person_id].append((name.kind, name.parts))
        for person_id in old:
            tokens += rows.token_rows(person_id, names[person_id], version)
        NameToken.objects.filter(person_id__in=old).delete()
        rows.insert(tokens, NameToken)
        _exactly(PersonNumber, "person.number", old, version)
        _exactly(PersonPhone, "person.phone", old, version)
        return len(old)


def indexed_with(version: int) -> int:
    """How many rows still need this version of the index key."""
    with writing(JOB):
        return (
            NameToken.objects.filter(version=version).count()
            + PersonNumber.objects.filter(token_version=version).count()
            + PersonPhone.objects.filter(token_version=version).count()
        )


def _exactly(model: type[PersonNumber] | type[PersonPhone], label: str, persons: list[UUID], version: int) -> None:
    """The exact tokens of numbers; one whose key was destroyed, or that was never a number, is found by nothing."""
    for row in model.objects.filter(person_id__in=persons).exclude(token_version=version):
        found = exact(label, row.number) if row.token and row.number else b""
        model.objects.filter(pk=row.pk).update(token=found, token_version=version)


indexed("people", left=indexed_with, again=retokenise)
