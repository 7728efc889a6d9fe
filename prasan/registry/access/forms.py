"""What people type into the pages of access."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prasan.ground import clock
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf, TimeField24
from prasan.registry.access.roles import ALL, name_of
from prasan.registry.access.rules import CATEGORIES, HOW_KNOWN, PASSWORD_LONGEST, SCOPES
from prasan.registry.areas.queries import children

LANGUAGES = (("th", "ไทย"), ("en", "English"))


class SignInForm(forms.Form):
    """Name and password."""

    username = SafeText(
        label=_("ชื่อผู้ใช้"), max_length=80, widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("รหัสผ่าน"), max_length=PASSWORD_LONGEST, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code of eight."""

    code = SafeText(
        label=_("เลข 6 ตัวจากแอป หรือรหัสสำรอง 8 ตัว"), max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("รหัสผ่านใหม่"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("อย่างน้อย 12 ตัวอักษร ประโยคยาวที่จำง่ายใช้ได้ดี เว้นวรรคได้"),
    )
    again = forms.CharField(label=_("พิมพ์รหัสผ่านอีกครั้ง"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("ไม่ตรงกับรหัสผ่านด้านบน"))
        return data


class NewPasswordForm(PasswordForm):
    """A change of the password: first the one in use."""

    current = forms.CharField(
        label=_("รหัสผ่าน"), max_length=PASSWORD_LONGEST, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    field_order = ("current", "password", "again")


class OfficeMixin(forms.Form):
    """An office found by words: type, press find, choose. `offices` are the ones found now: (id, name)."""

    office_words = SafeText(label=_("หน่วยงาน"), max_length=80, required=False, help_text=_("พิมพ์ชื่อ ชื่อย่อ หรือจังหวัด เช่น พมจ ขอนแก่น"))
    organisation = OneOf(label=_("เลือกหน่วยงาน"), required=False)

    def __init__(self, *args: Any, offices: list[tuple[UUID, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices or []
        field = self.fields["organisation"]
        field.choices = [(str(pk), name) for pk, name in self.offices]  # type: ignore[attr-defined]
        if len(self.offices) == 1:
            field.initial = str(self.offices[0][0])

    def clean(self) -> dict[str, Any]:
        """One office must be chosen."""
        data = super().clean() or {}
        if not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation" if self.offices else "office_words", _("ค้นหา แล้วเลือกหน่วยงาน"))
        return data


def _provinces() -> list[tuple[str, str]]:
    lang = get_language() or "th"
    return [("", str(_("เลือกจังหวัด"))), *((one.code, one.name(lang)) for one in children())]


class PositionForm(OfficeMixin):
    """A role at an office."""

    role = OneOf([("", _("เลือกบทบาท")), *((role.code, lazy(name_of, str)(role.code)) for role in ALL)], label=_("บทบาท"), unfold=True)
    area = OneOf(_provinces, label=_("พื้นที่"), required=False, unfold=True)  # narrower than the office's, or of an office that has none
    title = SafeText(label=_("ตำแหน่งในหน่วยงาน"), max_length=120, required=False)
    ends_on = BEDateField(label=_("ถึงวันที่"), required=False, past=False, help_text=_("เว้นว่างถ้าไม่มีกำหนด"))

    field_order: tuple[str, ...] = ("role", "office_words", "organisation", "area", "title", "ends_on")

    @property
    def areas(self) -> tuple[str, ...]:
        """The area that was named, if one was."""
        chosen = self.cleaned_data.get("area")
        return (chosen,) if chosen else ()

    @property
    def until(self) -> datetime | None:
        """The end of the last day, or None."""
        day = self.cleaned_data.get("ends_on")
        return datetime.combine(day, time(23, 59, 59), clock.BANGKOK) if day else None


class InviteForm(PositionForm):
    """A new user with one position."""

    name = SafeText(label=_("ชื่อที่เพื่อนร่วมงานเห็น"), max_length=120)
    username = SafeText(
        label=_("ชื่อผู้ใช้"), max_length=40, help_text=_("a-z ตัวเลข จุด ขีด หรือขีดล่าง 3 ถึง 40 ตัว"),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    phone = SafeText(label=_("โทรศัพท์สำนักงาน"), max_length=20, required=False)
    language = OneOf(LANGUAGES, label=_("ภาษาที่ใช้"), initial="th")

    field_order = ("name", "username", "phone", "role", "office_words", "organisation", "area", "title", "ends_on", "language")


class MoveForm(PositionForm):
    """Another office, for good."""

    ends_on = None  # type: ignore[assignment]


class UserForm(forms.Form):
    """What an administrator may change."""

    name = SafeText(label=_("ชื่อที่เพื่อนร่วมงานเห็น"), max_length=120)
    phone = SafeText(label=_("โทรศัพท์สำนักงาน"), max_length=20, required=False)
    language = OneOf(LANGUAGES, label=_("ภาษาที่ใช้"))


class LeaveForm(forms.Form):
    """From, until, who stands in."""

    starts_on = BEDateField(label=_("ลาตั้งแต่วันที่"), past=False)
    ends_on = BEDateField(label=_("ถึงวันที่"), past=False)
    stand_in = OneOf(label=_("ผู้ปฏิบัติหน้าที่แทน"), unfold=True)

    def __init__(self, *args: Any, colleagues: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [("", _("เลือกคน")), *((str(pk), name) for pk, name in colleagues)]  # type: ignore[attr-defined]

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first moment of the first day (or now) until the last of the last."""
        first, last = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        begins = datetime.combine(first, time(0, 0), clock.BANGKOK)
        return max(begins, clock.now()), datetime.combine(last, time(23, 59, 59), clock.BANGKOK)


class ResetForm(forms.Form):
    """How the asker made sure who it is."""

    how_known = OneOf(tuple(HOW_KNOWN.items()), label=_("คุณแน่ใจได้อย่างไรว่าเป็นเจ้าตัว"))


class DutyForm(forms.Form):
    """One watch."""

    user = OneOf(label=_("ใครเข้าเวร"), unfold=True)
    day = BEDateField(label=_("วันที่"), past=False)
    starts = TimeField24(label=_("เริ่ม"), help_text=_("เช่น 16.30"))
    ends = TimeField24(label=_("ถึง"), help_text=_("ถ้าน้อยกว่าเวลาเริ่ม หมายถึงวันรุ่งขึ้น"))
    phone = SafeText(label=_("โทรศัพท์เวร"), max_length=20, required=False)

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("เลือกคน")), *((str(pk), name) for pk, name in people)]  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A key for a program."""

    name = SafeText(label=_("ชื่อกุญแจ"), max_length=80, help_text=_("บอกว่าโปรแกรมไหนใช้"))
    scopes = SomeOf(tuple(SCOPES.items()), label=_("ทำอะไรได้"))
    days = OneOf((("7", _("7 วัน")), ("30", _("30 วัน")), ("90", _("90 วัน"))), label=_("อายุกุญแจ"), initial="30")


class BreakGlassForm(forms.Form):
    """Why a sealed record must be opened now."""

    number = SafeText(label=_("เลขเคส"), max_length=40, help_text=_("เช่น ขก 2570-0412 ในพื้นที่ของคุณ"))
    category = OneOf(tuple(CATEGORIES.items()), label=_("เหตุที่ต้องเปิดดู"))
    reason = SafeText(
        label=_("เหตุผล"), max_length=2000, lines=True, rows=4,
        help_text=_("ผู้ทบทวนจะอ่าน บอกว่าเกิดอะไรขึ้น และทำไมรอผู้จัดการรายกรณีไม่ได้"),
    )
    reporter = forms.BooleanField(label=_("ต้องเห็นผู้แจ้งเหตุด้วย"), required=False, help_text=_("เลือกเมื่อขาดไม่ได้เท่านั้น ผู้ทบทวนจะถามเหตุผลข้อนี้"))

    def __init__(self, *args: Any, named: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["number"]


class ReviewForm(forms.Form):
    """What the reviewer found."""

    justified = OneOf((("yes", _("มีเหตุสมควร")), ("no", _("ไม่มีเหตุสมควร"))), label=_("ผลการทบทวน"))
    note = SafeText(label=_("เหตุผลของผลการทบทวน"), max_length=2000, lines=True, rows=4)
