"""Who is who in a case: affected, alleged, trusted, guardian. A guardian who is alleged is never told anything."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.sight import belongings, spread_sight, take_back_sight
from prasan.casework.cases.models import Case, CaseParty
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, access, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.people.actions import add_person
from prasan.registry.people.models import Person

ROLES = ("affected", "alleged", "trusted", "guardian", "other")


@action
def add_party(actor: Actor, *, case_id: UUID, person_id: UUID, role: str, words: dict[str, Any] | None = None) -> UUID:
    """Put a person into a case in a role; returns the party's id. Whoever sees the case sees the person in the own sections.

    `person_id` must be one that the actor made just now or sees already in this case: the caller adds the person first.
    """
    get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    if role not in ROLES:
        raise Invalid({"role": _("เลือกบทบาทในเคส")})
    with acting(system("parties")):
        if CaseParty.objects.filter(case_id=case_id, person_id=person_id, role=role, ends_at=None).exists():
            raise Conflict([Obstacle("party", _("คนนี้อยู่ในเคสในบทบาทนี้แล้ว"))])
        before = belongings(case_id)
        party = CaseParty(id=ids.new(), case_id=case_id, person_id=person_id, role=role, words=words or {})
        party.save(force_insert=True)
        fresh = [thing for thing in belongings(case_id) if thing not in before]
        # Who turns out to be alleged is seen anew, by those alone who see the alleged.
        take_back_sight(case_id=case_id, things=fresh)
        spread_sight(actor, case_id=case_id, things=fresh)
        for row in Exclusion.objects.filter(object_id=case_id, lifted_at=None):
            access.exclude(actor, subject=row.subject_id, root=row.root_id, objects=fresh, reason=row.reason or "")
    note_event(actor, case_id=case_id, verb="party_added", object_kind="person", object_id=person_id, detail=role)
    audit.record("case.add_party", "person", person_id, root=case_id, detail=role)
    return party.pk


@action
def end_party(actor: Actor, *, case_id: UUID, party_id: UUID) -> None:
    """Take a person out of a role. In no role any more, the person is no longer seen through this case. Raises Conflict for the last one affected."""
    get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    with acting(system("parties")):
        party = CaseParty.objects.filter(case_id=case_id, pk=party_id, ends_at=None).first()
        if party is None:
            raise Hidden("party", party_id)
        others = CaseParty.objects.filter(case_id=case_id, ends_at=None).exclude(pk=party_id)
        if party.role == "affected" and not others.filter(role="affected").exists():
            raise Conflict([Obstacle("last_affected", _("เคสต้องมีผู้ประสบปัญหาอย่างน้อยหนึ่งคน เพิ่มคนที่ถูกก่อน"))])
        CaseParty.objects.filter(pk=party_id).update(ends_at=clock.now())
        if not others.filter(person_id=party.person_id).exists():
            take_back_sight(case_id=case_id, things=[("person", party.person_id)])
    note_event(actor, case_id=case_id, verb="party_ended", object_kind="person", object_id=party.person_id, detail=party.role)
    audit.record("case.end_party", "person", party.person_id, root=case_id, detail=party.role)


@action
def add_new_party(
    actor: Actor, *, case_id: UUID, role: str, names: list[dict[str, str]], facts: dict[str, Any] | None = None,
    words: dict[str, Any] | None = None,
) -> UUID:
    """Add somebody who is not recorded yet, and put this person into the case; returns the party's id. Nothing but the role must be known."""
    get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    person = add_person(actor, facts=facts or {}, names=names)
    return add_party(actor, case_id=case_id, person_id=person, role=role, words=words)


@action
def add_known_party(actor: Actor, *, case_id: UUID, person_id: UUID, role: str, words: dict[str, Any] | None = None) -> UUID:
    """Put a person whom the actor knows by name into the case, in a further role or from another record. Raises Hidden for others."""
    get(actor, "person.identity", Person, person_id)
    return add_party(actor, case_id=case_id, person_id=person_id, role=role, words=words)
