"""What is asked about a talk, and what passing something on asks; the second serves the later chapters too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.casework.intake.forms import OFFICE_WORDS
from prasan.community.counselling import rules
from prasan.community.counselling.flow import OFFICES
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.http.asking import House

Users = Sequence[tuple[UUID, str]]
_ANSWERS = (("yes", _("ใช่")), ("no", _("ไม่ใช่ (ถามแล้ว)")), ("unknown", _("ยังไม่รู้")))


def people(users: Users) -> list[tuple[str, str]]:
    """Choices of users."""
    return [(str(pk), name) for pk, name in users]


class TalkForm(House):
    """A talk: two choices are enough."""

    topic = OneOf([("", _("เลือกเรื่อง")), *rules.TOPICS.items()], unfold=True, label=_("คุยเรื่องอะไร"), error_messages={"required": _("เลือกเรื่องที่คุย")})
    for_whom = OneOf([("", _("เลือก")), *rules.FOR_WHOM.items()], unfold=True, label=_("ใครมาคุย"), error_messages={"required": _("เลือกว่าใครมาคุย")})
    advised = SomeOf([*rules.ADVISED.items()], label=_("ได้ทำอะไรให้"), required=False)
    again_on = BEDateField(label=_("นัดคุยอีกเมื่อไร"), past=False, required=False, help_text=_("เว้นว่างถ้าไม่ต้องนัด"))
    story = SafeText(max_length=4000, lines=True, rows=4, label=_("จดไว้เตือนตัวเอง"), required=False, help_text=_("ปกปิดไว้ เห็นได้เฉพาะคุณ ไม่จดก็ได้"))
    name = SafeText(max_length=160, label=_("ชื่อหรือคำเรียก"), required=False, help_text=_("ไม่ถามก็ได้ ปกปิดไว้ เห็นได้เฉพาะคุณ"))
    talked_on = BEDateField(label=_("คุยวันที่"), future=False, required=False, help_text=_("เว้นว่างถ้าเป็นวันนี้"))


class PassingForm(House):
    """What passing on asks; `users` are those of the centre who can be kept out."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    signs = SomeOf([*rules.DANGER.items()], label=_("สิ่งที่เห็นหรือได้ยิน"), required=False)
    danger_now = OneOf(_ANSWERS, label=_("ตอนนี้มีอันตรายไหม"), required=False, initial="unknown")
    hurt_now = OneOf(_ANSWERS, label=_("มีคนบาดเจ็บไหม"), required=False, initial="unknown")
    story = SafeText(
        max_length=8000, lines=True, rows=5, label=_("เล่าให้เจ้าหน้าที่ฟัง"), error_messages={"required": _("เล่าสั้น ๆ ว่าเป็นห่วงเรื่องอะไร")},
        help_text=_("เท่าที่เห็นและได้ยินเอง ไม่ต้องไปถามเพิ่ม"),
    )
    basis = OneOf([*rules.BASES.items()], label=_("ส่งต่อเพราะอะไร"), error_messages={"required": _("เลือกว่าส่งต่อเพราะอะไร")})
    name = SafeText(max_length=160, label=_("ชื่อคนที่เป็นห่วง"), required=False, help_text=_("ไม่รู้ชื่อ ใส่คำเรียกหรือเว้นว่าง"))
    safe = SafeText(max_length=300, label=_("พบหรือติดต่อเจ้าตัวอย่างไรจึงปลอดภัย"), required=False, help_text=_("ไม่รู้ให้เว้นว่าง จะไม่มีใครติดต่อเจ้าตัวก่อนถามคุณ"))
    never = SafeText(max_length=300, label=_("ห้ามทำหรือห้ามบอกใคร"), required=False, help_text=_("เช่น ห้ามบอกแม่ ห้ามไปที่บ้าน"))
    offices = SomeOf([(code, OFFICE_WORDS[code]) for code in OFFICES], label=_("หน่วยงานที่ต้องกันออก"), required=False)
    keep_out = SomeOf((), label=_("คนในศูนย์ที่ต้องกันออก"), required=False, help_text=_("ญาติหรือคนสนิทของบ้านนั้นจะไม่เห็นแม้แต่ว่าศูนย์ส่งเรื่อง"))
    unrest = forms.BooleanField(label=_("เกี่ยวกับสถานการณ์ความไม่สงบ"), required=False, help_text=_("หน่วยงานความมั่นคงไม่เห็นข้อนี้"))
    by_name = forms.BooleanField(label=_("บอกชื่อฉันกับเจ้าหน้าที่"), required=False, initial=True, help_text=_("เก็บแยก ปกปิดจากทุกคนนอกโต๊ะรับแจ้ง เจ้าหน้าที่จะได้ถามกลับ"))

    def __init__(self, *args: Any, users: Users = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if users:
            self.fields["keep_out"] = SomeOf(people(users), label=self.fields["keep_out"].label, help_text=self.fields["keep_out"].help_text, required=False)
        else:
            del self.fields["keep_out"]
