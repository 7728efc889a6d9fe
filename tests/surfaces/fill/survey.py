"""A survey for the tests of web filling: every control of ours, a member list, a long list of places, a question that is never kept."""

import csv
import hashlib
import io
from functools import cache
from typing import Any
from uuid import UUID

from pyxform.xls2xform import convert

from prasan.community.surveys.models import FormFile, FormVersion, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.registry.areas.models import Area

SYSTEM = system("test")
HEADINGS = (
    "type", "name", "label::ไทย (th)", "label::English (en)", "hint::ไทย (th)", "hint::English (en)", "required", "relevant", "constraint",
    "constraint_message::ไทย (th)", "constraint_message::English (en)", "appearance", "calculation", "parameters", "bind::prasan:danger",
)
ROWS: tuple[dict[str, str], ...] = (
    {"type": "begin_group", "name": "place", "th": "บ้านหลังนี้", "en": "This house"},
    {"type": "note", "name": "hello", "th": "ขอบคุณที่ให้เวลา **ข้ามได้ทุกข้อ** ที่ไม่อยากตอบ", "en": "Thank you"},
    {"type": "select_one_from_file areas.csv", "name": "tambon", "th": "ตำบล", "en": "Subdistrict", "hint": "พิมพ์ชื่อเพื่อค้นหา", "required": "yes"},
    {"type": "text", "name": "house_no", "th": "บ้านเลขที่", "en": "House number", "required": "yes"},
    {"type": "geopoint", "name": "spot", "th": "จุดที่ตั้งบ้าน", "en": "Where"},
    {"type": "image", "name": "photo", "th": "รูปหน้าบ้าน อย่าให้ติดคน", "en": "Photo of the house", "parameters": "max-pixels=1000"},
    {"type": "end_group"},
    {"type": "begin_repeat", "name": "member", "th": "สมาชิก", "en": "Member"},
    {"type": "text", "name": "name", "th": "ชื่อเล่น", "en": "Nickname", "required": "yes"},
    {"type": "date", "name": "born", "th": "เกิดวันไหน", "en": "Born", "hint": "ปี พ.ศ. ใส่ 2 ตัวท้ายก็ได้", "constraint": ". <= today()", "message": "วันที่นี้ยังมาไม่ถึง"},
    {"type": "date", "name": "moved", "th": "ย้ายมาเมื่อไร", "en": "Moved here", "appearance": "month-year"},
    {"type": "calculate", "name": "age", "calculation": "if(${born} = '', '', int((today() - ${born}) div 365.25))"},
    {"type": "select_one yn", "name": "school", "th": "ไปโรงเรียนไหม", "en": "At school", "relevant": "${age} != '' and ${age} < 18"},
    {"type": "end_repeat"},
    {"type": "begin_group", "name": "life", "th": "ความเป็นอยู่", "en": "Life"},
    {"type": "select_multiple help", "name": "helpers", "th": "ใครช่วยได้บ้าง", "en": "Who helps"},
    {"type": "range", "name": "content", "th": "พอใจชีวิตแค่ไหน", "en": "How content", "hint": "0 ไม่พอใจเลย 10 พอใจมาก", "parameters": "start=0 end=10 step=1"},
    {"type": "rank help", "name": "ranked", "th": "เรียงตามที่พึ่งได้มาก", "en": "Rank"},
    {"type": "decimal", "name": "income", "th": "รายได้ต่อเดือน (บาท)", "en": "Income", "constraint": ". >= 0", "message": "ใส่ตัวเลขที่ไม่ติดลบ"},
    {"type": "select_one yn", "name": "afraid", "th": "มีใครในบ้านทำให้กลัวไหม", "en": "Does anyone frighten you", "danger": "yes"},
    {"type": "text", "name": "remarks", "th": "อยากบอกอะไรอีก", "en": "Anything else", "appearance": "multiline"},
    {"type": "acknowledge", "name": "read_out", "th": "อ่านทวนให้ผู้ตอบฟังแล้ว", "en": "Read out"},
    {"type": "end_group"},
)  # fmt: skip
CHOICES = (
    ("yn", "yes", "ใช่", "Yes"), ("yn", "no", "ไม่ใช่", "No"),
    ("help", "kin", "ญาติพี่น้อง", "Kin"), ("help", "neighbour", "เพื่อนบ้าน", "Neighbours"), ("help", "centre", "ศูนย์พัฒนาครอบครัวในชุมชน", "Family centre"),
)  # fmt: skip


