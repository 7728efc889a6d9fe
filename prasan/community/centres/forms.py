"""What the pages of centres ask. Answers are checked again by the actions; here they are read and kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.community.centres.queries.assessing import DomainAnswer
from prasan.community.centres.queries.committees import Known
from prasan.community.centres.rules import words
from prasan.community.centres.rules.told import Appointed, Told
from prasan.ground.clock import PartialDate
from prasan.ground.fields import BahtField, BEDateField, OneOf, SafeText, SomeOf
from prasan.ground.files.fields import FilesField
from prasan.ground.files.store import Incoming
from prasan.ground.http.asking import House

Choices = list[tuple[str, Any]]


def pairs(said: Mapping[str, Any], *, without: Iterable[str] = ()) -> Choices:
    """Codes and words as choices."""
    return [(code, word) for code, word in said.items() if code not in set(without)]


def day(value: Any) -> date | None:
    """A whole day from what a date field gives."""
    return value if value is None or isinstance(value, date) else value.latest


class FactsForm(House):
    """What is known of the centre itself."""

    founded = BEDateField(partial=True, future=False, required=False, label=_("ตั้งเมื่อ"), help_text=_("รู้เพียงปี ใส่เพียงปี เช่น 2547"))
    phones = SafeText(max_length=80, required=False, label=_("เบอร์ของศูนย์"), help_text=_("เบอร์ของที่ทำการ ไม่ใช่ของกรรมการ หลายเบอร์คั่นด้วย ,"))
    address = SafeText(max_length=300, required=False, label=_("ที่ทำการ"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        founded: PartialDate | None = self.cleaned_data["founded"]
        return {
            "founded": founded.iso if founded else "", "phones": tuple(filter(None, (one.strip() for one in self.cleaned_data["phones"].split(",")))),
            "address": self.cleaned_data["address"],
        }


class CentreForm(FactsForm):
    """A centre that is not on the register."""

    name_th = SafeText(max_length=200, label=_("ชื่อศูนย์"), help_text=_("เช่น ศูนย์พัฒนาครอบครัวในชุมชน ตำบลศิลา"))
    area_code = SafeText(max_length=6, label=_("รหัสตำบล 6 หลัก"), help_text=_("ดูรหัสได้ในหน้าความครอบคลุม"))
    field_order = ("name_th", "area_code", "founded", "phones", "address")


class CommitteeForm(House):
    """A new committee: why, from when, and who of the known members goes on; new names on lines."""

    cause = OneOf(pairs(words.CAUSES), label=_("ตั้งชุดใหม่เพราะ"))
    began_on = BEDateField(future=False, label=_("เริ่มวันที่"))
    until = BEDateField(required=False, label=_("ครบวาระวันที่"), help_text=_("ไม่มีกำหนด เว้นว่าง"))
    order_no = SafeText(max_length=60, required=False, label=_("เลขที่คำสั่งแต่งตั้ง"))
    fresh = SafeText(
        max_length=4000, lines=True, rows=6, required=False, label=_("กรรมการใหม่ บรรทัดละคน"),
        help_text=_("ชื่อ, ตำแหน่ง, กลุ่ม เช่น นางมาลี ใจดี, ประธาน, ผู้นำชุมชน ไม่ใส่ตำแหน่งคือกรรมการ"),
    )

    def __init__(self, *args: Any, known: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            self.fields["stays"] = SomeOf(known, required=False, label=_("คนเดิมที่อยู่ต่อ"), help_text=_("คนที่ไม่เลือกพ้นหน้าที่ และเข้าระบบของศูนย์ไม่ได้ทันที"))
            self.order_fields(["cause", "began_on", "until", "order_no", "stays", "fresh"])

    def clean_fresh(self) -> list[Appointed]:
        """New members, one a line: name, post, group; the words as they are shown, or none."""
        return [_appointed(line) for line in self.cleaned_data["fresh"].splitlines() if line.strip()]

    def told(self, known: Sequence[Known]) -> dict[str, Any]:
        """The answers as the action takes them; who goes on keeps post and group."""
        said, stays = self.cleaned_data, set(self.cleaned_data.get("stays", ()))
        going_on = [Appointed(one.post, one.represents, member=one.id) for one in known if str(one.id) in stays]
        return {
            "cause": said["cause"], "began_on": day(said["began_on"]), "until": day(said["until"]), "order_no": said["order_no"],
            "members": [*going_on, *said["fresh"]],
        }


def _appointed(line: str) -> Appointed:
    parts = [part.strip() for part in line.split(",")]
    name, post, group = (*parts[:3], "", "")[:3]
    posts, groups = ({str(word): code for code, word in said.items()} for said in (words.POSTS, words.REPRESENTS))
    if not name or (post and post not in posts) or (group and group not in groups):
        raise forms.ValidationError(_("อ่านบรรทัดนี้ไม่ได้: %(line)s"), code="line", params={"line": line[:60]})
    return Appointed(posts.get(post, "member"), groups.get(group, "other"), name=name)


class MemberForm(House):
    """One member more."""

    name = SafeText(max_length=120, label=_("ชื่อและนามสกุล"))
    phone = SafeText(max_length=20, required=False, label=_("เบอร์โทร"))
    post = OneOf(pairs(words.POSTS), label=_("ตำแหน่ง"), unfold=True)
    represents = OneOf(pairs(words.REPRESENTS), label=_("มาจากกลุ่ม"), unfold=True)


class LeaveForm(House):
    """A member leaves."""

    cause = OneOf(pairs(words.LEFT, without=("committee",)), label=_("พ้นหน้าที่เพราะ"))
    on = BEDateField(future=False, required=False, label=_("วันที่"), help_text=_("ไม่ใส่คือวันนี้"))


class PledgeForm(House):
    """The pledge was signed."""

    on = BEDateField(future=False, label=_("ลงชื่อวันที่"))


class SignInForm(House):
    """Whose sign-in it is."""

    def __init__(self, *args: Any, users: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = OneOf(list(users), label=_("ผู้ใช้ของศูนย์"))


class TrainingForm(House):
    """A training of several members."""

    title = SafeText(max_length=160, label=_("ชื่อการอบรม"))
    on = BEDateField(future=False, label=_("วันที่"))
    hours = forms.IntegerField(min_value=1, max_value=400, label=_("กี่ชั่วโมง"))

    def __init__(self, *args: Any, known: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["members"] = SomeOf(known, label=_("ใครได้อบรม"))


class ActivityForm(House):
    """What the centre did."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    title = SafeText(max_length=160, label=_("ทำอะไร"), help_text=_("ชื่อกิจกรรม ไม่ใส่ชื่อคน"))
    on = BEDateField(future=False, label=_("วันที่"))
    until = BEDateField(future=False, required=False, label=_("ถึงวันที่"), help_text=_("ถ้าทำหลายวัน"))
    kind = OneOf(pairs(words.ACTIVITIES), label=_("ชนิด"), unfold=True)
    audiences = SomeOf(pairs(words.AUDIENCES), label=_("ทำให้ใคร"))
    reach = forms.IntegerField(min_value=0, max_value=1_000_000, required=False, label=_("มากี่คน"), help_text=_("ไม่ได้นับ เว้นว่าง"))
    counted = OneOf(
        [("counted", words.COUNTED["counted"]), ("estimated", words.COUNTED["estimated"])], required=False, label=_("รู้จำนวนคนได้อย่างไร"), initial="estimated",
    )
    cost = BahtField(required=False, label=_("ใช้เงินกี่บาท"), help_text=_("ไม่ใช้เงิน เว้นว่าง"))
    source = OneOf(pairs(words.SOURCES), label=_("เงินจากไหน"), unfold=True, initial="none")
    place = SafeText(max_length=160, required=False, label=_("ที่ไหน"))
    with_whom = SomeOf(pairs(words.NODES), required=False, label=_("ทำร่วมกับใคร"))
    result = SafeText(max_length=2000, lines=True, rows=4, required=False, label=_("เกิดอะไรขึ้น"), help_text=_("ไม่ใส่ชื่อหรือเรื่องของใคร"))

    def told(self) -> Told:
        """The answers as the action takes them."""
        said = self.cleaned_data
        return Told(
            on=day(said["on"]) or date.min, until=day(said["until"]), kind=said["kind"], title=said["title"], audiences=said["audiences"],
            place=said["place"], reach=said["reach"], counted=(said["counted"] or "estimated") if said["reach"] is not None else "", cost=said["cost"] or 0,
            source=said["source"], with_whom=said["with_whom"], result=said["result"],
        )


