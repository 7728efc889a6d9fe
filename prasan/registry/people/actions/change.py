"""Changing what is known of somebody."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from prasan.ground import audit
from prasan.ground.policy import Actor, Section, Stale, acting, system
from prasan.ground.policy.scope import get, sections_of
from prasan.ground.transactions import action
from prasan.registry.people import rules
from prasan.registry.people.actions import rows
from prasan.registry.people.actions.index import forget_names, index_names
from prasan.registry.people.models import Person, PersonAddress, PersonName, PersonNumber, PersonPhone

Told = Sequence[Mapping[str, Any]]


@action
def change_person(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002
    version: int | None = None,
    facts: Mapping[str, Any] | None = None,
    names: Told | None = None,
    numbers: Told | None = None,
    phones: Told | None = None,
    addresses: Told | None = None,
    root: object = "",
) -> int:
    """Change a person; returns the new version. What is None stays; a list replaces the old one; facts are merged, None removes one.

    Only with access to change and to the section concerned. Raises Hidden, Refused, and Stale when it was changed since `version`.
    """
    person = get(actor, "person.change", Person, id, see="person.see", lock=True)
    if version is not None and person.version != version:
        raise Stale(version, person.version)
    _check_sections(
        actor, id, facts, naming=names is not None or numbers is not None, reaching=phones is not None or addresses is not None,
    )
    changed: list[str] = []
    if facts is not None:
        merged = {**(person.facts or {}), **facts}
        person.facts = {name: value for name, value in merged.items() if value not in (None, "", [], {})}
        changed.append("facts")
    person.version += 1
    person.save(update_fields=["facts", "version"] if facts is not None else ["version"])
    if names is not None:
        own = rows.name_rows(id, names)
        _replace(PersonName, id, own)
        with acting(system("people")):
            forget_names([id])
        index_names({id: [(name.kind, name.parts) for name in own]})
        changed.append("names")
    if numbers is not None:
        _replace(PersonNumber, id, rows.number_rows(id, numbers))
        changed.append("numbers")
    if phones is not None:
        _replace(PersonPhone, id, rows.phone_rows(id, phones))
        changed.append("phones")
    if addresses is not None:
        # Who does not see the safe place neither keeps nor loses it by saving the others.
        sealed = Section.SHELTER not in sections_of(actor, "person.see", Person, id)
        _replace(PersonAddress, id, rows.address_rows(id, addresses), **({"kind__in": set(rules.ADDRESS_KINDS) - {"safe"}} if sealed else {}))
        changed.append("addresses")
    audit.record("change", "person", id, root=root, detail=" ".join(changed))
    return person.version


def _check_sections(actor: Actor, pk: UUID, facts: Mapping[str, Any] | None, *, naming: bool, reaching: bool) -> None:
    """Nobody overwrites what they cannot see."""
    if naming or any(rules.FACT_SECTIONS.get(name) is None for name in facts or ()):
        get(actor, "person.identity", Person, pk, see="person.see")
    if reaching:
        get(actor, "person.contact", Person, pk, see="person.see")
    if facts and "disability" in facts:
        get(actor, "person.health", Person, pk, see="person.see")


def _replace(model: type[models.Model], person_id: UUID, new: Sequence[Any], **only: Any) -> None:
    # Deleting is a system's right in row security; that the actor may change this person was asked above.
    with acting(system("people")):
        model._default_manager.filter(person_id=person_id, **only).delete()
    rows.insert(new, model)