@cache
def workbook() -> str:
    """The survey as a table in Markdown, which pyxform reads."""
    lines = ["| survey |" + " |" * len(HEADINGS), "| | " + " | ".join(HEADINGS) + " |"]
    for row in ROWS:
        cells = {
            "type": row["type"], "name": row.get("name", ""), HEADINGS[2]: row.get("th", ""), HEADINGS[3]: row.get("en", ""),
            HEADINGS[4]: row.get("hint", ""), HEADINGS[5]: "." if row.get("hint") else "", "required": row.get("required", ""),
            "relevant": row.get("relevant", ""),
            "constraint": row.get("constraint", ""), HEADINGS[9]: row.get("message", ""), HEADINGS[10]: "Not possible" if row.get("message") else "",
            "appearance": row.get("appearance", ""), "calculation": row.get("calculation", ""), "parameters": row.get("parameters", ""),
            "bind::prasan:danger": row.get("danger", ""),
        }  # fmt: skip
        lines.append("| | " + " | ".join(cells[heading] for heading in HEADINGS) + " |")
    lines += ["| choices |", "| | list_name | name | label::ไทย (th) | label::English (en) |", *("| | " + " | ".join(choice) + " |" for choice in CHOICES)]
    lines += [
        "| settings |", "| | form_title | form_id | version | default_language | instance_name | namespaces |",
        '| | สำรวจครอบครัว | home_visit | 1 | ไทย (th) | concat("บ้านเลขที่ ", ${house_no}) | prasan="urn:prasan:form" |',
    ]  # fmt: skip
    return "\n".join(lines)


@cache
def xform() -> bytes:
    """The survey as an XForm."""
    text: str = convert(xlsform=workbook(), file_type=".md", form_name="data", validate=False, pretty_print=False).xform
    return text.encode()


def areas_csv() -> bytes:
    """All subdistricts that the test's database has, filled up to 7,436 rows as in the whole country."""
    rows = [(area.code, f"ต.{area.name_th}") for area in Area.objects.filter(level="subdistrict").order_by("code")]
    rows += [(f"9{n:05}", f"ต.ทดสอบที่ {n}") for n in range(7436 - len(rows))]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("name", "label"), *rows])
    return text.getvalue().encode()


def publish(organisation: UUID, *, body: bytes | None = None, code: str = "home_visit", files: dict[str, bytes] | None = None, **form: Any) -> FormVersion:
    """The survey (or another XForm) as a published version that everybody's centre may fill."""
    at, text = clock.now(), body or xform()
    with writing(SYSTEM):
        made = SurveyForm.objects.create(
            code=code, title="สำรวจครอบครัว", titles={"th": "สำรวจครอบครัว", "en": "Family survey"}, organisation_id=organisation, state="open",
            made_at=at, changed_at=at, **form,
        )
        version = FormVersion.objects.create(
            form=made, version="1", number=1, xform=text, md5=hashlib.md5(text, usedforsecurity=False).hexdigest(), languages=["th", "en"],
            questions=[], made_at=at, published_at=None,
        )
        for name, content in (files if files is not None else {"areas.csv": areas_csv()}).items():
            digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
            FormFile.objects.create(version=version, name=name, body=content, md5=digest, size=len(content), made_at=at)
        FormVersion.objects.filter(pk=version.pk).update(published_at=at)
        version.refresh_from_db()
    return version


def rows(model: Any, **which: Any) -> list[Any]:
    """Rows as a job sees them, whoever is signed in."""
    with reading(SYSTEM):
        return list(model.objects.filter(**which))


MAPPED = """
| survey | | | |
| | type | name | label::ไทย (th) |
| | text | where | ทางเดินช่วงไหนมืด |
| | geotrace | path | เส้นทาง |
| settings | | | |
| | form_title | form_id | version | default_language |
| | แผนที่เสี่ยง | mapped | 1 | ไทย (th) |
"""


@cache
def mapped() -> bytes:
    """A form that only ODK Web Forms can draw: a line on a map, no date."""
    text: str = convert(xlsform=MAPPED, file_type=".md", form_name="data", validate=False, pretty_print=False).xform
    return text.encode()
