"""What the page of telephones asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import SafeText


class DeviceForm(forms.Form):
    """A new telephone."""

    label = SafeText(label=_("ชื่อเครื่อง"), max_length=80, help_text=_("บอกให้รู้ว่าเครื่องของใคร เช่น เครื่องป้าสมร หมู่ 4"))
