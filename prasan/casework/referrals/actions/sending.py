"""Asking a desk for a service, asking the next one after a refusal, and answering what a desk wants to know first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions import note_event
from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.excluded import barred_organisations
from prasan.casework.cases.rules import ends_on
from prasan.casework.referrals import rules
from prasan.casework.referrals.actions.common import hold_case, list_for_desk
from prasan.casework.referrals.flow import OPEN, REFERRAL
from prasan.casework.referrals.models import Referral, ReferralWord
from prasan.casework.referrals.queries.wording import betrayed
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Section, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.limits import queries as limits
from prasan.registry.limits.actions import start_limit
from prasan.registry.organisations.models import Organisation, Service
from prasan.registry.work.actions import close_items

LONGEST_WITHHOLD = 1000


@action
def send(
    actor: Actor, *, case_id: UUID, receiver: UUID, service: str, ask: str, sections: Section | Iterable[str], basis: str, urgency: int,
    talk: str = "not_possible", withhold: str = "", share_until: date | None = None, again: UUID | None = None,
    again_version: int | None = None,
) -> UUID:
    """Ask an organisation's desk for a service; returns the referral's id. The manager of the case stays responsible.

    `ask` is one sentence without a name; `sections` what the desk may see once it accepts (names or bits); `basis` and `talk` codes of `rules`;
    `withhold` phrases that must not be in any text to the desk; `again` the refused referral that this one follows.
    Raises Hidden, Invalid by field, Conflict when the case is not open or the same desk has been asked already.
    """
    if again is not None:
        case = hold_case(again)
        get(actor, "referral.manage", Referral, again, see="referral.see")
        if case is None or case.pk != case_id:
            raise Invalid({"again": _("การส่งต่อเดิมไม่ใช่ของเคสนี้")})
    else:
        case = get(actor, "case.manage", Case, case_id, see="case.see", lock=True)
    shared = rules.shared_by(sections if isinstance(sections, Section) else _sections(sections))
    referral = Referral(
        id=ids.new(), case_id=case_id, sender_id=case.organisation_id, sent_by_id=actor.user or case.manager_id, receiver_id=receiver,
        service=service, ask=" ".join(ask.split()), withhold=withhold.strip() or None, sections=int(shared), basis=basis, talk=talk,
        urgency=urgency, sent_at=clock.now(), share_until=ends_on(share_until), again_id=again,
    )
    with acting(system("send")):
        _checked(case, referral, share_until)
        referral.number = rules.number(case.number, Referral.objects.filter(case_id=case_id).count() + 1)
    rule = limits.rule(rules.LIMIT[urgency], clock.today())
    referral.answer_due = rule.due(referral.sent_at) or referral.sent_at
    if again is not None:
        REFERRAL.advance(actor, Referral, "reroute", id=again, version=again_version, root=case_id, also={"ended_at": clock.now()})
        close_items(actor, object_id=again)
        note_event(actor, case_id=case_id, verb="referral_rerouted", object_kind="referral", object_id=again)
    referral.save(force_insert=True)
    start_limit(actor, rule_code=rule.code, root_kind="referral", root_id=referral.pk, starts_at=referral.sent_at)
    list_for_desk(actor, case, referral, verb="answer_referral", due_at=referral.answer_due)
    note_event(actor, case_id=case_id, verb="referral_sent", object_kind="referral", object_id=referral.pk, detail=str(rules.count(shared)))
    audit.record("referral.send", "referral", referral.pk, root=case_id, basis=basis, detail=",".join(shared.names()))
    return referral.pk


def _sections(names: Iterable[str]) -> Section:
    try:
        return Section.of(list(names))
    except KeyError as error:
        raise Invalid({"sections": _("เลือกส่วนของเคสจากรายการ")}) from error


def _checked(case: Case, referral: Referral, share_until: date | None) -> None:
    if case.state != "open":
        raise Conflict([Obstacle("state", _("ส่งต่อได้เฉพาะเคสที่กำลังช่วยเหลือ"), f"/cases/{case.pk}")])
    if errors := _problems(case, referral, share_until):
        raise Invalid(errors)
    twin = Referral.objects.filter(
        case_id=case.pk, receiver_id=referral.receiver_id, service=referral.service, state__in=OPEN,
    ).exclude(pk__in=[referral.again_id] if referral.again_id else []).values_list("id", flat=True).first()
    if twin is not None:
        raise Conflict([Obstacle("asked_already", _("ส่งเรื่องนี้ให้หน่วยงานนี้แล้ว และยังไม่เสร็จ"), f"/referrals/{twin}")])


def _problems(case: Case, referral: Referral, share_until: date | None) -> dict[str, str]:
    """Everything that is wrong, by field, said at once."""
    withhold, consent = referral.withhold or "", referral.basis == "consent"
    wrong = (
        ("service", not Service.objects.filter(pk=referral.service).exists(), _("เลือกบริการจากรายการ")),
        ("urgency", referral.urgency not in rules.LIMIT, _("เลือกระดับความเร่งด่วน")),
        ("sections", not referral.sections, _("เลือกอย่างน้อย 1 ส่วนที่หน่วยงานนี้จำเป็นต้องเห็น")),
        ("basis", referral.basis not in rules.BASES, _("เลือกฐานทางกฎหมาย")),
        ("talk", consent and referral.talk != "agreed", _("ถ้าใช้ความยินยอม ต้องคุยและตกลงก่อนส่ง")),
        ("talk", referral.talk not in rules.TALKS, _("เลือกว่าได้คุยกับผู้ประสบปัญหาแล้วหรือยัง")),
        ("withhold", len(withhold) > LONGEST_WITHHOLD or "\x00" in withhold, _("สิ่งที่ต้องไม่เปิดเผยยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"most": f"{LONGEST_WITHHOLD:,}"}),
        ("share_until", share_until is not None and share_until < clock.today(), _("วันสิ้นสุดผ่านไปแล้ว")),
        ("receiver", not _can_receive(case, referral.receiver_id), _("ส่งให้หน่วยงานนี้ไม่ได้ เลือกหน่วยงานอื่น")),
    )
    found = {name: text for name, is_wrong, text in wrong if is_wrong}
    if problem := _ask_problem(case, referral):
        found["ask"] = problem
    return found


def _ask_problem(case: Case, referral: Referral) -> str:
    ask = referral.ask or ""
    if not ask:
        return _("กรอกสิ่งที่ขอ")
    if len(ask) > rules.LONGEST_ASK or "\x00" in ask:
        return _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("สิ่งที่ขอ"), "most": rules.LONGEST_ASK}
    found = betrayed(case.pk, ask, referral.withhold)
    return named(found) if found else ""


def named(found: Iterable[str]) -> str:
    """What to say of a text that names somebody or tells what must not be told."""
    told = [*found]
    whole = [word for word in told if not any(word != other and word in other for other in told)]  # the name says it without its parts
    words = " ".join(f"“{word}”" for word in whole)
    return _("เอา %(words)s ออกก่อนส่ง ข้อความนี้หน่วยงานเห็นก่อนตอบรับ จึงต้องไม่มีชื่อ เลข หรือสิ่งที่ต้องไม่เปิดเผย") % {"words": words}


def _can_receive(case: Case, receiver: UUID) -> bool:
    desk = Organisation.objects.filter(pk=receiver, is_desk=True, active_until=None).exists()
    return desk and receiver != case.organisation_id and not barred_organisations(case.pk, [receiver])


@REFERRAL.does("reroute")
@action
def reroute(actor: Actor, *, id: UUID, version: int | None = None, receiver: UUID | str, ask: str | None = None) -> UUID:  # noqa: A002
    """Ask another desk for what one has refused, with the same sections and words unless `ask` gives new ones; returns the new referral's id."""
    old = get(actor, "referral.manage", Referral, id, see="referral.see")
    return send(
        actor, case_id=old.case_id, receiver=_uuid(receiver), service=old.service, ask=ask or old.ask or "", sections=Section(old.sections),
        basis=old.basis, urgency=old.urgency, talk=old.talk, withhold=old.withhold or "", again=id,
        again_version=version,
    )


def _uuid(value: UUID | str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise Invalid({"receiver": _("เลือกหน่วยงานจากรายการ")}) from error


@REFERRAL.does("answer_more")
@action
def answer_more(actor: Actor, *, id: UUID, version: int | None = None, text: str) -> None:  # noqa: A002
    """Answer what the desk asked; the desk reads it before it has accepted, so names and what is withheld are refused. The clock has not stopped."""
    case = hold_case(id)
    referral = REFERRAL.advance(actor, Referral, "answer_more", id=id, version=version, root=case.pk if case else "")
    if found := betrayed(referral.case_id, text, referral.withhold):
        raise Invalid({"text": named(found)})
    say(actor, referral, text, from_receiver=False)
    close_items(actor, object_id=id, verb="answer_more")
    note_event(actor, case_id=referral.case_id, verb="referral_answered", object_kind="referral", object_id=id)


def say(actor: Actor, referral: Referral, text: str, *, from_receiver: bool) -> None:
    """Keep a question or an answer between the two sides."""
    ReferralWord(
        id=ids.new(), referral_id=referral.pk, case_id_of_key=referral.case_id, from_receiver=from_receiver, text=text.strip(), by=actor.key,
        at=clock.now(),
    ).save(force_insert=True)

