"""Requests of persons about their own data: received, identity checked, found in a record by whoever keeps it, answered or refused."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Section, access, acting
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.actions.common import SYSTEM, done, for_officer, must, number, text
from prasan.oversight.privacy.flow import LONGEST, RIGHTS
from prasan.oversight.privacy.models import Annotation, RightsRequest
from prasan.oversight.privacy.queries.centres import holds_name, record_of
from prasan.oversight.privacy.queries.giving import called_by
from prasan.oversight.privacy.queries.pages import parties
from prasan.oversight.privacy.queries.roots import Root, root_numbered, root_of
from prasan.registry.limits.actions import meet_limits, start_limit, stop_limits
from prasan.registry.limits.queries import due_for
from prasan.registry.work.actions import open_item

LIMIT = "DL-18"  # PDPA s.30: 30 days, counted for every kind of request


@action
def receive_request(
    actor: Actor, *, kind: str, channel: str, name: str, words: str, contact: str = "", by_proxy: bool = False, on_behalf: str = "",
    record: str = "",
) -> UUID:
    """Register a request; returns its id. Its clock starts now. `record` is a number of a case or report when the asker knows one.

    Raises Refused, Invalid by field. An unknown number and one from which this officer is excluded get the same message.
    """
    must(actor, "rights.work")
    errors = {}
    if kind not in rules.KINDS:
        errors["kind"] = _("เลือกชนิดของคำขอ")
    if channel not in rules.CHANNELS:
        errors["channel"] = _("เลือกช่องทาง")
    if not name.strip():
        errors["name"] = _("กรอกชื่อผู้ยื่น")
    if not words.strip():
        errors["words"] = _("กรอกสิ่งที่ขอ")
    if by_proxy and not on_behalf.strip():
        errors["on_behalf"] = _("กรอกว่ายื่นแทนใคร")
    root = root_numbered(actor, record)
    if record.strip() and root is None:
        errors["record"] = _("ไม่พบเรื่องเลขนี้ เว้นว่างไว้ก่อนได้")
    if errors:
        raise Invalid(errors)
    at = clock.now()
    row = RightsRequest(
        id=ids.new(), number=number("สิทธิ", at), kind=kind, channel=channel, by_proxy=by_proxy, received_at=at, due_at=due_for(LIMIT, at) or at,
        asker={"name": name.strip()[:200], "contact": contact.strip()[:300], "for": on_behalf.strip()[:200] if by_proxy else ""},
        words=words.strip()[:LONGEST], made_by_id=actor.person, made_at=at, **_of_root(root),
    )
    row.save(force_insert=True)
    start_limit(actor, rule_code=LIMIT, root_kind="rights", root_id=row.pk, starts_at=at)
    for_officer(actor, verb="answer_rights", kind="rights", object_id=row.pk, number=row.number, due_at=row.due_at)
    audit.record("rights.receive", "rights", row.pk, root=row.root_id or row.pk, basis="legal_duty", detail=f"{kind} {channel}")
    return row.pk


@action
def match_record(actor: Actor, *, id: UUID, record: str) -> None:  # noqa: A002
    """Say which record a request is about, by its number. Who it is in that record is asked anew. Raises Hidden, Refused, Conflict, Invalid."""
    row = get(actor, "rights.work", RightsRequest, id, see="rights.see", lock=True)
    if row.state not in {"received", "verified"}:
        raise Conflict([Obstacle("state", _(RIGHTS.states[row.state].th))])
    root = root_numbered(actor, record)
    if root is None:
        raise Invalid({"record": _("ไม่พบเรื่องเลขนี้")})
    _save(row, _of_root(root))
    audit.record("rights.match", "rights", id, root=root.id)
    if row.state == "verified":
        _ask_keeper(actor, row)


@action
def match_centre_record(actor: Actor, *, id: UUID, kind: str, record: UUID) -> None:  # noqa: A002
    """Say that a request is about this record of a family centre. Only when the asker is known, and only a record that holds the asker's name.

    Whoever keeps it is asked, and may see the request from now on. Raises Hidden, Refused, Conflict, Invalid (the same for what is not there).
    """
    row = get(actor, "rights.work", RightsRequest, id, see="rights.see", lock=True)
    if row.state != "verified":
        raise Conflict([Obstacle("state", _("ยืนยันตัวตนของผู้ยื่นก่อน จึงค้นในบันทึกของศูนย์ได้"))])
    with acting(SYSTEM):
        found = record_of(kind, record) if kind in rules.OF_CENTRES else None
        barred = access.excluded_subjects(record) & set(actor.barred_ids)
        if found is None or barred or not holds_name(kind, record, called_by(row)):
            raise Invalid({"record": _("ไม่พบบันทึกนี้")})
    root = root_of(kind, record)
    if root is None:
        raise Invalid({"record": _("ไม่พบบันทึกนี้")})
    _save(row, _of_root(root))
    for user in found.keepers:
        if kind != "watch":  # whoever keeps a watch has such a row
            access.give(actor, subject=user, object_kind=kind, object_id=record, sections=Section.MANAGE, basis="legal_duty", cause=("rights", id))
    audit.record("rights.match", "rights", id, root=root.id, detail=kind)
    _ask_keeper(actor, row)


@RIGHTS.does("verify")
@action
def verify_identity(actor: Actor, *, id: UUID, version: int | None = None, identity: str) -> None:  # noqa: A002
    """Note how the asker's identity was made sure. Then whoever keeps the record is asked who in it that is."""
    also = {"identity": identity, "identity_by_id": actor.person, "identity_at": clock.now()}
    row = _advance(actor, "verify", id, version, also, detail=identity)
    if row.root_id is not None:
        _ask_keeper(actor, row)


