"""When somebody may be reached, as pure functions: a safe-contact record, a channel and a moment in; go, wait or stop out.

`verdict` is total: whatever the record holds, it answers, and what it cannot read is stop. Not told is never allowed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop as _

from prasan.ground.clock import local
from prasan.ground.thai import read_phone

State = Literal["go", "wait", "stop"]
Why = Literal["", "unknown", "never", "channel", "unclear", "hours", "address", "accused"]
Span = tuple[datetime, datetime]

CHANNELS: dict[str, tuple[str, str, str]] = {
    "phone": ("โทรศัพท์", "Telephone", "Telefon"), "sms": ("SMS", "SMS", "SMS"), "line": ("LINE", "LINE", "LINE"),
    "email": ("อีเมล", "E-mail", "E-mel"), "letter": ("จดหมาย", "Letter", "Surat"), "chat": ("แชต", "Chat", "Sembang"),
    "video": ("วิดีโอคอล", "Video call", "Panggilan video"), "visit": ("ไปพบ", "Visit", "Lawatan"),
    "receipt": ("หน้าใบรับเรื่อง", "Receipt page", "Halaman resit"),
}
"""Ways to reach somebody: Thai, English, Malay."""
PULLED = frozenset({"receipt"})
"""The person comes and looks: nothing reaches anybody, so hours do not apply. It must still be among the safe channels."""
WRITTEN = frozenset({"sms", "line", "email", "letter", "chat", "receipt"})
"""Channels by which a text can leave. Calls and visits are made by people, who look at the banner."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "when_to_call": ("สะดวกให้โทรช่วงไหนบ้าง", "When is a good time to call you?", "Bila masa yang sesuai untuk menelefon?"),
    "call_when_free": ("ว่างแล้วโทรกลับได้ไหม", "Could you call back when you are free?", "Boleh telefon balik bila lapang?"),
    "still_on": ("พรุ่งนี้ยังสะดวกเหมือนเดิมไหม", "Is tomorrow still fine for you?", "Esok masih boleh seperti biasa?"),
    "on_the_way": ("ใกล้ถึงแล้ว", "Nearly there", "Hampir sampai"),
    "how_are_you": ("ช่วงนี้เป็นอย่างไรบ้าง", "How are things these days?", "Apa khabar sekarang?"),
    "thanks": ("ขอบคุณ ได้รับแล้ว", "Thank you, received", "Terima kasih, sudah diterima"),
}
"""All texts that can leave: neutral in every language. No ministry, no office, no case word, no link, no number, no name (domain.md 10.3)."""

