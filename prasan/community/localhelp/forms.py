"""What is asked about a help, and about a resource."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.community.counselling.forms import Users, people
from prasan.community.counselling.rules import FOR_WHOM
from prasan.community.localhelp import rules
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.http.asking import House


class HelpForm(House):
    """A help: what is needed and by whom; the rest is optional."""

    need = OneOf([("", _("เลือก")), *rules.NEEDS.items()], unfold=True, label=_("ต้องการอะไร"), error_messages={"required": _("เลือกว่าต้องการอะไร")})
    for_whom = OneOf([("", _("เลือก")), *FOR_WHOM.items()], unfold=True, label=_("ช่วยใคร"), error_messages={"required": _("เลือกว่าช่วยใคร")})
    resource = OneOf((), unfold=True, label=_("ใช้อะไรในตำบลช่วย"), required=False)
    done = forms.BooleanField(label=_("ช่วยเสร็จแล้ว"), required=False)
    result = SafeText(max_length=2000, lines=True, rows=2, label=_("ได้ผลอย่างไร"), required=False)
    due_on = BEDateField(label=_("จะทำให้เสร็จภายใน"), past=False, required=False, help_text=_("เว้นว่างได้ ถ้าใส่จะเตือนคุณ"))
    name = SafeText(max_length=160, label=_("ชื่อหรือคำเรียก"), required=False, help_text=_("ปกปิดไว้ เห็นได้เฉพาะคุณ"))
    story = SafeText(max_length=4000, lines=True, rows=3, label=_("เรื่องเป็นอย่างไร"), required=False, help_text=_("ปกปิดไว้ เห็นได้เฉพาะคุณ"))
    close = SomeOf((), label=_("ใครสนิทหรือเป็นญาติกับบ้านนี้"), required=False, help_text=_("คนที่เลือกจะไม่เห็นรายการนี้เลย"))

    def __init__(self, *args: Any, users: Users = (), resources: Users = (), **options: Any) -> None:
        super().__init__(*args, **options)
        label = self.fields["resource"].label
        self.fields["resource"] = OneOf([("", _("ไม่ได้ใช้ หรือไม่มีในรายการ")), *people(resources)], unfold=True, label=label, required=False)
        if users:
            before = self.fields["close"]
            self.fields["close"] = SomeOf(people(users), label=before.label, help_text=before.help_text, required=False)
        else:
            del self.fields["close"]


class ResourceForm(House):
    """Somebody or something that can help."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    title = SafeText(max_length=120, label=_("คืออะไร"), error_messages={"required": _("บอกว่าคืออะไร")},
                     help_text=_("เช่น รถกระบะรับส่งโรงพยาบาล ข้าวสารของวัด ไม่ใส่ชื่อคนตรงนี้"))
    kind = OneOf([("", _("เลือก")), *rules.KINDS.items()], unfold=True, label=_("ชนิด"), error_messages={"required": _("เลือกชนิด")})
    gives = SomeOf([*rules.NEEDS.items()], label=_("ช่วยเรื่องอะไรได้"), error_messages={"required": _("เลือกว่าช่วยเรื่องอะไรได้")})
    hours = SafeText(max_length=200, label=_("วันและเวลา"), required=False, help_text=_("เช่น จันทร์–ศุกร์ 8.30–16.30 น. หรือ โทรก่อน"))
    terms = SafeText(max_length=300, label=_("เงื่อนไขหรือจำนวน"), required=False, help_text=_("เช่น ครั้งละ 500 บาท เดือนละไม่เกิน 3 บ้าน"))
    holder = SafeText(max_length=160, label=_("เป็นของใคร"), required=False, help_text=_("เข้ารหัสไว้"))
    contact = SafeText(max_length=200, label=_("ติดต่ออย่างไร"), required=False, help_text=_("เข้ารหัสไว้ เจ้าตัวยอมให้ใช้แล้ว"))
    kept_here = forms.BooleanField(
        label=_("ให้เห็นเฉพาะในศูนย์"), required=False, initial=True,
        help_text=_("ไม่ติ๊ก: เจ้าหน้าที่ในจังหวัดค้นพบได้ ศูนย์อื่นในตำบลเห็นเพียงว่ามี ถามเจ้าของก่อน"),
    )
