"""The words of a centre's small records, and what of them a report is made from. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from prasan.casework.intake import rules as intake

TOPICS: dict[str, Any] = {
    "family": _("ความสัมพันธ์ในครอบครัว"), "raising": _("การเลี้ยงลูก"), "teen": _("เรื่องของวัยรุ่น"), "school": _("การเรียน"),
    "pregnancy": _("การตั้งครรภ์"), "separation": _("การแยกทางและการดูแลลูก"), "violence": _("ความรุนแรงหรือการบังคับ"),
    "care": _("การดูแลผู้สูงอายุ คนพิการ หรือผู้ป่วย"), "money": _("รายได้ หนี้ และความเป็นอยู่"), "welfare": _("สิทธิและสวัสดิการ"),
    "drink": _("สุราหรือสารเสพติด"), "mind": _("ความเครียดและสุขภาพใจ"), "papers": _("เอกสารและสถานะบุคคล"), "other": _("เรื่องอื่น"),
}
FOR_WHOM: dict[str, Any] = {
    "woman": _("ผู้หญิง"), "man": _("ผู้ชาย"), "teen": _("วัยรุ่น 10–19 ปี"), "child": _("เด็กเล็ก"), "older": _("ผู้สูงอายุ"), "disability": _("คนพิการ"),
    "family": _("ทั้งครอบครัว"), "other": _("อื่น ๆ หรือไม่บอก"),
}
ADVISED: dict[str, Any] = {
    "listened": _("รับฟัง"), "advice": _("ให้คำแนะนำ"), "service": _("บอกบริการที่มี"), "health": _("แนะนำ รพ. หรือ รพ.สต."), "legal": _("แนะนำเรื่องกฎหมาย"),
    "religion": _("แนะนำที่ปรึกษาทางศาสนา"), "school": _("แนะนำเรื่องเรียน"), "welfare": _("แนะนำสวัสดิการ"),
}
OUTCOMES: dict[str, Any] = {
    "better": _("ดีขึ้นแล้ว"), "service": _("ได้บริการแล้ว"), "own_way": _("เจ้าตัวขอจัดการเอง"), "no_more": _("ไม่ได้มาอีก"), "other": _("อื่น ๆ"),
}
# On what a centre passes something on (domain.md 2.7: protection does not rest on consent; without danger or duty it needs it).
BASES: dict[str, Any] = {
    "consent": _("เจ้าตัวตกลงให้ส่งต่อ รู้แล้วว่าใครจะเห็นอะไร"), "danger": _("มีอันตรายต่อชีวิตหรือร่างกาย"),
    "duty_child_29": _("เด็กถูกทำร้าย ทอดทิ้ง หรือต้องได้รับการคุ้มครอง (พ.ร.บ.คุ้มครองเด็ก 2546 ม.29)"),
    "duty_dv_5": _("พบหรือรู้ว่ามีความรุนแรงในครอบครัว (พ.ร.บ.คุ้มครองผู้ถูกกระทำฯ 2550 ม.5)"),
}
# What must not wait for the next look: signs of intake in the words of somebody who looks from outside.
DANGER: dict[str, Any] = {
    "adult_hurt": _("มีคนถูกทำร้าย หรือมีแผลที่เล่าที่มาไม่ตรง"), "child_hurt": _("เด็กถูกทำร้าย หรือมีแผล"), "weapon": _("มีอาวุธหรือปืน"),
    "threat_to_kill": _("ขู่ฆ่า"), "throttled": _("บีบคอ"), "locked_in": _("ถูกขังหรือยึดเอกสาร"), "forced_sex": _("ถูกบังคับทางเพศ"),
    "sex_with_child": _("เด็กถูกล่วงเกินทางเพศ"), "self_harm": _("พูดหรือพยายามทำร้ายตนเอง"), "left_alone": _("เด็กเล็กหรือคนที่ช่วยตัวเองไม่ได้อยู่ลำพัง"),
    "no_food_or_medicine": _("ขาดอาหาร น้ำ หรือยา"), "being_moved": _("กำลังจะถูกพาไปหรือให้แต่งงาน"), "worse_lately": _("รุนแรงหรือถี่ขึ้น"),
}
_PROBLEMS = {
    "family": "behaviour.family", "raising": "behaviour.family", "teen": "behaviour.family", "school": "behaviour.family",
    "pregnancy": "pregnancy.unready", "separation": "custody.dispute", "violence": "none.unclear", "care": "welfare.home_care",
    "money": "welfare.poverty", "welfare": "welfare.benefit", "drink": "behaviour.family", "mind": "mental.crisis", "papers": "identity.no_papers",
}
_OF_SIGNS = {
    "adult_hurt": "violence.physical", "child_hurt": "violence.physical", "weapon": "violence.physical", "threat_to_kill": "violence.psychological",
    "throttled": "violence.physical", "locked_in": "violence.coercive_control", "forced_sex": "violence.sexual", "sex_with_child": "violence.sexual",
    "self_harm": "mental.crisis", "left_alone": "neglect.child", "no_food_or_medicine": "welfare.poverty", "being_moved": "violence.coercive_control",
}
_FLAGS = {"teen": "child", "child": "child", "older": "older", "disability": "disability"}


@dataclass(frozen=True, slots=True)
class Passing:
    """What a centre passes on, as its member states it. `basis`: code of BASES; `signs`: codes of DANGER that were seen or told.

    `name`: who it is about, when known; `safe`, `never`: how this person may be met, and what must not happen; `offices`: types of office to keep
    out; `keep_out`: users of the centre to keep out; `by_name`: the member's own name goes along, sealed apart as the reporter's.
    """

    basis: str
    story: str
    signs: tuple[str, ...] = ()
    danger_now: intake.Answer = "unknown"
    hurt_now: intake.Answer = "unknown"
    name: str = ""
    safe: str = ""
    never: str = ""
    offices: tuple[str, ...] = ()
    keep_out: tuple[UUID, ...] = ()
    unrest: bool = False
    by_name: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """The record of the centre from which it comes: its topic or reason as a problem code, for whom, where as told, what goes along."""

    problems: tuple[str, ...] = ()
    for_whom: str = ""
    place: str = ""
    name: str = ""
    along: str = ""


def problems_of(topic: str) -> tuple[str, ...]:
    """The problem of intake behind a topic."""
    found = _PROBLEMS.get(topic, "none.unclear")
    return (found,)


def content(told: Passing, source: Source, *, area_code: str, centre: UUID, teller: str) -> intake.Content:
    """The report of a centre. The person is met only as the member says is safe: no channel is taken for granted."""
    problems = [*dict.fromkeys(_OF_SIGNS[sign] for sign in told.signs if sign in _OF_SIGNS)] or list(source.problems)
    name = told.name or source.name
    affected = intake.Party("affected", name=name, age_words="10-19" if source.for_whom == "teen" else "", said=_said(source))
    flags = (intake.FlagTold(_FLAGS[source.for_whom], "officer"),) if source.for_whom in _FLAGS else ()
    safe = intake.SafeContact(place=told.safe, never=told.never) if told.safe or told.never else None
    return intake.Content(
        channel="cfdc_form", story="\n\n".join(part for part in (told.story.strip(), source.along.strip()) if part), problems=tuple(problems),
        where=intake.Place(area_code, source.place), parties=(affected,) if not affected.empty else (),
        reporter=intake.Teller(role="other", name=teller if told.by_name else "", note="" if told.by_name else "-"),
        safe_contact=safe, flags=flags, danger_now=told.danger_now, hurt_now=told.hurt_now, signs=tuple((sign, "yes") for sign in told.signs),
        wishes=("ask_first",) if told.basis == "consent" else (), unrest=told.unrest,
        involves_office="yes" if told.offices or told.keep_out else "unknown", excluded_kinds=told.offices, excluded_users=told.keep_out,
        sent_by=centre, sent_on=told.basis,
    )


def _said(source: Source) -> str:
    return str(FOR_WHOM.get(source.for_whom, "")) if source.for_whom not in {"", "other"} else ""


def known(codes: Iterable[str], words: Mapping[str, Any]) -> bool:
    """Whether all these codes are in the list."""
    return all(code in words for code in codes)
