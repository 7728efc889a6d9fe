"""Making the rows of persons and putting them down in few statements: adding persons lies on the hot path of intake."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from prasan.ground.thai import normalise, read_person_number, read_phone
from prasan.ground.transactions.put import put as insert
from prasan.ground.vault import exact, keys
from prasan.registry.people import rules
from prasan.registry.people.models import PersonAddress, PersonName, PersonNumber, PersonPhone


def name_rows(person_id: UUID, names: Iterable[Mapping[str, Any]]) -> list[PersonName]:
    """Rows of names; those without any part are left out. An unknown kind raises ValueError."""
    made = []
    for given in names:
        parts = rules.name_parts(given)
        kind = _known(str(given.get("kind") or "given"), rules.NAME_KINDS)
        if parts:
            made.append(PersonName(person_id=person_id, kind=kind, parts=parts))
    return made


def number_rows(person_id: UUID, numbers: Iterable[Mapping[str, Any]]) -> list[PersonNumber]:
    """Rows of identity numbers ({"kind", "number"}); "none" and "withheld" are kept as an answer without a number."""
    made = []
    version = keys().index_current
    for given in numbers:
        kind = str(given.get("kind") or "") or None
        read = read_person_number(str(given.get("number") or ""), kind if kind in rules.NUMBER_KINDS else None)  # type: ignore[arg-type]
        if read.value or kind in ("none", "withheld"):
            made.append(PersonNumber(
                person_id=person_id, kind=read.kind, number=read.value, token=exact("person.number", read.value) if read.value else b"",
                token_version=version,
            ))
    return made


def phone_rows(person_id: UUID, phones: Iterable[Mapping[str, Any]]) -> list[PersonPhone]:
    """Rows of telephones ({"number", "whose"}); what cannot be read as a number is kept as typed and found by nothing."""
    made = []
    version = keys().index_current
    for given in phones:
        typed = " ".join(normalise(str(given.get("number") or "")).split())[:64]
        if typed:
            value = read_phone(typed).value
            made.append(PersonPhone(
                person_id=person_id, number=value or typed, whose=str(given.get("whose") or "")[:200],
                token=exact("person.phone", value) if value else b"", token_version=version,
            ))
    return made


def address_rows(person_id: UUID, addresses: Iterable[Mapping[str, Any]]) -> list[PersonAddress]:
    """Rows of addresses ({"kind", "safe_to_visit", parts...}); not said to be safe means not known."""
    made = []
    for given in addresses:
        parts = {part: str(given[part])[:200] for part in (*rules.ADDRESS_PARTS, "area", "words") if given.get(part)}
        kind = _known(str(given.get("kind") or "living"), rules.ADDRESS_KINDS)
        safe = _known(str(given.get("safe_to_visit") or "unknown"), rules.VISITS)
        if parts:
            made.append(PersonAddress(person_id=person_id, kind=kind, parts=parts, safe_to_visit=safe))
    return made


def _known(value: str, known: Mapping[str, str]) -> str:
    if value not in known:
        raise ValueError(f"unknown kind: {value[:20]}")
    return value

__all__ = ["address_rows", "insert", "name_rows", "number_rows", "phone_rows"]
