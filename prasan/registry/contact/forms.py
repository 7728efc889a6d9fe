"""Asking how somebody can be reached without danger. The safest answer stands first: nothing chosen means no contact."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import OneOf, SafeText, SomeOf, TimeField24
from prasan.registry.contact import rules
from prasan.registry.contact.queries import RuleView, channel_word

SPANS = 2
WHEN = (("", _("ยังไม่รู้เวลาที่ปลอดภัย")), ("spans", _("เฉพาะช่วงเวลา")), ("any", _("ทุกเวลา")))
LANGUAGES = (("th", _("ไทย")), ("ms", _("มลายู")), ("en", _("อังกฤษ")))
WORDS = ("address", "whose", "say", "code_word", "check_question", "who_may_answer", "never", "place", "note")


def ways() -> list[tuple[str, str]]:
    """Ways to reach somebody, in the reader's language."""
    return [(code, channel_word(code)) for code in rules.CHANNELS]


class SafeContactForm(forms.Form):
    """How somebody can be reached. `told()` is the rule as the actions take it; {} says that no way is safe.

    Used by the desk form, by the case and on its own page. A code word that is left empty stays what it was, for it is not shown here.
    """

    channels = SomeOf(ways, required=False, label=_("ติดต่อทางไหนได้"), help_text=_("ไม่เลือก หมายถึงห้ามติดต่อ"))
    address = SafeText(max_length=200, required=False, label=_("เบอร์หรือที่อยู่ที่ใช้ติดต่อ"))
    whose = SafeText(max_length=120, required=False, label=_("เครื่องของใคร"), help_text=_("เครื่องที่ใช้ร่วมกับคนอื่น ให้บอกไว้"))
    when = OneOf(WHEN, required=False, label=_("เวลาที่ปลอดภัย"), help_text=_("ไม่รู้ หมายถึงยังไม่ติดต่อ"))
    days = SomeOf(
        tuple((str(day), _(word)) for day, word in enumerate(rules.DAYS)), required=False, label=_("วัน"), help_text=_("ไม่เลือก หมายถึงทุกวัน"),
    )
    say = SafeText(max_length=300, required=False, label=_("ถ้าคนอื่นรับ ให้พูดว่า"))
    who_may_answer = SafeText(max_length=200, required=False, label=_("ใครรับสายแทนได้"))
    voicemail = forms.BooleanField(required=False, label=_("ฝากข้อความเสียงได้"))
    code_word = SafeText(max_length=120, required=False, label=_("คำลับ"), help_text=_("ใช้ให้แน่ใจว่าคุยกับคนที่ต้องการ เว้นว่าง = ใช้คำเดิม"))
    check_question = SafeText(max_length=200, required=False, label=_("คำถามเพื่อให้แน่ใจ"), help_text=_("เว้นว่าง = ใช้คำถามเดิม"))
    never_channels = SomeOf(ways, required=False, label=_("ห้ามติดต่อทาง"))
    never = SafeText(max_length=500, required=False, label=_("ห้ามทำอะไร"), help_text=_("เช่น ห้ามโทรเครื่องที่บ้าน ห้ามให้สามีรู้"))
    place = SafeText(max_length=300, required=False, label=_("ที่พบได้อย่างปลอดภัย"))
    note = SafeText(max_length=1000, lines=True, rows=2, required=False, label=_("หมายเหตุ"))
    language = OneOf(LANGUAGES, required=False, label=_("ข้อความเป็นภาษา"))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for n in range(1, SPANS + 1):
            self.fields[f"from_{n}"] = TimeField24(required=False, label=_("ตั้งแต่"))
            self.fields[f"until_{n}"] = TimeField24(required=False, label=_("ถึง"))

    def clean(self) -> dict[str, Any]:
        """Spans need both ends; what may be used cannot be forbidden too."""
        given = super().clean() or {}
        if given.get("when") == "spans":
            self._check_spans(given)
        both = set(given.get("channels") or ()) & set(given.get("never_channels") or ())
        if both:
            words = " ".join(channel_word(code) for code in both)
            self.add_error("never_channels", say("%(channels)s เป็นทั้งทางที่ใช้ได้และทางที่ห้าม เลือกอย่างเดียว") % {"channels": words})
        for channel in ("phone", "sms", "email"):
            told = {"address": given.get("address") or ""}
            if channel in (given.get("channels") or ()) and told["address"] and not any(
                rules.address_for(told, one) for one in given["channels"] if one in {"phone", "sms", "email"}
            ):
                self.add_error("address", say("ไม่ใช่เบอร์โทรศัพท์หรืออีเมลที่ใช้ได้ ตรวจอีกครั้ง"))
                break
        return given

    def _check_spans(self, given: Mapping[str, Any]) -> None:
        found = 0
        for n in range(1, SPANS + 1):
            begins, ends = given.get(f"from_{n}"), given.get(f"until_{n}")
            found += begins is not None or ends is not None
            if (begins is None) != (ends is None) and not {f"from_{n}", f"until_{n}"} & set(self.errors):
                self.add_error(f"from_{n}" if begins is None else f"until_{n}", say("กรอกทั้งเวลาเริ่มและเวลาสิ้นสุด"))
            elif begins is not None and begins == ends:
                self.add_error(f"until_{n}", say("เวลาเริ่มและเวลาสิ้นสุดต้องไม่เท่ากัน"))
        if not found and not self.errors:
            self.add_error("from_1", say("กรอกช่วงเวลา หรือเลือก “ยังไม่รู้”"))

    def told(self) -> dict[str, Any]:
        """The rule, as `set_rule` takes it."""
        said = self.cleaned_data
        if not any(said.get(name) for name in ("channels", "never_channels", *WORDS)):
            return {}
        hours: list[list[str]] | None = None
        if said.get("when") == "any":
            hours = []
        elif said.get("when") == "spans":
            hours = [
                [f"{said[f'from_{n}']:%H:%M}", f"{said[f'until_{n}']:%H:%M}"] for n in range(1, SPANS + 1) if said.get(f"from_{n}") is not None
            ]
        return {
            "channels": said["channels"], "never_channels": said["never_channels"], "hours": hours, "days": [int(day) for day in said["days"]],
            "voicemail": said["voicemail"], "language": said.get("language") or "th", **{name: said[name] for name in WORDS if said.get(name)},
        }


