"""The six questions, one a page, and the small forms around them. Everything but the first step's safety question may be left out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prasan.casework.intake.rules import RELATIONS
from prasan.ground.fields import BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.thai import to_arabic_digits
from prasan.registry.areas import queries as areas
from prasan.registry.organisations import queries as organisations

STORY = 20_000
UNKNOWN = ("unknown", _("ไม่รู้"))

DANGER = (
    ("no", _("ไม่มี หรือตอนนี้ปลอดภัยแล้ว")),
    ("yes", _("มีอันตรายตอนนี้")),
    ("hurt", _("มีอันตราย และมีคนเจ็บ")),
    UNKNOWN,
)
WHO = (
    ("self", _("ตัวฉันเอง")),
    ("child", _("เด็กที่ฉันรู้จัก")),
    ("adult", _("ผู้ใหญ่ที่ฉันรู้จัก")),
    ("stranger", _("คนที่ฉันไม่รู้จัก")),
)
SEX = (("f", _("หญิง")), ("m", _("ชาย")), ("x", _("อื่น ๆ")), ("", _("ไม่ระบุ")))
NEEDS = (
    ("pregnant", _("ตั้งครรภ์")),
    ("newborn", _("มีทารก")),
    ("older", _("ผู้สูงอายุ")),
    ("disability", _("คนพิการ")),
    ("deaf", _("หูหนวก")),
    ("illness", _("เจ็บป่วย")),
    ("no_papers", _("ไม่มีบัตรหรือเอกสาร")),
    ("migrant", _("แรงงานข้ามชาติ")),
    ("language", _("ไม่ถนัดภาษาไทย")),
)
WHAT = (
    ("violence.physical", _("ถูกทำร้ายร่างกาย")),
    ("violence.sexual", _("เรื่องทางเพศที่ไม่ต้องการ")),
    ("violence.psychological", _("ถูกด่า ถูกขู่")),
    ("violence.coercive_control", _("ถูกควบคุม กักขัง หรือตามติด")),
    ("violence.economic", _("ถูกยึดเงินหรือบัตร")),
    ("violence.online", _("ทางออนไลน์ รูปหรือคลิป")),
    ("violence.school", _("เกิดในโรงเรียน")),
    ("neglect.child", _("เด็กถูกทิ้งหรือไม่มีคนดูแล")),
    ("elder.abuse", _("ผู้สูงอายุถูกทำร้ายหรือเอาเปรียบ")),
    ("mental.crisis", _("อยู่ไม่ไหว คิดทำร้ายตัวเอง")),
    ("welfare.benefit", _("ถามเรื่องเงินช่วยเหลือหรือสวัสดิการ")),
    ("none.unclear", _("ไม่แน่ใจ")),
)
MORE = (
    ("neglect.disability", _("คนพิการถูกทิ้งหรือถูกขัง")),
    ("trafficking.labour", _("ถูกบังคับทำงาน หรือไม่ได้ค่าจ้าง")),
    ("trafficking.sexual", _("ถูกบังคับขายบริการ")),
    ("trafficking.begging", _("ถูกพามาขอทาน")),
    ("child_labour.hazardous", _("เด็กทำงานหนักหรืออันตราย")),
    ("marriage.child", _("เด็กถูกให้แต่งงาน")),
    ("pregnancy.unready", _("ท้องไม่พร้อม")),
    ("custody.dispute", _("แย่งลูก ไม่ให้พบลูก")),
    ("homelessness", _("ไม่มีที่อยู่")),
    ("welfare.poverty", _("ไม่มีกิน เดือดร้อน")),
    ("identity.no_papers", _("ไม่มีเอกสาร ไม่มีใบเกิด")),
    ("violence.official", _("เจ้าหน้าที่รัฐทำร้าย เช่น ในค่าย ในที่คุมขัง")),
    ("orphan.unrest", _("เด็กกำพร้าจากเหตุในพื้นที่ชายแดนใต้")),
    ("privacy.access_request", _("ขอดูข้อมูลของฉัน")),
    ("not_ours.fraud", _("ถูกหลอกเอาเงิน")),
    ("not_ours.service", _("บริการของท้องถิ่น เช่น ไฟ น้ำ ถนน")),
)
# Plain words for the signs that weigh most; the desk has the whole list.
GRAVE = (
    ("hurt", _("มีคนเจ็บตัว มีรอยช้ำหรือแผล")),
    ("weapon", _("มีอาวุธ เช่น ปืน มีด")),
    ("throttled", _("ถูกบีบคอ หรือหายใจไม่ออก")),
    ("threat_to_kill", _("ขู่ฆ่า")),
    ("locked_in", _("ถูกขัง หรือถูกยึดเอกสาร")),
    ("serious_injury", _("เจ็บหนัก")),
    ("follows", _("ตามเฝ้า หรือแอบดูโทรศัพท์")),
    ("worse_lately", _("รุนแรงหรือบ่อยขึ้น")),
    ("leaving", _("กำลังจะหนี หรือเพิ่งหนีมา")),
    ("no_safe_place", _("คืนนี้ไม่มีที่ปลอดภัย")),
    ("left_alone", _("เด็กเล็กหรือคนป่วยอยู่ลำพัง")),
    ("no_food_or_medicine", _("ไม่มีอาหารหรือยา")),
    ("being_moved", _("กำลังจะถูกพาไปที่อื่น")),
    ("self_harm_now", _("กำลังจะทำร้ายตัวเอง")),
)
ACCESS = (("yes", _("อยู่ใกล้ หรือเข้ามาหาได้")), ("no", _("ไม่อยู่แล้ว เข้ามาหาไม่ได้")), UNKNOWN)
INVOLVES = (
    ("no", _("ไม่มี")),
    ("unknown", _("ไม่รู้")),
    ("yes", _("มี")),
)
OFFICES = (
    ("psdhso", _("สำนักงาน พมจ.")),
    ("family_shelter", _("บ้านพักเด็กและครอบครัว")),
    ("hospital_oscc", _("โรงพยาบาล")),
    ("police_station", _("ตำรวจ")),
    ("district_office", _("อำเภอ กำนัน ผู้ใหญ่บ้าน")),
    ("lao", _("อบต. หรือเทศบาล")),
    ("cfdc", _("ศูนย์พัฒนาครอบครัวในชุมชน (ศพค.)")),
    ("education_office", _("โรงเรียนหรือเขตการศึกษา")),
    ("security_body", _("ทหารหรือหน่วยความมั่นคง")),
)
WAYS = (
    ("none", _("ไม่ต้องติดต่อฉัน")),
    ("phone", _("โทรหาฉัน ในเวลาที่ฉันเลือก")),
    ("sms", _("ส่งข้อความสั้น")),
    ("email", _("ส่งอีเมล")),
    ("trusted", _("ติดต่อผ่านคนที่ฉันไว้ใจ")),
)
WAY_HINTS = {
    "none": _("ฉันจะกลับมาดูคำตอบเองด้วยรหัส"),
    "phone": _("เจ้าหน้าที่จะไม่บอกว่าโทรจากหน่วยงานใด จนกว่าแน่ใจว่าเป็นคุณ"),
    "sms": _("ข้อความจะเป็นคำทั่วไป ไม่มีชื่อหน่วยงาน ไม่มีลิงก์"),
    "email": _("อีเมลจะเป็นคำทั่วไป ไม่มีชื่อหน่วยงาน ไม่มีลิงก์"),
    "trusted": _("เช่น ครู อสม. หรือญาติที่คุณเลือก"),
}
HOURS = (
    ("any", _("เวลาใดก็ได้")),
    ("06:00-09:00", _("เช้า 06.00–09.00 น.")),
    ("09:00-12:00", _("สาย 09.00–12.00 น.")),
    ("12:00-13:00", _("เที่ยง 12.00–13.00 น.")),
    ("13:00-16:00", _("บ่าย 13.00–16.00 น.")),
    ("16:00-19:00", _("เย็น 16.00–19.00 น.")),
    ("19:00-21:00", _("ค่ำ 19.00–21.00 น.")),
)
WISHES = (
    ("woman_officer", _("ขอเจ้าหน้าที่ผู้หญิง")),
    ("man_officer", _("ขอเจ้าหน้าที่ผู้ชาย")),
    ("interpreter", _("ขอล่าม")),
    ("sign_interpreter", _("ขอล่ามภาษามือ")),
    ("own_religion", _("ขอบริการที่เข้าใจศาสนาของฉัน")),
    ("prayer_times", _("เลี่ยงเวลาละหมาด")),
    ("fasting", _("เลี่ยงเวลาละศีลอดในเดือนรอมฎอน")),
    ("not_local", _("ขอเจ้าหน้าที่ที่ไม่รู้จักคนในพื้นที่")),
    ("easy_words", _("ขออธิบายด้วยคำง่าย")),
    ("ask_first", _("ถามฉันก่อนส่งข้อมูลให้ใคร")),
)
KIN = (
    "spouse", "former_spouse", "partner", "former_partner", "dating", "former_dating", "parent", "step", "child", "grandchild", "grandparent",
    "sibling", "household", "relative", "employer", "school", "official", "acquaintance", "stranger",
)  # fmt: skip
KIN_MS = {
    "spouse": "Pasangan (berdaftar, tidak berdaftar atau nikah agama)", "former_spouse": "Bekas pasangan", "partner": "Teman hidup serumah",
    "former_partner": "Bekas teman hidup serumah", "dating": "Kekasih", "former_dating": "Bekas kekasih", "parent": "Bapa atau ibu",
    "step": "Bapa tiri, ibu tiri atau pasangan ibu bapa", "child": "Anak", "grandchild": "Cucu", "grandparent": "Datuk atau nenek",
    "sibling": "Adik-beradik", "household": "Orang serumah atau penjaga", "relative": "Saudara yang tinggal di tempat lain",
    "employer": "Majikan atau ketua kerja", "school": "Orang di sekolah atau taska", "official": "Pegawai atau pemimpin kampung",
    "acquaintance": "Kenalan", "stranger": "Orang tidak dikenali",
}  # fmt: skip


def _in_words(code: str) -> str:
    language = get_language() or "th"
    return KIN_MS[code] if language == "ms" else RELATIONS[code][0 if language == "th" else 1]


_kin = lazy(_in_words, str)


def provinces() -> list[tuple[str, str]]:
    """All provinces in the reader's language, for a list to unfold."""
    lang = get_language() or "th"
    found = [(one.code, one.name(lang)) for one in areas.children()]
    return [("", str(_("ไม่รู้ หรือไม่ขอบอก"))), *(found if lang == "th" else sorted(found, key=lambda pair: pair[1]))]


