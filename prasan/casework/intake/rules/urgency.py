"""How urgent a report looks, with its reasons. A suggestion: a person decides (domain.md 1.4, 10.2).

Unknown is not no: what was not told never lowers the level. Nothing here may delay, close or calm a report.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from prasan.casework.intake.rules.children import ChildRules
from prasan.casework.intake.rules.content import Content
from prasan.ground import clock
from prasan.ground.clock import PartialDate

EMERGENCY, URGENT, PRIORITY, ROUTINE = 4, 3, 2, 1
FIRST_CONTACT = {EMERGENCY: timedelta(minutes=15), URGENT: timedelta(hours=1), PRIORITY: timedelta(hours=24), ROUTINE: timedelta(days=3)}
FRESH = timedelta(hours=72)
LONG_AGO = timedelta(days=90)

# Each of these alone makes an emergency while the matter is not over (items marked R in domain.md 10.2).
RED = ("throttled", "weapon", "threat_to_kill", "forced_sex", "sex_with_child", "locked_in", "serious_injury", "hurt_pregnant")
HURT = ("adult_hurt", "child_hurt", "throttled", "serious_injury", "hurt_pregnant", "forced_sex", "sex_with_child")

REASONS: dict[str, tuple[str, str]] = {
    "silent": ("แจ้งแบบไม่พูด ถือว่าอันตรายจนกว่าจะรู้", "Told silently: dangerous until known otherwise"),
    "danger_now": ("อันตรายกำลังเกิดขึ้น", "Danger now"),
    "self_harm_now": ("กำลังจะทำร้ายตนเอง", "About to harm oneself"),
    "small_child_hurt": ("เด็กอายุต่ำกว่า 7 ปีถูกทำร้าย", "A child under 7 was hurt"),
    "sexual_72h": ("ล่วงละเมิดทางเพศภายใน 72 ชั่วโมง", "Sexual assault within 72 hours"),
    "sexual_child": ("เรื่องทางเพศต่อเด็ก และยังไม่รู้ว่าจบแล้ว", "A sexual matter about a child, not known to be over"),
    "throttled": ("บีบคอหรือทำให้หายใจไม่ออก", "Throttled"),
    "weapon": ("มีอาวุธ", "A weapon"),
    "threat_to_kill": ("ขู่ฆ่า", "Threat to kill"),
    "forced_sex": ("บังคับทางเพศ", "Forced sex"),
    "sex_with_child": ("กระทำทางเพศต่อเด็ก", "Sexual act with a child"),
    "locked_in": ("กักขังหรือยึดเอกสาร", "Locked in, or papers taken"),
    "serious_injury": ("บาดเจ็บรุนแรง", "Serious injury"),
    "hurt_pregnant": ("ทำร้ายขณะตั้งครรภ์", "Hurt while pregnant"),
    "red_past": ("มีข้อที่ร้ายแรง แต่เกิดนานแล้วหรือเข้าถึงตัวไม่ได้", "A grave item, but long ago or without access"),
    "hurt_with_access": ("มีคนถูกทำร้าย และผู้ถูกกล่าวหายังเข้าถึงตัวได้", "Someone was hurt, and the alleged perpetrator has access"),
    "threat_with_access": ("ถูกข่มขู่ และผู้ถูกกล่าวหายังเข้าถึงตัวได้", "Threats, and the alleged perpetrator has access"),
    "access_unknown": ("มีคนถูกทำร้าย และไม่รู้ว่าผู้ถูกกล่าวหาเข้าถึงตัวได้หรือไม่", "Someone was hurt; access is not known"),
    "hurt_now": ("มีคนบาดเจ็บ", "Someone is hurt"),
    "worse_lately": ("รุนแรงหรือบ่อยขึ้น", "Worse or more often lately"),
    "leaving": ("กำลังจะหนีหรือเพิ่งแยก", "Leaving, or just left"),
    "follows": ("ตามติดหรือเฝ้าดู", "Follows or watches"),
    "released_soon": ("ผู้ถูกกล่าวหากำลังจะพ้นการควบคุม", "The alleged perpetrator comes free soon"),
    "being_moved": ("กำลังจะถูกพาไปหรือให้แต่งงาน", "About to be taken away or married"),
    "no_safe_place": ("ไม่มีที่ปลอดภัยคืนนี้", "No safe place tonight"),
    "left_alone": ("ผู้ที่ช่วยตัวเองไม่ได้อยู่ลำพัง", "A helpless person is alone"),
    "no_food_or_medicine": ("ขาดอาหารหรือยาที่จำเป็น", "Without food or needed medicine"),
    "shelter_at_risk": ("บ้านพักถูกขู่หรือถูกตามหา", "A shelter is threatened or looked for"),
    "self_harm": ("คิดทำร้ายตนเอง", "Thoughts of self-harm"),
    "mental_crisis": ("ภาวะวิกฤตทางใจ", "Mental crisis"),
    "trafficking": ("อาจเป็นการค้ามนุษย์ ต้องคัดแยก", "May be trafficking: to be screened"),
    "hazardous_work": ("เด็กทำงานอันตราย", "Hazardous work of a child"),
    "online_child": ("ภัยออนไลน์ต่อเด็ก", "Online danger to a child"),
    "pregnancy_weeks": ("การตั้งครรภ์ มีกำหนดนับเป็นสัปดาห์", "Pregnancy: weeks count"),
    "child_marriage": ("เด็กถูกให้แต่งงาน", "Marriage of a child"),
    "violence_told": ("มีความรุนแรงเกิดขึ้นแล้ว", "Violence happened"),
    "neglect_told": ("มีการละเลย", "Neglect"),
    "hardship": ("ความเป็นอยู่ลำบาก", "Hardship"),
    "unclear": ("ยังไม่รู้ว่าเกิดอะไร", "Not known yet what happened"),
    "hearsay": ("ได้ยินต่อกันมา ยังไม่มีรายละเอียด", "Hearsay without details"),
    "advice": ("ขอคำแนะนำหรือสวัสดิการ ไม่มีอันตรายที่เล่ามา", "Advice or benefits; no danger told"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`level` 4 emergency, 3 urgent, 2 priority, 1 routine; `reasons` as codes of REASONS, the weightiest first."""

    level: int
    reasons: tuple[str, ...]


