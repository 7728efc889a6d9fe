"""The desk form: for a walk-in, a call, a letter. Saving never blocks the call: a channel and one word of what are enough."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prasan.casework.intake import rules
from prasan.ground import clock
from prasan.ground.clock import PartialDate
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf, TimeField24
from prasan.ground.files.fields import FilesField
from prasan.registry.areas import queries as areas
from prasan.registry.people.rules import DISABILITIES, LANGUAGES, NUMBER_KINDS

ANSWER = (("yes", _("ใช่")), ("no", _("ไม่ใช่ (ถามแล้ว)")), ("unknown", _("ยังไม่รู้")))
CONTACTS = (
    ("phone", _("โทรศัพท์")), ("sms", _("ข้อความสั้น")), ("line", _("LINE")), ("email", _("อีเมล")), ("letter", _("จดหมาย")),
    ("receipt", _("หน้าใบรับเรื่อง")), ("visit", _("พบตัว")),
)  # fmt: skip
ROLES = (
    ("self", _("ผู้ประสบปัญหาเอง")), ("self_child", _("เด็กแจ้งเอง")), ("parent", _("พ่อหรือแม่")), ("relative", _("ญาติ")),
    ("neighbour", _("เพื่อนบ้าน")), ("friend", _("เพื่อน")), ("teacher", _("ครู")), ("nurse", _("แพทย์ พยาบาล")),
    ("health_volunteer", _("อสม.")), ("police", _("ตำรวจ")), ("lao_staff", _("เจ้าหน้าที่ท้องถิ่น")), ("cso_worker", _("องค์กรเอกชน")),
    ("passer_by", _("ผู้พบเห็น")), ("alleged_perpetrator", _("ผู้ถูกกล่าวหา")), ("other", _("อื่น ๆ")), ("unknown", _("ไม่ทราบ")),
)  # fmt: skip
SOURCES = (("officer", _("เจ้าหน้าที่เห็นหรือถาม")), ("reporter", _("ผู้แจ้งบอก")), ("document", _("จากเอกสาร")))
SEX = (("", _("ไม่ทราบ")), ("f", _("หญิง")), ("m", _("ชาย")), ("x", _("อื่น ๆ")))
OFFICES = (
    "psdhso", "family_shelter", "hospital_oscc", "police_station", "district_office", "lao", "cfdc", "education_office", "labour_protection",
    "security_body",
)  # fmt: skip
OFFICE_WORDS = {
    "psdhso": _("สำนักงาน พมจ."), "family_shelter": _("บ้านพักเด็กและครอบครัว"), "hospital_oscc": _("โรงพยาบาล"), "police_station": _("ตำรวจ"),
    "district_office": _("อำเภอ กำนัน ผู้ใหญ่บ้าน"), "lao": _("อบต. หรือเทศบาล"), "cfdc": _("ศพค."), "education_office": _("โรงเรียนหรือเขตการศึกษา"),
    "labour_protection": _("สวัสดิการและคุ้มครองแรงงาน"), "security_body": _("ทหารหรือหน่วยความมั่นคง"),
}  # fmt: skip


def _in_words(table: dict[str, tuple[str, str]], code: str) -> str:
    return table[code][0 if (get_language() or "th") == "th" else 1]


_word = lazy(_in_words, str)


def _choices(table: dict[str, tuple[str, str]]) -> list[tuple[str, Any]]:
    return [(code, _word(table, code)) for code in table]


def _said(table: dict[str, str]) -> list[tuple[str, Any]]:
    """The choices of a table that holds the Thai words alone."""
    return [(code, _(word)) for code, word in table.items()]


HEADS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("ความรุนแรง"), ("violence",)),
    (_("ละเลย ผู้สูงอายุ คนพิการ"), ("neglect", "elder")),
    (_("ค้ามนุษย์ แรงงานเด็ก ขอทาน"), ("trafficking", "child_labour", "begging")),
    (_("การตั้งครรภ์ ครอบครัว สุขภาพจิต"), ("pregnancy", "marriage", "custody", "behaviour", "mental")),
    (_("ความเป็นอยู่และสถานะ"), ("homelessness", "welfare", "identity", "orphan")),
    (_("ข้อมูล เรื่องของหน่วยงานอื่น ยังไม่ชัดเจน"), ("misuse", "privacy", "not_ours", "none")),
)


def _by_group() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Problems under a few heads, so that they fit on a screen."""
    return [
        (head, [(code, _word(rules.PROBLEMS, code)) for code in rules.PROBLEMS if code.partition(".")[0] in groups])
        for head, groups in HEADS
    ]


