"""What no door may let through: codes outside the lists, dates that are none, more than a form can hold. Missing things are never wrong."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.casework.intake.rules import codes
from prasan.casework.intake.rules.content import Content, Party
from prasan.ground.clock import PartialDate

LONGEST_STORY = 20_000
LONGEST = 500  # any other text
MOST = 30  # persons, numbers, names of one person
NOT_IN_LIST = gettext_noop("เลือกจากรายการที่มี")
NOT_A_DATE = gettext_noop("วันที่ใช้ไม่ได้ ใช้รูปแบบ 2026, 2026-11 หรือ 2026-11-21")
TOO_LONG = gettext_noop("ข้อความยาวเกินไป")
TOO_MANY = gettext_noop("มีรายการมากเกินไป")
NOT_A_PLACE = gettext_noop("พิกัดใช้ไม่ได้")


def faults(content: Content) -> dict[str, str]:
    """A message for each field that cannot be kept; empty when all is well."""
    found: dict[str, str] = {}
    for name, given, known in _lists(content):
        if any(code not in known for code in given):
            found[name] = _(NOT_IN_LIST)
    if len(content.story) > LONGEST_STORY:
        found["story"] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("คำบอกเล่า"), "most": f"{LONGEST_STORY:,}"}
    if not _readable(content.when.starts, _moment) or not _readable(content.in_custody_since, datetime.fromisoformat):
        found["when"] = _(NOT_A_DATE)
    if any(not _readable(party.birth, PartialDate.from_iso) for party in content.parties):
        found["parties"] = _(NOT_A_DATE)
    if any(len(text) > LONGEST or "\x00" in text for text in _texts(content)):
        found["text"] = _(TOO_LONG)
    if any(len(many) > MOST for many in _many(content)):
        found["parties"] = _(TOO_MANY)
    if not _on_earth(content):
        found["where"] = _(NOT_A_PLACE)
    return found


def _lists(content: Content) -> tuple[tuple[str, Iterable[str], Iterable[str]], ...]:
    return (
        ("channel", [content.channel], codes.CHANNELS),
        ("problems", content.problems, codes.PROBLEMS),
        ("signs", [code for code, _ in content.signs], codes.SIGNS),
        ("wishes", content.wishes, codes.WISHES),
        ("flags", [flag.code for flag in content.flags], codes.FLAGS),
        ("flags", [flag.source for flag in content.flags], ("reporter", "officer", "document", "derived")),
        ("outside_numbers", [number.kind for number in content.outside_numbers], codes.OUTSIDE_KINDS),
        ("sent_on", [content.sent_on] if content.sent_on else [], codes.SENT_ON),
        ("kin", [party.kin for party in content.parties if party.kin], codes.RELATIONS),
        ("sex", [party.sex for party in content.parties], ("", "f", "m", "x")),
        ("answers", [content.danger_now, content.hurt_now, content.involves_office, content.complaint_made, content.when.going_on,
                     *(answer for _, answer in content.signs)], ("yes", "no", "unknown")),
    )  # fmt: skip


def _texts(content: Content) -> Iterable[str]:
    yield from (content.where.area_code, content.where.words, content.when.words, content.wish_words, content.involved_words, content.language)
    yield from content.attachments
    yield from (number.number for number in content.outside_numbers)
    for party in content.parties:
        yield from _of_party(party)
    if content.reporter is not None:
        who = content.reporter
        yield from (who.role, who.name, who.contact, who.relation, who.note)
    if content.safe_contact is not None:
        safe = content.safe_contact
        yield from (safe.address, safe.say, safe.code_word, safe.who_may_answer, safe.never, safe.place, safe.note, *safe.channels)


def _of_party(party: Party) -> Iterable[str]:
    yield from (party.name, *party.other_names, party.age_words, party.relation, party.said, party.disability, party.address)
    yield from (number.number for number in party.numbers)
    yield from (part for phone in party.phones for part in (phone.number, phone.whose))


def _many(content: Content) -> Iterable[tuple[object, ...]]:
    yield from (content.parties, content.outside_numbers, content.attachments, content.excluded_kinds, content.excluded_offices)
    yield from (content.flags, content.excluded_users)
    yield from (party.other_names for party in content.parties)


def _on_earth(content: Content) -> bool:
    where = content.where
    return not where.has_point or (abs(where.latitude or 0) <= 90 and abs(where.longitude or 0) <= 180)


def _readable(text: str, read: Callable[[str], object]) -> bool:
    try:
        return not text or bool(read(text))
    except ValueError:
        return False


def _moment(text: str) -> object:
    if "T" in text:
        return datetime.fromisoformat(text).tzinfo is None
    return PartialDate.from_iso(text)
