"""The person editor: one form for names and facts, with as many boxes as are needed, and a form for each address.

Used by the desk form (a new person), by the case and by the person's own page. What the reader may not see is not asked, and stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from prasan.ground import clock
from prasan.ground.clock import PartialDate
from prasan.ground.fields import BEDateField, OneOf, PersonNumberField, PhoneField, SafeText, SomeOf, doubts
from prasan.ground.policy import Section
from prasan.ground.screens.parts import Difference
from prasan.registry.people import rules
from prasan.registry.people.forms.address import AddressForm, initial_of, worded
from prasan.registry.people.queries import PersonView

EMPTY = ("", _("ไม่ได้บอก"))
LINED = {"alias": "other_names", "former": "former_names", "romanised": "roman_names", "religious": "religious_names"}
"""Kinds of names of which somebody may have several: one a line."""
EVERYTHING = Section.everything()


class PersonForm(forms.Form):
    """Who somebody is. `told()` gives what `add_person` and `change_person` take.

    `sections`: what the reader may see; fields of other sections are not there. `numbers` and `phones`: how many boxes for each.
    """

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    registered = forms.BooleanField(required=False, label=_("เป็นชื่อตามทะเบียน (เห็นจากเอกสาร)"))
    title = SafeText(max_length=60, required=False, label=_("คำนำหน้า"), help_text=_("ตามที่เจ้าตัวใช้ ไม่ใช้บอกเพศหรืออายุ"))
    given = SafeText(max_length=120, required=False, label=_("ชื่อ"))
    middle = SafeText(max_length=120, required=False, label=_("ชื่อกลาง"))
    surname = SafeText(max_length=120, required=False, label=_("นามสกุล"), help_text=_("ไม่มีก็เว้นว่าง"))
    nickname = SafeText(max_length=60, required=False, label=_("ชื่อเล่น"))
    other_names = SafeText(max_length=800, lines=True, rows=2, required=False, label=_("ชื่ออื่นหรือสะกดต่าง"), help_text=_("บรรทัดละชื่อ"))
    former_names = SafeText(max_length=800, lines=True, rows=2, required=False, label=_("ชื่อเดิม"), help_text=_("บรรทัดละชื่อ"))
    roman_names = SafeText(max_length=800, lines=True, rows=2, required=False, label=_("ชื่ออักษรละติน"), help_text=_("ตามหนังสือเดินทาง บรรทัดละชื่อ"))
    religious_names = SafeText(max_length=800, lines=True, rows=2, required=False, label=_("ชื่อทางศาสนา"), help_text=_("บรรทัดละชื่อ"))
    words = SafeText(max_length=200, required=False, label=_("ถ้าไม่รู้ชื่อ เรียกว่าอะไร"), help_text=_("เช่น แม่ของเด็ก ลุงข้างบ้าน"))
    sex = OneOf(worded(rules.SEXES), label=_("เพศ"), required=False)
    birth = BEDateField(partial=True, born=True, required=False, label=_("วันเกิด"), help_text=_("ไม่รู้วันหรือเดือน ให้เว้นว่าง"))
    birth_doubtful = forms.BooleanField(required=False, label=_("วันเกิดนี้อาจไม่ตรง (เช่น 1 มกราคมในทะเบียน)"))
    age_words = SafeText(max_length=60, required=False, label=_("อายุตามที่บอก"), help_text=_("เช่น ราว 14 หรือ ป.4"))
    speaks = SomeOf(worded(rules.LANGUAGES), required=False, label=_("พูดภาษาอะไรได้"))
    reads = SomeOf(worded(rules.SCRIPTS), required=False, alone=("none",), label=_("อ่านภาษาอะไรได้"))
    signs = SomeOf(worded(rules.SIGNS), required=False, label=_("ภาษามือ"))
    interpreter_language = OneOf((("", _("ไม่ต้องใช้ล่าม")), *worded(rules.LANGUAGES), ("tsq", _("ภาษามือไทย"))), unfold=True, required=False, label=_("ล่าม"))
    interpreter_gender = OneOf(worded(rules.GENDERS), required=False, label=_("ล่ามที่ต้องการ"))
    needs = SomeOf(worded(rules.NEEDS), required=False, label=_("สิ่งที่ต้องจัดให้"), help_text=_("เห็นทุกครั้งที่ติดต่อและนัดหมาย"))
    disability = SomeOf(worded(rules.DISABILITIES), required=False, label=_("ความพิการ"))

    def __init__(self, data: Any = None, *, sections: Section = EVERYTHING, numbers: int = 1, phones: int = 1, **options: Any) -> None:
        super().__init__(data, **options)
        self.sections = sections
        self.numbers, self.phones = numbers, phones
        if Section.IDENTITY not in sections:
            for name in (*_OF_IDENTITY, *LINED.values()):
                del self.fields[name]
            self.numbers = 0
        if Section.HEALTH not in sections:
            del self.fields["disability"]
        if Section.CONTACT not in sections:
            self.phones = 0
        kinds = (EMPTY, *worded(rules.NUMBER_KINDS))
        for n in range(1, self.numbers + 1):
            self.fields[f"number_kind_{n}"] = OneOf(kinds, unfold=True, required=False, label=_("เลขประจำตัวประเภท"))
            self.fields[f"number_{n}"] = PersonNumberField(required=False, label=_("เลข"), help_text=_("ไม่มีหรือไม่ครบก็บันทึกได้"))
        for n in range(1, self.phones + 1):
            self.fields[f"phone_{n}"] = PhoneField(required=False, unclear=True, label=_("เบอร์โทรศัพท์"))
            self.fields[f"whose_{n}"] = SafeText(max_length=120, required=False, label=_("เครื่องของใคร"), help_text=_("เช่น ของเจ้าตัว ของสามี เครื่องที่ทำงาน"))

    def clean(self) -> dict[str, Any]:
        """Read each number as what it was said to be."""
        given = super().clean() or {}
        for n in range(1, self.numbers + 1):
            number, kind = given.get(f"number_{n}"), given.get(f"number_kind_{n}")
            if number is not None and kind:
                given[f"number_{n}"] = rules.number_as(number.value, kind)
        return given

    def doubts(self) -> dict[str, str]:
        """Warnings by field; they never stop a save."""
        found = doubts(self)
        for n in range(1, self.numbers + 1):
            number = self.cleaned_data.get(f"number_{n}") if hasattr(self, "cleaned_data") else None
            if number is not None and number.warnings:
                found[f"number_{n}"] = say(rules.NUMBER_DOUBTS[number.warnings[0]])
        return found

    def told(self) -> dict[str, Any]:
        """facts, names, numbers, phones for the actions; groups that were not asked are None."""
        return {
            "facts": self._facts(), "names": self._names() if Section.IDENTITY in self.sections else None,
            "numbers": self._numbers() if self.numbers else None, "phones": self._phones() if self.phones else None,
        }

    def _names(self) -> list[dict[str, str]]:
        said = self.cleaned_data
        names = [{
            "kind": "registered" if said.get("registered") else "given",
            **{part: said[part] for part in ("title", "given", "middle", "surname") if said.get(part)},
        }]
        names += [{"kind": kind, "text": said[field]} for kind, field in (("nickname", "nickname"), ("words", "words")) if said.get(field)]
        for kind, field in LINED.items():
            names += [{"kind": kind, "text": line.strip()} for line in said[field].splitlines() if line.strip()]
        return [name for name in names if len(name) > 1]

    def _facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        facts: dict[str, Any] = {name: said.get(name) for name in ("sex", "age_words", "speaks", "reads", "signs", "needs")}
        if "birth" in self.fields:
            birth: PartialDate | None = said.get("birth")
            facts |= {"birth": birth.iso if birth else None, "birth_doubtful": said.get("birth_doubtful") or None}
        if "disability" in self.fields:
            facts["disability"] = said.get("disability")
        language = said.get("interpreter_language")
        facts["interpreter"] = {"language": language, "gender": said.get("interpreter_gender") or "any"} if language else None
        if said.get("age_words") and (told := rules.age_in(said["age_words"])) is not None:
            facts |= {"age": told, "age_on": clock.today().isoformat()}
        return facts

    def _numbers(self) -> list[dict[str, str]]:
        said = self.cleaned_data
        found = []
        for n in range(1, self.numbers + 1):
            number, kind = said.get(f"number_{n}"), said.get(f"number_kind_{n}")
            if number is not None:
                found.append({"kind": kind or number.kind, "number": number.value})
            elif kind in ("none", "withheld"):
                found.append({"kind": kind, "number": ""})
        return found

    def _phones(self) -> list[dict[str, str]]:
        said = self.cleaned_data
        return [
            {"number": phone.value or phone.shown, "whose": said.get(f"whose_{n}") or ""}
            for n in range(1, self.phones + 1)
            if (phone := said.get(f"phone_{n}")) is not None
        ]


_OF_IDENTITY = ("registered", "title", "given", "middle", "surname", "nickname", "words", "birth", "birth_doubtful")


class PersonEditor:
    """The person form and a form for each address together, bound or showing a known person. `told()` is ready for the actions."""

    def __init__(self, data: Any = None, *, view: PersonView | None = None, prefix: str = "person") -> None:
        self.view = view
        sections = view.sections if view is not None else EVERYTHING
        numbers, phones = (len(view.numbers) + 1, len(view.phones) + 1) if view is not None else (1, 1)
        self.person = PersonForm(
            data, sections=sections, numbers=numbers, phones=phones, prefix=prefix, initial=initial_person(view) if view is not None else None,
        )
        known = view.addresses if view is not None else ()
        self.addresses: list[AddressForm] = []
        if Section.CONTACT in sections:
            self.addresses = [AddressForm(data, prefix=f"{prefix}-address{n}", initial=dict(initial_of(one))) for n, one in enumerate(known)]
            self.addresses.append(AddressForm(data, prefix=f"{prefix}-address{len(known)}"))

    @property
    def forms(self) -> Sequence[forms.Form]:
        """All forms, for the summary of errors."""
        return [self.person, *self.addresses]

    def is_valid(self) -> bool:
        """Whether all of it can be used; every form is looked at."""
        return not [form for form in self.forms if not form.is_valid()]

    def told(self) -> dict[str, Any]:
        """Keyword arguments for `add_person` (None groups left out) and `change_person`."""
        addresses = [told for form in self.addresses if (told := form.told()) is not None] if self.addresses else None
        return {**self.person.told(), "addresses": addresses}


    def differences(self, now: PersonView) -> list[Difference]:
        """What is saved now, beside what is typed here, where the two differ."""
        saved = initial_person(now)
        return [
            Difference(str(bound.label), _plain(saved.get(bound.name)), _plain(bound.data))
            for bound in self.person.visible_fields()
            if bound.field.has_changed(saved.get(bound.name), bound.data)
        ]


def _plain(value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.text()
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value if part)
    return "" if value in (None, False) else str(value)


def initial_person(view: PersonView) -> Mapping[str, Any]:
    """What the form shows for a known person."""
    by_kind: dict[str, list[str]] = {}
    for name in view.names:
        by_kind.setdefault(name.kind, []).append(name.text)
    main = next((name for name in view.names if name.kind in ("registered", "given")), None)
    shown: dict[str, Any] = {
        "version": view.version, "registered": main is not None and main.kind == "registered", "nickname": (by_kind.get("nickname") or [""])[0],
        "words": (by_kind.get("words") or [""])[0], **{field: "\n".join(by_kind.get(kind, ())) for kind, field in LINED.items()},
        "birth": PartialDate.from_iso(view.birth) if view.birth else None, "birth_doubtful": view.birth_doubtful,
    }
    if main is not None:
        shown |= {part: main.parts.get(part, "") for part in ("title", "given", "middle", "surname")}
        if main.parts.get("text"):
            shown["given"] = main.parts["text"]
        # Other names of these kinds, and more nicknames, are kept as other spellings.
        more = [name.text for name in view.names if name.kind in ("registered", "given") and name is not main] + by_kind.get("nickname", [])[1:]
        shown["other_names"] = "\n".join(filter(None, (shown["other_names"], *more)))
    facts = view.facts or {}
    shown |= {name: facts.get(name) for name in ("sex", "age_words", "speaks", "reads", "signs", "needs", "disability")}
    interpreter = view.interpreter or {}
    shown |= {"interpreter_language": interpreter.get("language", ""), "interpreter_gender": interpreter.get("gender", "any")}
    for n, number in enumerate(view.numbers, 1):
        shown |= {f"number_kind_{n}": number.kind, f"number_{n}": number.shown}
    for n, phone in enumerate(view.phones, 1):
        shown |= {f"phone_{n}": phone.shown, f"whose_{n}": phone.whose}
    return shown