@RIGHTS.does("locate")
@action
def locate_subject(
    actor: Actor, *, id: UUID, version: int | None = None, subject: str, proxy: str | None = None, harm: str | None = None,  # noqa: A002
) -> None:
    """Whoever keeps the record says who in it is asking ("role:id"), who asks in that person's name, and what must not be given.

    Raises Conflict when an alleged person asks in the name of somebody else: that request can only be refused (rules.md 7).
    """
    get(actor, "rights.locate", RightsRequest, id, see="rights.see")
    with acting(SYSTEM):
        row = RightsRequest.objects.get(pk=id)
        known = {f"{role}:{pk}": (role, pk) for role, pk in parties(row)}
    errors = {}
    if subject not in known:
        errors["subject"] = _("เลือกคนในเรื่อง")
    if proxy and proxy not in known:
        errors["proxy"] = _("เลือกคนในเรื่อง")
    if errors:
        raise Invalid(errors)
    role, pk = known[subject]
    # In a record of a centre all roles are of the one record; in the others a person may stand in several.
    others = set() if row.root_kind in rules.OF_CENTRES else {person for kind, person in known.values() if kind == "alleged"}
    if proxy and (known[proxy][0] == "alleged" or known[proxy][1] in others):
        raise Conflict([Obstacle("alleged", _("ผู้ถูกกล่าวหายื่นแทนคนในเรื่องไม่ได้ ให้เจ้าหน้าที่คุ้มครองข้อมูลปฏิเสธ"))])
    role = "alleged" if pk in others else role
    also = {
        "subject_id": pk, "subject_role": role, "proxy_id": known[proxy][1] if proxy else None, "harm": (harm or "").strip() or None,
        "located_by_id": actor.person, "located_at": clock.now(),
    }
    row = _advance(actor, "locate", id, version, also, detail=role)
    done(actor, id, "locate_subject")
    for_officer(actor, verb="answer_rights", kind="rights", object_id=id, number=row.number, due_at=row.due_at, urgency=3)


