"""Asking that two records be taken for one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import SafeText


class MergeForm(forms.Form):
    """Which other record, and why it is the same person."""

    gone = forms.UUIDField(widget=forms.HiddenInput(), error_messages={"required": _("เลือกอีกคนหนึ่ง"), "invalid": _("เลือกจากรายการ")})
    why = SafeText(
        max_length=2000, lines=True, rows=2, label=_("ทำไมเป็นคนเดียวกัน"), help_text=_("เช่น เลขเดียวกัน วันเกิดตรง แม่คนเดียวกัน ชื่อเหมือนกันอย่างเดียวไม่พอ"),
    )
