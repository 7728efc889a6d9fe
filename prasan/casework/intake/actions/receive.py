"""Receiving: one report with all that belongs to it, in one transaction or not at all. The hot path: few statements."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from prasan.casework.intake import rules
from prasan.casework.intake.actions.drafts import forget_draft
from prasan.casework.intake.actions.files import keep_with
from prasan.casework.intake.actions.slips import Slip, slip, slip_again, token_of
from prasan.casework.intake.models import Flag, OutsideNumber, Receipt, Report, Reporter, ReportParty
from prasan.casework.intake.queries.desks import Routed, routed
from prasan.casework.intake.rules.urgency import first_contact_due
from prasan.ground import audit, clock, ids
from prasan.ground.actors import acting_since
from prasan.ground.files.store import Incoming
from prasan.ground.http import idempotency
from prasan.ground.jobs.queue import job_named
from prasan.ground.policy import Actor, Invalid, Section, acting, system
from prasan.ground.policy.access import exclude
from prasan.ground.policy.models import AccessRow
from prasan.ground.statements import sent_on
from prasan.ground.thai import normalise
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put
from prasan.ground.vault import exact, fresh, keys
from prasan.registry.areas.queries import area
from prasan.registry.contact.actions import first_rule
from prasan.registry.limits.actions import start_first_limits
from prasan.registry.people.actions import NewPerson, add_people
from prasan.registry.people.rules import party_sections
from prasan.registry.work.actions import open_item

LEVELS = {4: "emergency", 3: "urgent", 2: "priority", 1: "routine"}
LIMIT_CODES = {"DL-14": ("DL-14.hiv_72h", "DL-14.contraception_120h"), "DL-23": ("DL-23", "DL-23.20_weeks")}
DESK = Section.everything()
HEAD = DESK & ~Section.REPORTER  # the reporter is on reason only (domain.md 2.8)
_NO_NAME = ("ไม่ทราบ", "ไม่ประสงค์", "ไม่เปิดเผย", "ไม่ระบุ", "ไม่รู้", "ผู้แจ้ง", "ผู้โทร", "ของ", "unknown")


@dataclass(frozen=True, slots=True)
class Received:
    """`repeat`: this token had made the report before. `slip`: the receipt, None once its key is gone. `level`: the urgency suggested."""

    report_id: UUID
    repeat: bool
    slip: Slip | None
    level: int
    desk_id: UUID


@dataclass(frozen=True)
class _Plan:
    """All that is decided before the transaction opens."""

    content: rules.Content
    received: datetime
    children: rules.ChildRules
    urgency: rules.Suggestion
    route: Routed
    basis: str
    slip: Slip


def receive(
    actor: Actor, *, content: rules.Content, token: str = "", body: bytes = b"", draft: str = "", files: Sequence[Incoming] = (),
) -> Received:
    """Make a report; a repeat of the same token and body gives the same report and receipt.

    `body`: digest of the request, 32 bytes. `files` were looked at (accept); they are kept with the report or not at all. `draft`: cookie of
    the answers on the way, which go with the same commit.
    Raises Conflict for a used token with another body, Invalid for what cannot be kept.
    """
    _check(content)
    received = content.received_at or clock.now()
    children = rules.child_rules(content, clock.local(received).date(), clock.today())
    plan = _Plan(
        content=content,
        received=received,
        children=children,
        urgency=rules.suggest_urgency(content, children, received),
        route=routed(content, children, received),
        basis=_basis(content, children),
        slip=slip(actor.key, token or secrets.token_urlsafe(18)),
    )
    try:
        with writing(actor), sent_on():
            report_id = _write(actor, plan)
            if files:
                keep_with(actor, report_id=report_id, files=files, from_reporter=actor.user is None)
            if token:
                idempotency.remember(actor.key, token, body, object_kind="report", object_id=report_id)
            if draft:
                forget_draft(draft)
    except IntegrityError:
        # A repeat is rare and a report is not: the key of the used token tells them apart, instead of a question before each.
        again = received_before(actor, token=token, body=body) if token else None
        if again is None:
            raise
        return again
    return Received(report_id, repeat=False, slip=plan.slip, level=plan.urgency.level, desk_id=plan.route.desk.id)


def received_before(actor: Actor, *, token: str, body: bytes) -> Received | None:
    """The report that this token made, with its receipt; None when it made none. Raises Conflict for another body."""
    with writing(actor):
        known = idempotency.already(actor.key, token, body)
        if known is None:
            return None
        with acting(system("receipt")):
            kept = Receipt.objects.filter(report_id=known).values_list("token", "report__urgency_suggested", "report__desk_id").first()
    if kept is None:
        return None
    stored, level, desk_id = kept
    return Received(known, repeat=True, slip=slip_again(actor.key, token, bytes(stored)), level=level, desk_id=desk_id)


def _write(actor: Actor, plan: _Plan) -> UUID:
    content, desk = plan.content, plan.route.desk
    report = _report(actor, plan)
    put([report])
    _kept_apart(actor, report, content)
    people = _people(actor, report, content, clock.local(plan.received).date())
    _small_rows(report, content, plan)
    _sight(actor, report.id, people, plan)
    subjects = [*plan.route.excluded, *content.excluded_users]
    for subject in subjects:
        objects = [("report", report.id), *(("person", person) for _, person in people)]
        exclude(actor, subject=subject, root=report.id, objects=objects, reason=content.involved_words or "named at intake")
    _limits(actor, report.id, plan)
    open_item(
        actor, organisation=desk.id, verb="triage_report", object_kind="report", object_id=report.id, root_id=report.id,
        urgency=plan.urgency.level, due_at=first_contact_due(plan.urgency.level, plan.received), role="intake_officer",
        area_code=content.where.area_code, facts=_safe_facts(content, plan), alarm=plan.urgency.level == rules.EMERGENCY, first=True,
    )
    audit.record("receive", "report", report.id, basis=plan.basis, detail=f"{content.channel} {plan.urgency.level} {' '.join(plan.route.why)}")
    job_named("report_received").later(report_id=report.id)
    return report.id


def _check(content: rules.Content) -> None:
    """Refuse what cannot be kept before anything is reckoned from it."""
    errors = rules.faults(content)
    if content.where.area_code and area(content.where.area_code) is None:
        errors["where"] = _("ไม่รู้จักรหัสพื้นที่นี้")
    if (content.received_at or clock.now()) > clock.now() + timedelta(minutes=5):
        errors["received_at"] = "เวลานี้ยังมาไม่ถึง"
    if errors:
        raise Invalid(errors)


def _basis(content: rules.Content, children: rules.ChildRules) -> str:
    """The legal basis on which the desk reads it: protection does not rest on consent (domain.md 2.7)."""
    if content.danger_now == "yes" or content.silent:
        return "danger"
    if content.about("violence", "neglect", "trafficking", "child_labour", "marriage") and children.applies in {"yes", "partly"}:
        return "duty_child_29"
    if content.about("violence", "elder") and any(party.kin in rules.FAMILY for party in content.of("alleged")):
        return "duty_dv_5"
    # What a centre states of its ground counts; a consent does not: the desk's reading does not rest on it.
    return content.sent_on if content.sent_on in {"danger", "duty_child_29", "duty_dv_5"} else "public_task"


def _report(actor: Actor, plan: _Plan) -> Report:
    content = plan.content
    return Report(
        id=fresh(), channel=content.channel, received_at=plan.received, made_at=clock.now(), desk_id=plan.route.desk.id,
        area_code=content.where.area_code, language=content.language[:12], problems=list(content.problems),
        urgency_suggested=plan.urgency.level, urgency_reasons=list(plan.urgency.reasons), danger_now=content.danger_now == "yes",
        hurt_now=content.hurt_now == "yes", tip=content.tip, silent=content.silent,
        anonymous=content.reporter is None or content.reporter.anonymous, children=plan.children.applies, unrest=content.unrest,
        why_here=list(plan.route.why), made_by=actor.key, basis=plan.basis, sent_by_id=content.sent_by,
        story=normalise(content.story), details=_details(content),
    )


def _details(content: rules.Content) -> dict[str, Any]:
    where, when = content.where, content.when
    details: dict[str, Any] = {
        "where_words": where.words, "when_words": when.words, "starts": when.starts, "going_on": when.going_on,
        "danger_now": content.danger_now, "hurt_now": content.hurt_now, "signs": dict(content.signs), "wishes": list(content.wishes),
        "wish_words": content.wish_words, "attachments": list(content.attachments), "involves_office": content.involves_office,
        "involved_words": content.involved_words, "complaint_made": content.complaint_made, "in_custody_since": content.in_custody_since,
        "sent_on": content.sent_on,
    }
    if where.has_point:
        details["position"] = {"lat": where.latitude, "lon": where.longitude, "accuracy_m": where.accuracy_m}
    return {name: value for name, value in details.items() if value not in ("", [], {}, "unknown")}


def _kept_apart(actor: Actor, report: Report, content: rules.Content) -> None:
    told = content.reporter
    if told is not None:
        who = {"name": told.name, "role": told.role, "contact": told.contact, "relation": told.relation, "note": told.note}
        put([Reporter(report=report, who={name: value for name, value in who.items() if value})])
    safe = content.safe_contact
    if safe is not None:
        first_rule(actor, about_kind="reporter", about_id=report.id, key_owner=report.id, rule=safe.rule(), told_by="reporter", at=report.made_at)


def _people(actor: Actor, report: Report, content: rules.Content, told_on: Any) -> list[tuple[str, UUID]]:
    parties = [party for party in content.parties if not party.empty]
    if not parties:
        return []
    made = add_people(actor, people=[_person(party, told_on) for party in parties])
    put([
        ReportParty(report=report, person_id=person, role=party.role, words={
            name: value for name, value in (("relation", party.relation), ("kin", party.kin), ("age", party.age_words), ("said", party.said)) if value
        })
        for party, person in zip(parties, made, strict=True)
    ])
    return [(party.role, person) for party, person in zip(parties, made, strict=True)]


def _person(party: rules.Party, told_on: Any) -> NewPerson:
    facts: dict[str, Any] = {"sex": {"x": "other"}.get(party.sex, party.sex), "birth": party.birth, "age_words": party.age_words}
    age = rules.read_age(party.age_words)
    if age is not None and age.low == age.high:
        facts |= {"age": age.low, "age_on": told_on.isoformat()}
    facts |= {"speaks": list(party.languages), "disability": [party.disability] if party.disability else []}
    kind = "words" if any(word in party.name for word in _NO_NAME) else "given"
    return NewPerson(
        facts={name: value for name, value in facts.items() if value not in ("", [])},
        names=[*([{"kind": kind, "text": party.name}] if party.name else []), *({"kind": "alias", "text": name} for name in party.other_names)],
        numbers=[{"kind": number.kind, "number": number.number} for number in party.numbers],
        phones=[{"number": phone.number, "whose": phone.whose} for phone in party.phones],
        addresses=[{"kind": "living", "words": party.address}] if party.address else [],
    )


def _small_rows(report: Report, content: rules.Content, plan: _Plan) -> None:
    today = clock.today()
    flags = {flag.code: Flag(report=report, code=flag.code, source=flag.source, noted_on=flag.noted_on or today) for flag in content.flags}
    if plan.children.small and "under_7" not in flags:
        flags["under_7"] = Flag(report=report, code="under_7", source="derived", noted_on=today)
    put([*flags.values()])
    version = keys().index_current
    put([
        OutsideNumber(report=report, kind=one.kind, number=one.number, token=exact("outside", rules.plain_number(one.number)), token_version=version)
        for one in content.outside_numbers
    ])
    put([Receipt(token=token_of(plan.slip), token_version=version, report=report)])


def _sight(actor: Actor, report_id: UUID, people: list[tuple[str, UUID]], plan: _Plan) -> None:
    """The desk and its head see all; who entered it sees that it exists. In one statement."""
    at = acting_since()
    subjects: list[tuple[UUID, str, Section]] = [(plan.route.desk.id, "intake_officer", DESK), (plan.route.desk.id, "unit_head", HEAD)]
    sights = [
        (subject, role, kind, object_id, sections if kind == "report" else party_sections(party, sections), plan.basis)
        for subject, role, sections in subjects
        for kind, party, object_id in (("report", "", report_id), *(("person", party, person) for party, person in people))
    ]
    if actor.user is not None:
        sights.append((actor.user, "", "report", report_id, Section.EXISTENCE, "own"))
    put([
        _Access(pk, subject, role, kind, object_id, int(sections), at, None, basis, "report", report_id, actor.key)
        for pk, (subject, role, kind, object_id, sections, basis) in zip(ids.together(len(sights)), sights, strict=True)
    ], AccessRow)


class _Access(NamedTuple):
    """An access row on its way: several for each report, too many for the weight of a model."""

    id: UUID
    subject_id: UUID
    role: str
    object_kind: str
    object_id: UUID
    sections: int
    starts_at: datetime
    ends_at: datetime | None
    basis: str
    cause_kind: str
    cause_id: UUID
    given_by: str


def _limits(actor: Actor, report_id: UUID, plan: _Plan) -> None:
    """Limits that run from what was told, and the time of first contact."""
    starts: list[tuple[tuple[str, ...], datetime | date | None]] = [((f"first_contact.{LEVELS[plan.urgency.level]}",), plan.received)]
    for one in rules.clocks(plan.content, plan.received):
        start = clock.local(one.starts_at).date() if one.date_only and one.starts_at else one.starts_at
        starts.append((LIMIT_CODES.get(one.rule, (one.rule,)), start))
    start_first_limits(actor, root_kind="report", root_id=report_id, starts=starts)


def _safe_facts(content: rules.Content, plan: _Plan) -> dict[str, Any]:
    """What a worklist row may say: codes, no name, no story; never the context of unrest."""
    facts: dict[str, Any] = {"channel": content.channel, "area": content.where.area_code[:4], "children": plan.children.applies}
    if content.problems:
        facts["problem"] = content.problems[0].partition(".")[0]
    if "conflict" in "".join(plan.route.why):
        facts["sealed"] = True
    if content.tip:
        facts["tip"] = True
    if content.silent:
        facts["silent"] = True
    return facts