class WithdrawForm(House):
    """Take an activity out of the count."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    why = SafeText(max_length=160, label=_("ถอนเพราะอะไร"), help_text=_("เช่น บันทึกซ้ำ"))


class PartnerForm(House):
    """Somebody whom the centre works with."""

    kind = OneOf(pairs(words.NODES), label=_("เป็นใคร"), unfold=True)
    name = SafeText(max_length=120, label=_("ชื่อหน่วยงานหรือกลุ่ม"), help_text=_("เช่น โรงเรียนบ้านศิลา"))
    bond = OneOf(pairs(words.BONDS), label=_("ทำงานด้วยกันแค่ไหน"))
    contact_name = SafeText(max_length=120, required=False, label=_("คนที่ติดต่อ"), help_text=_("เก็บแบบเข้ารหัส เห็นเฉพาะศูนย์และจังหวัด"))
    contact_phone = SafeText(max_length=20, required=False, label=_("เบอร์โทร"))


class BeginForm(House):
    """Begin an assessment."""

    on = BEDateField(future=False, label=_("ประเมินวันที่"))

    def __init__(self, *args: Any, editions: Sequence[tuple[str, str]], assessors: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["standard"] = OneOf(list(editions), label=_("ใช้มาตรฐานฉบับใด"))
        self.fields["assessor"] = OneOf(assessors, label=_("ใครประเมิน"))
        self.order_fields(["standard", "assessor", "on"])


class DomainForm(House):
    """The items of one domain: points, and what shows them."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, domain: DomainAnswer, scale: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.domain = domain
        choices = [(str(n), word) for n, word in enumerate(scale)]
        for n, item in enumerate(domain.items):
            known = "" if item.points is None else str(item.points)
            self.fields[f"p{n}"] = OneOf(choices, required=False, label=item.asks, help_text=item.shown_by, initial=known)
            self.fields[f"e{n}"] = SafeText(max_length=500, required=False, label=_("เห็นได้จาก"), initial=item.evidence)
            self.fields[f"f{n}"] = FilesField(required=False, label=_("แนบรูปหรือ PDF"))

    def told(self) -> tuple[dict[str, int | None], dict[str, str], dict[str, list[Incoming]]]:
        """Points, evidence in words, and files, by the item's code."""
        said = self.cleaned_data
        codes = [item.code for item in self.domain.items]
        return (
            {code: int(said[f"p{n}"]) if said[f"p{n}"] else None for n, code in enumerate(codes)},
            {code: said[f"e{n}"] for n, code in enumerate(codes)},
            {code: said[f"f{n}"] for n, code in enumerate(codes) if said[f"f{n}"]},
        )

    def take_errors(self, errors: Mapping[str, str]) -> None:
        """Errors by item's code stand beside its points."""
        places = {item.code: f"p{n}" for n, item in enumerate(self.domain.items)}
        super().take_errors({places.get(name, name): text for name, text in errors.items()})


