"""Reasons for which a case may end, and why the person's own view may be missing: data, worded in data/reasons.json."""

import json
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

LONGEST = 4000


@cache
def _data() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(
        (files("prasan.casework.closure") / "data" / "reasons.json").read_text(encoding="utf-8")
    )
    return found


def reasons(lang: str = "th") -> tuple[tuple[str, str], ...]:
    """Codes and words of the reasons to end a case. A settlement is none: it is a state with conditions (domain.md 2.2)."""
    return _worded("reasons", lang)


def reasons_th() -> tuple[tuple[str, str], ...]:
    """The reasons in Thai, for the flow's table."""
    return reasons()


def view_missing(lang: str = "th") -> tuple[tuple[str, str], ...]:
    """Codes and words of why the person could not be asked."""
    return _worded("view_missing", lang)


def _worded(name: str, lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((row["code"], row["th" if lang == "th" else "en"]) for row in _data()[name])


def problems(*, reason_code: str, summary: str, persons_view: str, persons_view_missing: str) -> dict[str, str]:
    """What is wrong with a request to close, by field."""
    found: dict[str, str] = {}
    if reason_code not in dict(reasons()):
        found["reason_code"] = _("เลือกเหตุที่ยุติจากรายการ")
    if not summary:
        found["summary"] = _("กรอกสรุปผลการช่วยเหลือ")
    if not persons_view and persons_view_missing not in dict(view_missing()):
        found["persons_view"] = _("กรอกความเห็นของผู้ประสบปัญหา หรือเลือกเหตุที่ยังไม่ได้ถาม")
    for name, text in (("summary", summary), ("persons_view", persons_view)):
        if len(text) > LONGEST or "\x00" in text:
            found[name] = _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("ข้อความ"), "most": f"{LONGEST:,}"}
    return found