def _provinces() -> list[tuple[str, str]]:
    lang = get_language() or "th"
    return [("", str(_("ไม่ทราบ"))), *((one.code, one.name(lang)) for one in areas.children())]


def _channels() -> list[tuple[str, Any]]:
    return [("", str(_("เลือกช่องทาง"))), *_choices(rules.CHANNELS)]


class DeskForm(forms.Form):
    """What is asked of everybody but the persons, who have forms of their own."""

    # Nothing is chosen beforehand: a channel that nobody looked at would stay in the register as it was.
    channel = OneOf(_channels, unfold=True, label=_("ช่องทาง"), error_messages={"required": _("เลือกช่องทางที่รับแจ้ง")})
    received_on = BEDateField(label=_("รับแจ้งเมื่อ"), future=False, required=False, help_text=_("เว้นว่างถ้าเป็นตอนนี้"))
    received_time = TimeField24(label=_("เวลาที่รับแจ้ง"), required=False)
    language = OneOf(lambda: _said(LANGUAGES), unfold=True, label=_("ภาษาที่ใช้คุย"), required=False, initial="th")

    role = OneOf(ROLES, unfold=True, label=_("ผู้แจ้งเป็นใคร"), required=False)
    reporter_name = SafeText(max_length=160, label=_("ชื่อผู้แจ้ง"), required=False, help_text=_("เก็บแยกและปกปิด ไม่บอกก็ได้"))
    reporter_contact = SafeText(max_length=200, label=_("ช่องทางของผู้แจ้ง"), required=False)
    reporter_note = SafeText(max_length=500, label=_("หมายเหตุเกี่ยวกับผู้แจ้ง"), required=False)

    danger_now = OneOf(ANSWER, label=_("ตอนนี้มีอันตรายไหม"), required=False, initial="unknown")
    hurt_now = OneOf(ANSWER, label=_("มีคนบาดเจ็บไหม"), required=False, initial="unknown")
    story = SafeText(max_length=20_000, lines=True, rows=8, label=_("เกิดอะไรขึ้น"), required=False, help_text=_("เท่าที่ได้ยิน ไม่ถามซ้ำเรื่องที่เล่าแล้ว"))
    problems = SomeOf(_by_group, label=_("ประเภทปัญหา"), required=False)
    signs_yes = SomeOf(lambda: _choices(rules.SIGNS), label=_("ข้อที่มี"), required=False)
    signs_no = SomeOf(lambda: _choices(rules.SIGNS), label=_("ข้อที่ถามแล้วว่าไม่มี"), required=False, help_text=_("ข้อที่ไม่ติ๊กทั้งสองช่อง ถือว่ายังไม่รู้"))
    tip = forms.BooleanField(label=_("เป็นเบาะแส ยังไม่แน่ใจ"), required=False)
    unrest = forms.BooleanField(label=_("เกี่ยวกับสถานการณ์ความไม่สงบ"), required=False, help_text=_("หน่วยงานความมั่นคงไม่เห็นข้อนี้"))

    province = OneOf(_provinces, unfold=True, label=_("จังหวัด"), required=False)
    place = SafeText(max_length=120, label=_("ตำบลหรืออำเภอ"), required=False)
    choice = OneOf((), label=_("หมายถึงที่ไหน"), required=False)
    where_words = SafeText(max_length=500, label=_("บ้านเลขที่หรือจุดสังเกต"), required=False)
    on = BEDateField(partial=True, label=_("วันที่เกิดเหตุ"), required=False, help_text=_("หรือวันที่จะเกิด"))
    at = TimeField24(label=_("เวลาที่เกิดเหตุ"), required=False)
    when_words = SafeText(max_length=200, label=_("บอกเป็นคำพูด"), required=False)
    going_on = OneOf(ANSWER, label=_("ยังเกิดอยู่ไหม"), required=False, initial="unknown")

    flags = SomeOf(lambda: _choices(rules.FLAGS), label=_("ความเปราะบาง"), required=False)
    flag_source = OneOf(SOURCES, unfold=True, label=_("รู้จาก"), required=False, initial="officer")
    flag_on = BEDateField(label=_("เมื่อวันที่"), future=False, required=False)
    wishes = SomeOf(lambda: _choices(rules.WISHES), label=_("สิ่งที่ขอ"), required=False)
    wish_words = SafeText(max_length=300, label=_("รายละเอียดที่ขอ"), required=False)

    involves_office = OneOf(ANSWER, label=_("มีใครในเรื่องทำงานหรือสนิทกับหน่วยงานที่อาจรับเรื่องไหม"), required=False, initial="unknown")
    offices = SomeOf([(code, OFFICE_WORDS[code]) for code in OFFICES], label=_("หน่วยงานที่ต้องกันออก"), required=False)
    excluded = SafeText(max_length=300, label=_("คนในระบบที่ต้องกันออก"), required=False, help_text=_("ชื่อหรือชื่อเข้าระบบ คั่นด้วยจุลภาค"))
    involved_words = SafeText(max_length=300, label=_("เหตุที่ต้องกันออก"), required=False)

    safe_channels = SomeOf(CONTACTS, label=_("ติดต่อกลับทางไหนได้"), required=False, help_text=_("ไม่ติ๊กเลยคือห้ามติดต่อ"))
    safe_address = SafeText(max_length=200, label=_("เบอร์หรือที่ติดต่อ"), required=False)
    safe_from = TimeField24(label=_("ตั้งแต่เวลา"), required=False)
    safe_until = TimeField24(label=_("ถึงเวลา"), required=False)
    safe_say = SafeText(max_length=200, label=_("ถ้าคนอื่นรับสาย ให้เราพูดว่า"), required=False)
    code_word = SafeText(max_length=80, label=_("คำรหัส"), required=False)
    safe_never = SafeText(max_length=300, label=_("ห้าม"), required=False)
    safe_note = SafeText(max_length=300, label=_("หมายเหตุการติดต่อ"), required=False)

    complaint_made = OneOf(ANSWER, label=_("ร้องทุกข์ต่อตำรวจแล้วไหม"), required=False, initial="unknown")
    custody_on = BEDateField(label=_("วันที่ตำรวจควบคุมตัวผู้ถูกกล่าวหา"), future=False, required=False)
    custody_at = TimeField24(label=_("เวลาที่ควบคุมตัว"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_code = ""
        typed, province = self._typed("place"), self._typed("province")
        within = province if province.isascii() and province.isdigit() and len(province) == 2 else ""
        self._candidates = areas.search_areas(typed, 6, within=within) if typed.strip() and len(typed) <= 120 else ()
        if len(self._candidates) > 1:
            lang = get_language() or "th"
            lines = [(one.code, areas.name_line(one.code, lang)) for one in self._candidates]
            self.fields["choice"] = OneOf([*lines, ("none", _("ไม่มีที่ตรง ใช้เฉพาะจังหวัด"))], label=_("หมายถึงที่ไหน"), required=False)
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        """One word of what; a place that means several never blocks: it falls back to the province."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not (given.get("story") or given.get("problems")):
            self.add_error("story", _("กรอกสั้น ๆ หรือเลือกประเภทปัญหา 1 ข้อ"))
        self.area_code = self._area(given)
        when = self.received_at(given)
        if when is not None and when > clock.now():
            self.add_error("received_time", _("เวลานี้ยังมาไม่ถึง"))
        return given

    def _area(self, given: dict[str, Any]) -> str:
        chosen = given.get("choice", "")
        if chosen and chosen != "none":
            return str(chosen)
        return self._candidates[0].code if len(self._candidates) == 1 else str(given.get("province", ""))

    @staticmethod
    def received_at(given: dict[str, Any]) -> datetime | None:
        """When it reached us, if it was not now."""
        if given.get("received_on") is None and given.get("received_time") is None:
            return None
        day, at = given.get("received_on") or clock.today(), given.get("received_time") or time(12)
        return datetime.combine(day, at, tzinfo=clock.BANGKOK)

    def _typed(self, name: str) -> str:
        value = (self.data or {}).get(name, "") if self.is_bound else ""
        return value if isinstance(value, str) else ""


class PartyForm(forms.Form):
    """One person. Nothing is required; an empty one is left out."""

    name = SafeText(max_length=160, label=_("ชื่อ"), required=False, help_text=_("ไม่รู้ชื่อ ใส่คำเรียกได้"))
    other_names = SafeText(max_length=200, label=_("ชื่ออื่นหรือสะกดต่าง"), required=False, help_text=_("คั่นด้วยจุลภาค"))
    sex = OneOf(SEX, unfold=True, label=_("เพศ"), required=False)
    age = SafeText(max_length=40, label=_("อายุ"), required=False, help_text=_("เช่น 14, 5-6, ประมาณ 30, ป.4"))
    born = BEDateField(partial=True, born=True, label=_("วันเกิด"), required=False)
    relation = SafeText(max_length=160, label=_("ความสัมพันธ์"), required=False)
    number_kind = OneOf(lambda: [("", _("ไม่ระบุ")), *_said(NUMBER_KINDS)], unfold=True, label=_("เลขประจำตัวประเภท"), required=False)
    number = SafeText(max_length=64, label=_("เลขประจำตัว"), required=False, help_text=_("เลขไม่ครบหรือไม่ผ่านการตรวจก็บันทึกได้"))
    phone = SafeText(max_length=64, label=_("โทรศัพท์"), required=False)
    language = OneOf(lambda: [("", _("ไม่ทราบ")), *_said(LANGUAGES)], unfold=True, label=_("ภาษา"), required=False)
    disability = OneOf(lambda: [("", _("ไม่มีหรือไม่ทราบ")), *_said(DISABILITIES)], unfold=True, label=_("ความพิการ"), required=False)
    address = SafeText(max_length=300, label=_("ที่อยู่"), required=False)

    def party(self, role: rules.PartyRole) -> rules.Party:
        """The person as told; call after `is_valid`."""
        given = self.cleaned_data
        born = given.get("born")
        return rules.Party(
            role=role, name=given.get("name", ""), sex=given.get("sex", ""), age_words=given.get("age", ""),
            other_names=tuple(part.strip() for part in given.get("other_names", "").split(",") if part.strip()),
            birth=born.iso if isinstance(born, PartialDate) else "", relation=given.get("relation", ""), kin=given.get("kin", ""),
            numbers=(rules.Number(given["number"], given.get("number_kind", "")),) if given.get("number") else (),
            phones=(rules.Phone(given["phone"]),) if given.get("phone") else (),
            languages=(given["language"],) if given.get("language") else (), disability=given.get("disability", ""),
            address=given.get("address", ""),
        )  # fmt: skip


class AllegedForm(PartyForm):
    """An alleged perpetrator: what this person is to the affected one decides which law and which limits."""

    kin = OneOf(lambda: [("", _("ไม่ทราบ")), *_choices(rules.RELATIONS)], unfold=True, label=_("เป็นอะไรกับผู้ถูกกระทำ"), required=False)


class OutsideForm(forms.Form):
    """A number that another body gave."""

    kind = OneOf(lambda: [("", _("เลือกหน่วยงาน")), *_choices(rules.OUTSIDE_KINDS)], unfold=True, label=_("หน่วยงาน"), required=False)
    number = SafeText(max_length=80, label=_("เลขที่"), required=False)


MOST = 10
AffectedForms: type[BaseFormSet[PartyForm]] = formset_factory(PartyForm, extra=1, max_num=MOST, absolute_max=MOST)
AllegedForms: type[BaseFormSet[AllegedForm]] = formset_factory(AllegedForm, extra=1, max_num=MOST, absolute_max=MOST)
OutsideForms: type[BaseFormSet[OutsideForm]] = formset_factory(OutsideForm, extra=1, max_num=MOST, absolute_max=MOST)


class FilesForm(forms.Form):
    """Files that come with a report."""

    files = FilesField(label=_("ไฟล์"), required=False, help_text=_("รูป PDF เสียง หรือเอกสาร เราลบตำแหน่งออกจากรูปให้"))  # type: ignore[assignment]  # a form has its own word for it


class DeskForms:
    """The desk form and the forms of its persons and numbers, as one."""

    def __init__(self, data: Any = None, files: Any = None, *, channel: str = "") -> None:
        self.main = DeskForm(data, initial={"channel": channel if channel in rules.CHANNELS else ""})
        self.attached = FilesForm(data, files)
        self.affected = AffectedForms(data, prefix="affected")
        self.alleged = AllegedForms(data, prefix="alleged")
        self.outside = OutsideForms(data, prefix="outside")

    @property
    def all(self) -> list[Any]:
        """Every form, for the list of errors."""
        return [self.main, self.attached, *self.affected.forms, *self.alleged.forms, *self.outside.forms]

    def is_valid(self) -> bool:
        """All of them, so that every error shows at once."""
        return all([self.main.is_valid(), self.attached.is_valid(), self.affected.is_valid(), self.alleged.is_valid(), self.outside.is_valid()])

    def content(self, *, excluded_users: tuple[Any, ...] = ()) -> rules.Content:
        """What was told, as far as it can be read: wrong fields are left out, so that a suggestion can be made on the way."""
        given = getattr(self.main, "cleaned_data", {})
        on, at = given.get("on"), given.get("at")
        starts = ""
        if isinstance(on, PartialDate):
            starts = f"{on.iso}T{at:%H:%M}" if at and on.day is not None else on.iso
        source = given.get("flag_source") or "officer"
        custody = given.get("custody_on")
        return rules.Content(
            channel=given.get("channel") or "phone_desk",
            received_at=DeskForm.received_at(given),
            story=given.get("story", ""),
            problems=tuple(given.get("problems", ())),
            where=rules.Place(self.main.area_code, " ".join(p for p in (self._unclear_place(given), given.get("where_words", "")) if p)),
            when=rules.Told(starts, given.get("when_words", ""), given.get("going_on") or "unknown"),
            parties=tuple(self._parties()),
            reporter=self._teller(given),
            safe_contact=self._safe(given),
            flags=tuple(rules.FlagTold(code, source, given.get("flag_on")) for code in given.get("flags", ())),
            wishes=tuple(given.get("wishes", ())),
            wish_words=given.get("wish_words", ""),
            outside_numbers=tuple(
                rules.OutsideNumber(form.cleaned_data.get("kind") or "other", form.cleaned_data["number"])
                for form in self.outside.forms if getattr(form, "cleaned_data", {}).get("number")
            ),
            danger_now=given.get("danger_now") or "unknown",
            hurt_now=given.get("hurt_now") or "unknown",
            signs=tuple(self._signs(given)),
            unrest=bool(given.get("unrest")),
            involves_office=given.get("involves_office") or "unknown",
            involved_words=given.get("involved_words", ""),
            excluded_kinds=tuple(given.get("offices", ())),
            excluded_users=excluded_users,
            complaint_made=given.get("complaint_made") or "unknown",
            in_custody_since=f"{custody.isoformat()}T{given.get('custody_at') or time(0):%H:%M}" if custody else "",
            language=given.get("language") or "th",
            tip=bool(given.get("tip")),
        )

    def _unclear_place(self, given: dict[str, Any]) -> str:
        """What was typed of the place when it did not lead to one area."""
        return given.get("place", "") if len(self.main.area_code) < 4 else ""

    def _parties(self) -> list[rules.Party]:
        found = [form.party("affected") for form in self.affected.forms if hasattr(form, "cleaned_data")]
        found += [form.party("alleged") for form in self.alleged.forms if hasattr(form, "cleaned_data")]
        return [party for party in found if not party.empty or party.kin]

    @staticmethod
    def _teller(given: dict[str, Any]) -> rules.Teller | None:
        teller = rules.Teller(
            role=given.get("role", ""), name=given.get("reporter_name", ""), contact=given.get("reporter_contact", ""),
            note=given.get("reporter_note", ""),
        )
        return teller if teller.role or teller.note or not teller.anonymous else None

    @staticmethod
    def _safe(given: dict[str, Any]) -> rules.SafeContact | None:
        start, end = given.get("safe_from"), given.get("safe_until")
        safe = rules.SafeContact(
            channels=tuple(given.get("safe_channels", ())), address=given.get("safe_address", ""),
            hours=((f"{start:%H:%M}", f"{end:%H:%M}"),) if start and end else None, say=given.get("safe_say", ""),
            code_word=given.get("code_word", ""), never=given.get("safe_never", ""), note=given.get("safe_note", ""),
        )
        return safe if safe != rules.SafeContact() else None

    @staticmethod
    def _signs(given: dict[str, Any]) -> list[tuple[str, rules.Answer]]:
        """Both ticked: the yes stands."""
        yes = given.get("signs_yes", ())
        return [(code, "yes") for code in yes] + [(code, "no") for code in given.get("signs_no", ()) if code not in yes]


class MessageForm(forms.Form):
    """A message to the reporter."""

    text = SafeText(
        max_length=4000, lines=True, rows=4, label=_("เขียนถึงผู้แจ้ง"),
        help_text=_("ผู้แจ้งอ่านได้เมื่อใส่เลขทั้งสอง อย่าใส่ชื่อคน ที่อยู่ หรือชื่อบ้านพัก"),
    )


class RegisterForm(forms.Form):
    """Which register."""

    office = forms.UUIDField(required=False)
    year = forms.IntegerField(required=False, min_value=2500, max_value=2700)