class CertificateForm(House):
    """A certificate."""

    number = SafeText(max_length=40, label=_("เลขที่เกียรติบัตร"))
    given_by = SafeText(max_length=120, label=_("ผู้ลงนาม"), help_text=_("ตำแหน่ง ไม่ใช่ชื่อคน เช่น ผู้ว่าราชการจังหวัดขอนแก่น"))
    given_on = BEDateField(future=False, label=_("ออกวันที่"))
    until = BEDateField(required=False, label=_("ใช้ได้ถึง"), help_text=_("ไม่มีวันหมดอายุ เว้นว่าง"))


class EndCertificateForm(House):
    """A certificate ends."""

    cause = SafeText(max_length=160, label=_("เพิกถอนเพราะอะไร"))


class ReportForm(House):
    """What no log can tell."""

    results = SafeText(max_length=4000, lines=True, rows=6, required=False, label=_("ผลที่เกิดขึ้น"), help_text=_("ครอบครัวดีขึ้นอย่างไร ไม่ใส่ชื่อใคร"))
    problems = SafeText(max_length=4000, lines=True, rows=4, required=False, label=_("ปัญหาอุปสรรค"))
    requests = SafeText(max_length=4000, lines=True, rows=4, required=False, label=_("ขอจากจังหวัด"), help_text=_("จังหวัดต้องตอบทุกข้อ"))
    plan = SafeText(max_length=4000, lines=True, rows=4, required=False, label=_("ปีหน้าจะทำอะไร"))


class YearForm(House):
    """Which fiscal year."""

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fiscal_year"] = OneOf([(str(year), str(year)) for year in years], label=_("รายงานปีงบประมาณ"))