DAYS = (_("จันทร์"), _("อังคาร"), _("พุธ"), _("พฤหัสบดี"), _("ศุกร์"), _("เสาร์"), _("อาทิตย์"))
WHY: dict[str, str] = {
    "unknown": _("ยังไม่มีช่องทางที่ยืนยันว่าปลอดภัย"), "never": _("บอกไว้ว่าห้ามติดต่อทางนี้"), "channel": _("ไม่ใช่ช่องทางที่บอกว่าปลอดภัย"),
    "unclear": _("ยังไม่รู้เวลาที่ปลอดภัย"), "hours": _("อยู่นอกเวลาที่ปลอดภัย"), "address": _("ยังไม่มีเบอร์หรือที่อยู่สำหรับช่องทางนี้"),
    "changed": _("ข้อมูลการติดต่อเปลี่ยนหลังจากตัดสินใจ"), "adapter": _("ระบบยังไม่ได้ต่อกับช่องทางนี้"), "refused": _("ช่องทางนี้ไม่รับข้อความ"),
    "accused": _("เบอร์นี้อาจมีคนที่เป็นอันตรายรับสาย"),
    "cut_off": _("การส่งหยุดกลางคัน ไม่รู้ว่าถึงหรือไม่"),
}
"""Why a message may not leave, as shown. The codes are stable."""
AHEAD = 15  # days looked ahead; a rule repeats every week


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state`: go (until `until`; None: no end in sight), wait (opens at `opens`), stop (a person must decide). `why` says why not."""

    state: State
    why: Why = ""
    until: datetime | None = None
    opens: datetime | None = None


def verdict(rule: object, channel: str, at: datetime) -> Verdict:
    """May somebody with this record be reached by this channel at this moment? Never raises."""
    if why := _shut(rule, channel):
        return Verdict("stop", why)
    if channel in PULLED:
        return Verdict("go")
    now = local(at)
    spans = _spans(rule, now) if isinstance(rule, Mapping) else None
    for begins, ends in spans or ():
        if begins <= now < ends:
            return Verdict("go", until=None if ends - now > timedelta(days=AHEAD - 2) else ends)
    later = [begins for begins, _ends in spans or () if begins > now]
    return Verdict("wait", "hours", opens=min(later)) if later else Verdict("stop", "unclear")


def _shut(rule: object, channel: str) -> Why:
    """Why this channel is closed at any hour; "" when it is not. Never comes first: it beats everything."""
    if not isinstance(rule, Mapping) or not rule:
        return "unknown"
    if channel in _codes(rule.get("never_channels"), default=tuple(CHANNELS)):
        return "never"
    if channel not in CHANNELS or channel not in _codes(rule.get("channels"), default=()):
        return "channel"
    return ""


def address_for(rule: object, channel: str) -> str:
    """The number or address to use for this channel; "" when the record has none that fits."""
    if not isinstance(rule, Mapping):
        return ""
    told = rule.get("address")
    if isinstance(told, Mapping):
        told = told.get(channel)
    address = told.strip() if isinstance(told, str) else ""
    if channel in ("phone", "sms"):
        return address if read_phone(address).kind not in ("unclear", "hotline") else ""
    if channel == "email":
        return address if "@" in address and " " not in address else ""
    return address


def checked(rule: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a record that somebody wants to keep, by field; empty when it can be kept."""
    wrong: dict[str, str] = {}
    if any(code not in CHANNELS for name in ("channels", "never_channels") for code in _codes(rule.get(name), default=("?",))):
        wrong["channels"] = say("เลือกช่องทางจากรายการ")
    if set(_codes(rule.get("channels"), default=())) & set(_codes(rule.get("never_channels"), default=())):
        wrong["never_channels"] = say("ช่องทางเดียวกันเป็นทั้งที่ใช้ได้และที่ห้ามไม่ได้")
    if rule.get("hours") is not None and _minutes(rule["hours"]) is None:
        wrong["hours"] = say("กรอกเวลาเป็นช่วง เช่น 13.00 ถึง 15.00")
    if _days(rule.get("days")) is None:
        wrong["days"] = say("เลือกวันจากรายการ")
    return wrong


def hours_text(rule: Mapping[str, Any]) -> str:
    """The safe hours and days in words: "13.00–15.00 น. จันทร์ พุธ"; "" when not told."""
    minutes, days = _minutes(rule.get("hours")), _days(rule.get("days"))
    if minutes is None or days is None:
        return ""
    spans = " ".join(say("%(from)s–%(to)s น.") % {"from": _clock(begins), "to": _clock(ends)} for begins, ends in minutes) or say("ทุกเวลา")
    named = "" if len(days) == 7 else " ".join(say(DAYS[day]) for day in sorted(days))
    return f"{spans} {named}".strip()


def text_in(code: str, language: str) -> str:
    """A neutral text in th, en or ms (Thai for others). Raises KeyError for an unknown code."""
    return TEXTS[code][{"en": 1, "ms": 2, "mfa": 2}.get(language, 0)]


def _codes(value: object, *, default: tuple[str, ...]) -> tuple[str, ...]:
    """A list of codes; what is no such list becomes the cautious default. Nothing given is an empty list."""
    if value is None:
        return ()
    if isinstance(value, list | tuple) and all(isinstance(code, str) for code in value):
        return tuple(value)
    return default


def _spans(rule: Mapping[str, Any], now: datetime) -> list[Span] | None:
    """The open spans around `now`, joined where they touch; None when hours or days cannot be read, or were not told."""
    minutes, days = _minutes(rule.get("hours")), _days(rule.get("days"))
    if minutes is None or days is None:
        return None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    spans: list[Span] = []
    for ahead in range(-1, AHEAD):
        day = midnight + timedelta(days=ahead)
        if day.weekday() in days:
            for begins, ends in minutes or [(0, 24 * 60)]:
                over = 24 * 60 if ends <= begins else 0  # past midnight: the span belongs to the day on which it begins
                spans.append((day + timedelta(minutes=begins), day + timedelta(minutes=ends + over)))
    return _joined(sorted(spans))


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for begins, ends in spans:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _minutes(hours: object) -> list[tuple[int, int]] | None:
    """Spans in minutes of the day; [] is any hour; None when one cannot be read or none was told."""
    if not isinstance(hours, list | tuple):
        return None
    found = []
    for span in hours:
        if not isinstance(span, list | tuple) or len(span) != 2:
            return None
        begins, ends = _minute(span[0]), _minute(span[1])
        if begins is None or ends is None or begins in {ends, 24 * 60}:
            return None
        found.append((begins, ends))
    return found


def _minute(text: object) -> int | None:
    if not isinstance(text, str) or not text.isascii():
        return None
    hour, colon, minute = text.partition(":")
    if not colon or not (hour.isdigit() and minute.isdigit()) or len(hour) > 2 or len(minute) != 2:
        return None
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= 24 * 60 else None


def _days(days: object) -> frozenset[int] | None:
    """Days of the week, Monday 0; none given is every day; None when they cannot be read."""
    if days is None or (isinstance(days, list | tuple) and not days):
        return frozenset(range(7))
    if not isinstance(days, list | tuple) or not all(isinstance(day, int) and not isinstance(day, bool) and 0 <= day < 7 for day in days):
        return None
    return frozenset(days)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"