def initial_of(view: RuleView | None) -> dict[str, Any]:
    """What the form shows for the record in force; the code word is never in it."""
    rule = view.rule if view is not None else {}
    hours = rule.get("hours")
    spans = hours if isinstance(hours, list) else []
    shown: dict[str, Any] = {name: rule.get(name) for name in (*WORDS, "channels", "never_channels", "voicemail", "language") if name != "code_word"}
    days = rule.get("days")
    shown["days"] = [str(day) for day in days] if isinstance(days, list) else []
    shown["when"] = "any" if hours == [] else "spans" if spans else ""
    if isinstance(rule.get("address"), dict):
        shown["address"] = next(iter(rule["address"].values()), "")  # type: ignore[attr-defined]
    for n, span in enumerate(spans[:SPANS], 1):
        shown |= {f"from_{n}": _time(span[0]), f"until_{n}": _time(span[1])}
    return shown


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat("00:00" if text == "24:00" else text)
    except ValueError:
        return None


class SendForm(forms.Form):
    """A neutral text to choose, and the way by which it goes. There is no box for words of one's own, by design."""

    channel = OneOf(
        lambda: [(code, channel_word(code)) for code in rules.CHANNELS if code in rules.WRITTEN and code not in rules.PULLED], label=_("ส่งทาง"),
    )
    text_code = OneOf(lambda: [(code, texts[0]) for code, texts in rules.TEXTS.items()], label=_("ข้อความ"))
