"""What is asked to begin a watch, and to ask somebody in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.community.counselling.forms import Users, people
from prasan.community.counselling.rules import DANGER
from prasan.community.watch import rules
from prasan.community.watch.flow import LEVELS
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.http.asking import House


class WatchForm(House):
    """A new entry. `users` are the other members of the centre."""

    signs = SomeOf([*DANGER.items()], label=_("มีข้อไหนบ้างไหม"), required=False, help_text=_("ถ้ามีแม้ข้อเดียว ไม่ใช่เรื่องเฝ้าระวัง ระบบจะพาไปส่งต่อทันที"))
    sketch = SafeText(
        max_length=500, lines=True, rows=3, label=_("บ้านอยู่ตรงไหน"), error_messages={"required": _("บอกว่าบ้านอยู่ตรงไหน ไม่ใส่ชื่อคน")},
        help_text=_("เช่น หมู่ 3 ซอยหลังวัด หลังที่สอง รั้วเขียว กรรมการทุกคนเห็นข้อนี้ จึงไม่ใส่ชื่อ"),
    )
    look_for = SomeOf([*rules.LOOK_FOR.items()], label=_("ไปแล้วดูอะไร"), required=False)
    level = OneOf(LEVELS, label=_("ดูแค่ไหน"), error_messages={"required": _("เลือกระดับ")})
    reason = OneOf([("", _("เลือกเหตุ")), *rules.REASONS.items()], unfold=True, label=_("เป็นห่วงเรื่องอะไร"), error_messages={"required": _("เลือกเหตุที่เฝ้าระวัง")})
    who = SafeText(max_length=200, label=_("บ้านของใคร"), required=False, help_text=_("ปกปิดไว้ เห็นเฉพาะคุณและคนที่คุณเลือกด้านล่าง"))
    why = SafeText(max_length=2000, lines=True, rows=3, label=_("เล่าเหตุที่เป็นห่วง"), required=False, help_text=_("ปกปิดไว้เช่นกัน"))
    ends_on = BEDateField(label=_("ดูถึงวันที่"), past=False, required=False, help_text=_("เว้นว่างคือเท่าที่กติกาให้ดูได้นานสุด ครบแล้วหยุดเอง"))
    keepers = SomeOf((), label=_("ใครเห็นชื่อด้วย"), required=False)
    close = SomeOf((), label=_("ใครสนิทหรือเป็นญาติกับบ้านนี้"), required=False, help_text=_("คนที่เลือกจะไม่เห็นรายการนี้เลย และไม่มีใครบอกเขา"))

    def __init__(self, *args: Any, users: Users = (), levels: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if levels is not None:
            self.fields["level"].hints = levels  # type: ignore[attr-defined]
        for name in ("keepers", "close"):
            if users:
                before = self.fields[name]
                self.fields[name] = SomeOf(people(users), label=before.label, help_text=before.help_text, required=False)
            else:
                del self.fields[name]


class AskInForm(House):
    """Who keeps it too."""

    user = OneOf((), label=_("ให้ใครเห็นชื่อและดูแลด้วย"), error_messages={"required": _("เลือก 1 คน")})

    def __init__(self, *args: Any, users: Users = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = OneOf(people(users), label=self.fields["user"].label, error_messages={"required": _("เลือก 1 คน")})


class AsideForm(House):
    """Only the wish to be sure."""

    sure = forms.BooleanField(widget=forms.HiddenInput(), required=False, initial=True)
