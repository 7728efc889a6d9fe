"""The one question of the pages on which lists are brought in: which file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.ground.http.asking import House


class ListForm(House):
    """A list as CSV or XLSX."""

    file = forms.FileField(
        label=_("ไฟล์ XLSX หรือ CSV"), help_text=_("ไม่เกิน 1.5 MB ระบบให้ดูก่อน ยังไม่มีอะไรเปลี่ยนจนกว่าจะกดนำเข้า"),
        error_messages={"required": _("เลือกไฟล์ก่อน"), "empty": _("ไฟล์ว่าง ต้องมีแถวหัวคอลัมน์")},
    )