def suggest_urgency(content: Content, children: ChildRules, received: datetime) -> Suggestion:
    """The level that what was told asks for; `received` is when it reached us."""
    for level, find in ((EMERGENCY, _emergency), (URGENT, _urgent), (PRIORITY, _priority)):
        found = find(content, children, received)
        if found:
            return Suggestion(level, tuple(dict.fromkeys(found)))
    return Suggestion(ROUTINE, ("hearsay",) if content.tip else ("advice",))


def first_contact_due(level: int, received: datetime) -> datetime:
    """When somebody must have looked: running time for the two upper levels, working days for the others."""
    if level >= URGENT:
        return received + FIRST_CONTACT[level]
    days = FIRST_CONTACT[level].days
    local = clock.local(received)
    return datetime.combine(clock.add_working_days(local.date(), days), local.timetz())


def is_over(content: Content, received: datetime) -> bool:
    """Whether it is told that the danger is past: said so, or long ago without access today, or no access and not of these days."""
    if content.sign("over") == "yes":
        return True
    ago = _ago(content, received)
    if ago is None or content.when.going_on == "yes":
        return False
    access = content.sign("access_today")
    return (ago > LONG_AGO and access != "yes") or (ago > FRESH and access == "no")


def _emergency(content: Content, children: ChildRules, received: datetime) -> list[str]:
    found = [code for code, told in (("silent", content.silent), ("danger_now", content.danger_now == "yes"),
                                     ("self_harm_now", content.has("self_harm_now"))) if told]
    if content.has("child_hurt") and (children.small or content.flagged("under_7")):
        found.append("small_child_hurt")
    if is_over(content, received):
        return found
    found += [code for code in RED if content.has(code) and not _away(content, code)]
    if content.about("violence.sexual") and content.sign("forced_sex") != "no":
        ago = _ago(content, received)
        if ago is not None and ago <= FRESH:
            found.append("sexual_72h")
        if children.applies in {"yes", "partly"} and content.sign("sex_with_child") != "no":
            found.append("sexual_child")
    return found


def _away(content: Content, code: str) -> bool:
    """An injury is an emergency of its own only while whoever did it can come back today."""
    return code == "serious_injury" and content.sign("access_today") == "no"


def _urgent(content: Content, children: ChildRules, received: datetime) -> list[str]:
    found = [
        code
        for code in ("released_soon", "being_moved", "left_alone", "no_food_or_medicine", "shelter_at_risk", "self_harm")
        if content.has(code)
    ]
    if content.hurt_now == "yes":
        found.append("hurt_now")
    if content.has("no_safe_place") and not content.has("over"):
        found.append("no_safe_place")
    if content.about("mental"):
        found.append("mental_crisis")
    if content.about("trafficking"):
        found.append("trafficking")
    if content.about("child_labour.hazardous"):
        found.append("hazardous_work")
    if content.about("violence.online") and children.any_child:
        found.append("online_child")
    if content.about("pregnancy"):
        found.append("pregnancy_weeks")
    if content.about("marriage"):
        found.append("child_marriage")
    return found if is_over(content, received) else found + _with_access(content)


def _with_access(content: Content) -> list[str]:
    if not content.about("violence", "elder"):
        return []
    found = [code for code in ("worse_lately", "leaving", "follows") if content.has(code)]
    access, hurt = content.sign("access_today"), content.has(*HURT)
    if access == "yes" and hurt:
        found.append("hurt_with_access")
    elif access == "yes" and content.about("violence.physical", "violence.sexual", "violence.psychological"):
        found.append("threat_with_access")
    elif access == "unknown" and hurt:
        found.append("access_unknown")
    if content.has("serious_injury") and not found:
        found.append("serious_injury")
    return found


def _priority(content: Content, children: ChildRules, received: datetime) -> list[str]:
    found = []
    if is_over(content, received) and content.has(*RED):
        found.append("red_past")
    if content.about("violence", "elder"):
        found.append("violence_told")
    if content.about("neglect", "child_labour", "begging"):
        found.append("neglect_told")
    if content.about("homelessness", "welfare.poverty", "orphan", "behaviour", "identity"):
        found.append("hardship")
    if not content.tip and (not content.problems or content.about("none.unclear", "none.silent")):
        found.append("unclear")
    return found


def _ago(content: Content, received: datetime) -> timedelta | None:
    """How long before the report it happened at the latest; None when not told."""
    starts = content.when.starts
    if not starts:
        return None
    if "T" in starts:
        return received - datetime.fromisoformat(starts).replace(tzinfo=clock.BANGKOK)
    latest = PartialDate.from_iso(starts).latest
    return max(timedelta(0), timedelta(days=(clock.local(received).date() - latest).days))