class Danger(forms.Form):
    """1. Is there danger now? Asked first, so that nobody types while in danger."""

    danger = OneOf(DANGER, error_messages={"required": _("เลือก 1 ข้อ ถ้าไม่แน่ใจ เลือก “ไม่รู้”")})


class Who(forms.Form):
    """2. Who is not safe."""

    who = OneOf(WHO, label=_("ใครไม่ปลอดภัย"), required=False)
    age = SafeText(max_length=40, label=_("อายุประมาณกี่ปี"), help_text=_("เช่น 14 หรือ 5-6 ถ้าไม่รู้ ข้ามได้"), required=False)
    sex = OneOf(SEX, label=_("เพศ"), required=False)
    name = SafeText(max_length=120, label=_("ชื่อหรือชื่อเล่น"), help_text=_("ไม่ต้องบอกก็ได้"), required=False)
    children = SafeText(
        max_length=60, label=_("มีเด็กอยู่ด้วยไหม อายุเท่าไร"), help_text=_("เช่น 10, 7 ถ้าไม่มี เว้นว่าง"), required=False,
    )
    needs = SomeOf(NEEDS, label=_("มีข้อไหนบ้าง"), required=False)


class What(forms.Form):
    """3. What happened."""

    story = SafeText(
        max_length=STORY, lines=True, rows=7, label=_("เล่าเท่าที่อยากเล่า"), required=False,
        help_text=_("สั้น ๆ ก็ได้ ใช้ภาษาที่ถนัดได้ ไม่ต้องใส่ชื่อ"),
    )
    what = SomeOf(WHAT, label=_("เป็นเรื่องอะไร"), help_text=_("เลือกได้หลายข้อ"), required=False)
    more = SomeOf(MORE, label=_("เรื่องอื่น"), required=False)
    heard = forms.BooleanField(label=_("ฉันได้ยินต่อกันมา ไม่ได้เห็นเอง"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something must be told, in words or by a tick."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not (given.get("story") or given.get("what") or given.get("more")):
            self.add_error("story", _("เล่าสั้น ๆ หรือเลือกอย่างน้อย 1 ข้อ"))
        return given


class By(forms.Form):
    """4. By whom, when, how grave."""

    kin = OneOf(
        [("", _("ไม่รู้ หรือไม่ขอบอก")), *((code, _kin(code)) for code in KIN)], unfold=True, required=False,
        label=_("คนที่ทำเป็นอะไรกับคนที่ไม่ปลอดภัย"),
    )
    by_name = SafeText(max_length=120, label=_("ชื่อหรือลักษณะของคนที่ทำ"), required=False, help_text=_("ถ้ารู้และอยากบอก"))
    access = OneOf(ACCESS, label=_("วันนี้เขาเข้าถึงตัวได้ไหม"), required=False)
    grave = SomeOf(GRAVE, label=_("มีข้อไหนเกิดขึ้นบ้าง"), required=False)
    on = BEDateField(partial=True, label=_("เกิดเมื่อไร"), help_text=_("จำได้แค่เดือนหรือปีก็พอ ถ้ายังไม่เกิด ใส่วันที่จะเกิด"), required=False)
    when = SafeText(max_length=200, label=_("หรือบอกเป็นคำพูด"), help_text=_("เช่น เมื่อคืนสองทุ่ม เป็นมาตลอด"), required=False)


class Where(forms.Form):
    """5. Where, and whom it must be kept from. `choice` shows only when the typed place means several."""

    province = OneOf(provinces, unfold=True, label=_("จังหวัดที่เกิดเหตุ"), required=False)
    place = SafeText(max_length=120, label=_("ตำบลหรืออำเภอ"), help_text=_("เช่น ศิลา เมืองขอนแก่น ถ้าไม่รู้ ข้ามได้"), required=False)
    choice = OneOf((), label=_("หมายถึงที่ไหน"), required=False)
    words = SafeText(
        max_length=500, label=_("จุดสังเกตหรือบ้านเลขที่"), required=False, help_text=_("ให้คนที่ไปช่วยหาเจอ เช่น บ้านเช่าหลังโรงเรียน"),
    )
    involves = OneOf(INVOLVES, label=_("มีใครในเรื่องนี้ทำงานหรือสนิทกับหน่วยงานที่อาจรับเรื่องไหม"), required=False, help_text=_(
        "ถ้ามี เราจะส่งให้หน่วยงานที่อยู่เหนือขึ้นไป และปิดไม่ให้หน่วยงานนั้นเห็น"
    ))
    offices = SomeOf(OFFICES, label=_("หน่วยงานไหน ถ้ารู้"), required=False)
    involved = SafeText(max_length=300, label=_("บอกเพิ่มเกี่ยวกับคนนั้น"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_code = ""
        typed = self._typed("place")
        found = self._found(typed, self._typed("province"))
        if len(found) > 1:
            lang = get_language() or "th"
            lines = [(one.code, areas.name_line(one.code, lang)) for one in found]
            self.fields["choice"] = OneOf([*lines, ("none", _("ไม่มีที่ตรง ใช้เฉพาะจังหวัด"))], label=_("หมายถึงที่ไหน"), required=False)
        else:
            del self.fields["choice"]
        self._candidates = found

    def clean(self) -> dict[str, Any]:
        """The area: the chosen one, the only one that fits, or the province. Asks once when several fit."""
        given: dict[str, Any] = super().clean() or {}
        chosen, province = given.get("choice", ""), given.get("province", "")
        if "choice" in self.fields and not chosen and not self.errors:
            self.add_error("choice", _("มีหลายแห่งที่ชื่อนี้ เลือก 1 ข้อ"))
        if len(self._candidates) == 1:
            chosen = self._candidates[0].code
        self.area_code = chosen if chosen and chosen != "none" else province
        return given

    def _typed(self, name: str) -> str:
        value = (self.data or {}).get(self.add_prefix(name), "") if self.is_bound else ""
        return value if isinstance(value, str) else ""

    @staticmethod
    def _found(typed: str, province: str) -> tuple[areas.AreaFact, ...]:
        if not typed.strip() or len(typed) > 120:
            return ()
        within = province if province.isdigit() and len(province) == 2 else ""
        return areas.search_areas(typed, 6, within=within)


class Answer(forms.Form):
    """6. How we may answer, safest first and chosen beforehand."""

    way = OneOf(WAYS, hints=WAY_HINTS, initial="none", required=False)
    contact = SafeText(max_length=200, label=_("เบอร์หรืออีเมลที่ปลอดภัย"), required=False, help_text=_("ถ้าให้ติดต่อผ่านคนที่ไว้ใจ ใส่ชื่อและเบอร์ของคนนั้น"))
    hours = OneOf(HOURS, unfold=True, label=_("เวลาที่ปลอดภัย"), required=False)
    say = SafeText(max_length=200, label=_("ถ้าคนอื่นรับสาย ให้เราพูดว่า"), required=False, help_text=_("เช่น โทรจากร้านขนม"))
    never = SafeText(max_length=300, label=_("มีอะไรที่ห้ามทำ"), required=False, help_text=_("เช่น ห้ามโทรเบอร์บ้าน ห้ามบอกแม่"))
    your_name = SafeText(max_length=120, label=_("ชื่อของคุณ"), required=False, help_text=_("ไม่ต้องบอกก็ได้"))
    wishes = SomeOf(WISHES, label=_("อยากให้เราทำแบบไหน"), required=False)
    wish_words = SafeText(max_length=300, label=_("อื่น ๆ ที่อยากบอก"), required=False)

    def clean(self) -> dict[str, Any]:
        """A way back needs an address; without one there is the receipt."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("way", "none") not in {"", "none"} and not given.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("กรอกเบอร์หรืออีเมล หรือเลือก “ไม่ต้องติดต่อฉัน”"))
        return given


QUESTIONS: tuple[type[forms.Form], ...] = (Danger, Who, What, By, Where, Answer)


class Silent(forms.Form):
    """The silent report: nothing is required."""

    province = OneOf(provinces, unfold=True, label=_("จังหวัด"), required=False)
    place = SafeText(max_length=500, label=_("อยู่ตรงไหน"), required=False, help_text=_("ไม่ใส่ก็ได้"))


CODE_DIGITS, SECRET_DIGITS = 12, 6


class Numbers(forms.Form):
    """Code and secret of a receipt, with or without spaces, in Thai digits too."""

    code = SafeText(
        max_length=40, label=_("เลขที่รับเรื่อง"), help_text=_("ตัวเลข 12 หลัก"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 40}),
    )
    secret = SafeText(
        max_length=20, label=_("รหัสลับ 6 หลัก"), widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}),
    )

    def clean_code(self) -> str:
        """Twelve digits, however they are written; whether there is such a number is not said here."""
        return self._of_length("code", CODE_DIGITS)

    def clean_secret(self) -> str:
        """Six digits."""
        return self._of_length("secret", SECRET_DIGITS)

    def _of_length(self, name: str, wanted: int) -> str:
        told: str = self.cleaned_data[name]
        if (count := len(_digits(told))) != wanted:
            raise forms.ValidationError(_("ต้องเป็นตัวเลข %(wanted)s หลัก ที่ใส่มี %(count)s หลัก"), params={"wanted": wanted, "count": count})
        return told

    def digits(self) -> tuple[str, str]:
        """Both numbers as bare digits; call after `is_valid`."""
        return _digits(self.cleaned_data["code"]), _digits(self.cleaned_data["secret"])


class Message(forms.Form):
    """A message on the receipt page."""

    text = SafeText(max_length=4000, lines=True, rows=4, label=_("บอกเพิ่ม หรือถามเรา"))


class Find(forms.Form):
    """Find help near a place."""

    service = OneOf((), unfold=True, label=_("ต้องการอะไร"), required=False)
    province = OneOf(provinces, unfold=True, label=_("จังหวัด"), error_messages={"required": _("เลือกจังหวัด")})
    place = SafeText(max_length=120, label=_("ตำบลหรืออำเภอ"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        lang = get_language() or "th"
        self.fields["service"] = OneOf(
            [(one.code, one.name_th if lang == "th" else one.name_en) for one in organisations.services()], unfold=True,
            label=_("ต้องการอะไร"), required=False,
        )


def _digits(text: str) -> str:
    return "".join(c for c in to_arabic_digits(text) if c.isascii() and c.isdigit())