@RIGHTS.does("look_again")
@action
def look_again(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Ask the keeper of the record once more: who it is was wrong, or not sure."""
    cleared = {"subject_id": None, "subject_role": "", "proxy_id": None, "located_by_id": None, "located_at": None}
    _ask_keeper(actor, _advance(actor, "look_again", id, version, cleared))


@RIGHTS.does("finish")
@action
def finish_request(actor: Actor, *, id: UUID, version: int | None = None, answer: str) -> None:  # noqa: A002
    """What was asked has been done. Raises Conflict while it has not."""
    _end(actor, _advance(actor, "finish", id, version, {**_decided(actor), "answer": answer}), met=True)


@RIGHTS.does("refuse")
@action
def refuse_request(actor: Actor, *, id: UUID, version: int | None = None, outcome: str, answer: str) -> None:  # noqa: A002
    """Refuse with a reason (PDPA s.30: a refusal is kept with its reason)."""
    _end(actor, _advance(actor, "refuse", id, version, {**_decided(actor), "outcome": outcome, "answer": answer}, detail=outcome), met=True)


@RIGHTS.does("withdraw")
@action
def withdraw_request(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The asker takes it back."""
    _end(actor, _advance(actor, "withdraw", id, version, _decided(actor)), met=False)


@action
def annotate(actor: Actor, *, request: UUID, text_given: str) -> UUID:
    """Attach the person's own correction or objection to the record: nothing in it is overwritten. Returns the note's id.

    Raises Hidden, Refused, Conflict for a request of another kind or before the person is known, Invalid.
    """
    row = get(actor, "rights.work", RightsRequest, request, see="rights.see", lock=True)
    if row.kind not in {"correction", "objection"} or row.state != "located" or row.root_id is None or row.subject_role == "nobody":
        raise Conflict([Obstacle("state", _("แนบบันทึกได้เมื่อเป็นคำขอแก้ไขหรือคัดค้าน และรู้แล้วว่าเป็นใครในเรื่อง"))])
    said = text(text_given, name="text_given", message=_("กรอกข้อความของเจ้าของข้อมูล ไม่เกิน 4,000 ตัวอักษร"))
    note = Annotation(
        id=ids.new(), request_id=request, kind=row.kind, root_kind=row.root_kind, root_id=row.root_id, text=said, made_by_id=actor.person,
        made_at=clock.now(),
    )
    note.save(force_insert=True)
    audit.record("rights.annotate", "annotation", note.pk, root=row.root_id, basis="legal_duty", detail=row.kind)
    with acting(SYSTEM):
        root = root_of(row.root_kind, row.root_id)
    if root is not None and root.keeper is not None:
        open_item(
            actor, organisation=root.organisation, verb="read_annotation", object_kind="annotation", object_id=note.pk, root_id=root.id, urgency=2,
            due_at=None, assignee=root.keeper, area_code=root.area_code,
            facts={"number": root.number, **({"request": str(request)} if root.kind in rules.OF_CENTRES else {"case": str(root.id)})},
        )
    return note.pk


def _of_root(root: Root | None) -> dict[str, Any]:
    if root is None:
        return {}
    return {
        "root_kind": root.kind, "root_id": root.id, "root_number": root.number, "organisation_id": root.organisation, "area_code": root.area_code,
    }


def _advance(actor: Actor, move: str, pk: UUID, version: int | None, also: dict[str, Any], *, detail: str = "") -> RightsRequest:
    return RIGHTS.advance(actor, RightsRequest, move, id=pk, version=version, also=also, detail=detail)


def _decided(actor: Actor) -> dict[str, Any]:
    return {"decided_by_id": actor.person, "decided_at": clock.now()}


def _save(row: RightsRequest, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["version", *(name.removesuffix("_id") if name == "organisation_id" else name for name in values)])


def _ask_keeper(actor: Actor, row: RightsRequest) -> None:
    """A thing to do for whoever keeps the record: the manager of the case, or the desk of a report that became none."""
    with acting(SYSTEM):
        root = root_of(row.root_kind, row.root_id) if row.root_id else None
    if root is None:
        return
    open_item(
        actor, organisation=root.organisation, verb="locate_subject", object_kind="rights", object_id=row.pk, root_id=root.id, urgency=3,
        due_at=row.due_at, assignee=root.keeper, role="" if root.keeper else "centre_member" if root.kind in rules.OF_CENTRES else "intake_officer",
        area_code=root.area_code,
        facts={"number": root.number},
    )


def _end(actor: Actor, row: RightsRequest, *, met: bool) -> None:
    done(actor, row.pk)
    if met:
        meet_limits(actor, root_id=row.pk, rule_codes=(LIMIT,))
    else:
        stop_limits(actor, root_id=row.pk, reason="withdrawn")

