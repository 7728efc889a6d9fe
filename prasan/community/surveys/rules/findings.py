"""What the reading of a form finds: where, how grave, in words. A finding is kept as plain values and worded when it is shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a sheet, its row (from 1), the head of the column, and the cell ("C12"). In an XForm: "xform", its line, the attribute, ""."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`stops`: the form cannot be taken with it. `facts`: the values of the sentence."""

    code: str
    place: Place = Place()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether the form cannot be taken with it."""
        return self.code not in REMARKS

    def text(self) -> str:
        """The sentence in the reader's language, with what to do about it."""
        return str(SENTENCES[self.code]) % dict(self.facts)

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {"code": self.code, "place": asdict(self.place), "facts": dict(self.facts)}


def from_plain(kept: Mapping[str, Any]) -> Finding:
    """A finding as it was kept."""
    return Finding(kept["code"], Place(**kept["place"]), kept["facts"])


class Unreadable(Exception):  # noqa: N818 - the words of the house are shorter
    """The file is no form at all, or may not be read; `finding` says why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.finding = Finding(code, facts={name: str(value) for name, value in facts.items()})


SENTENCES: dict[str, Any] = {
    # the file
    "no_file": _("ไฟล์นี้อ่านไม่ได้ ใช้ไฟล์ .xlsx ที่บันทึกจากโปรแกรมตารางคำนวณ หรือไฟล์ XForm (.xml)"),
    "old_excel": _("ไฟล์นี้เป็นรูปแบบเก่า (.xls) หรือตั้งรหัสผ่านไว้ บันทึกใหม่เป็น .xlsx ที่ไม่มีรหัสผ่าน"),
    "too_large": _("ไฟล์ใหญ่เกินไป รับได้ไม่เกิน %(most)s"),
    "bomb": _("ไฟล์นี้ขยายออกแล้วใหญ่ผิดปกติ จึงไม่อ่าน ถ้าเป็นแบบจริง ลบแผ่นงานและรูปที่ไม่ใช้แล้วบันทึกใหม่"),
    "entities": _("ไฟล์นี้มีคำสั่งให้อ่านข้อมูลจากที่อื่น (DOCTYPE) จึงไม่อ่าน"),
    "macros": _("ไฟล์นี้มีมาโคร บันทึกใหม่เป็น .xlsx ธรรมดา"),
    "links": _("ไฟล์นี้เชื่อมไปไฟล์อื่น วางเป็นค่า แล้วบันทึกใหม่"),
    "no_survey": _("ไม่มีแผ่นงานชื่อ survey"),
    "empty": _("แผ่นงาน survey ไม่มีคำถาม"),
    "too_many_rows": _("แผ่นงาน %(sheet)s มีเกิน %(most)s แถว"),
    "long_cell": _("ข้อความในช่องนี้ยาวเกิน %(most)s ตัวอักษร"),
    "twice_column": _("มีหัวคอลัมน์ %(name)s ซ้ำกัน"),
    "not_xform": _("ไฟล์ XML นี้ไม่ใช่ XForm"),
    "pyxform": _("แปลงแบบนี้ไม่ได้ ตัวแปลงบอกว่า “%(said)s”"),
    "failed": _("แปลงแบบนี้ไม่ได้ และตัวแปลงไม่บอกเหตุ ลองลบแถวที่เพิ่งเพิ่มทีละแถว"),
    # settings
    "no_form_id": _("แผ่นงาน settings ไม่มี form_id ตั้งรหัสของแบบ เช่น family_strength"),
    "form_id": _("form_id “%(name)s” ใช้ได้เฉพาะ a-z A-Z 0-9 . _ - ขึ้นต้นด้วยตัวอักษร ไม่เกิน 249 ตัว"),
    "no_title": _("แผ่นงาน settings ไม่มี form_title ตั้งชื่อแบบเป็นภาษาไทย"),
    "no_version": _("แผ่นงาน settings ไม่มี version ตั้งเลขฉบับ เช่น 2569-11-22"),
    "version_long": _("version ยาวเกิน 249 ตัว"),
    "version_same": _("ฉบับ “%(name)s” ประกาศใช้ไปแล้ว โทรศัพท์จะไม่รู้ว่าแบบเปลี่ยน ตั้ง version ใหม่"),
    "other_form": _("form_id ในไฟล์คือ “%(name)s” แต่แบบนี้คือ “%(wanted)s”"),
    "encrypted": _("แบบนี้เข้ารหัสคำตอบด้วยกุญแจของคนอื่น (public_key) ระบบจะอ่านและตรวจคำตอบไม่ได้ จึงไม่รับ คำตอบที่ส่งมาเราเก็บเข้ารหัสให้อยู่แล้ว"),
    "sends_elsewhere": _("แบบนี้ส่งคำตอบไปที่อื่น (submission_url) ลบช่องนี้ออก"),
    # rows
    "no_type": _("แถวนี้ไม่มี type"),
    "unknown_type": _("ไม่รู้จักชนิดคำถาม “%(name)s”"),
    "no_name": _("แถวนี้ไม่มี name"),
    "name_ascii": _("ชื่อ “%(name)s” ใช้ไม่ได้ โทรศัพท์จะเปิดแบบไม่ได้ ใช้เฉพาะ a-z A-Z 0-9 . _ - ขึ้นต้นด้วยตัวอักษร ภาษาไทยใส่ใน label"),
    "name_twice": _("ชื่อ “%(name)s” ซ้ำกับแถว %(other)s ในกลุ่มเดียวกัน"),
    "no_end": _("กลุ่ม “%(name)s” ที่เริ่มแถวนี้ไม่มีแถวปิด"),
    "no_begin": _("แถวนี้ปิดกลุ่ม แต่ไม่มีแถวเปิด"),
    "too_deep": _("กลุ่มซ้อนกันเกิน %(most)s ชั้น"),
    "no_list": _("ไม่มีรายการตัวเลือกชื่อ “%(name)s” ในแผ่นงาน choices"),
    "list_name": _("ชื่อรายการ “%(name)s” ใช้เฉพาะ a-z A-Z 0-9 . _ -"),
    "choice_no_name": _("ตัวเลือกนี้ไม่มี name"),
    "choice_space": _("ค่าของตัวเลือก “%(name)s” มีช่องว่าง ใช้ _ แทน"),
    "choice_twice": _("ค่า “%(name)s” ซ้ำกันในรายการ “%(list)s”"),
    "file_name": _("ชื่อไฟล์ “%(name)s” ใช้ได้เฉพาะ a-z A-Z 0-9 . _ - และลงท้ายด้วย .csv .xml หรือ .geojson"),
    "listens": _("ชนิด “%(name)s” อัดเสียงโดยผู้ตอบไม่รู้ตัว จึงไม่รับ"),
    "danger_in_list": _("ทะเบียน “%(name)s” ขึ้นกับคำตอบเรื่องอันตราย ซึ่งไม่เก็บ แก้แผ่นงาน entities หรือช่อง save_to"),
    "list_name_long": _("ชื่อทะเบียน “%(name)s” ใช้ได้เฉพาะ a-z A-Z 0-9 _ - ขึ้นต้นด้วยตัวอักษร ไม่เกิน 64 ตัว"),
    # expressions
    "xpath": _("สูตรนี้อ่านไม่ได้ตรงตัวที่ %(at)s%(found)s: %(why)s"),
    "much_formula": _("สูตรทั้งแบบยาวรวมกันเกิน %(most)s ตัวอักษร แบ่งเป็นหลายแบบ"),
    "unknown_function": _("ไม่มีฟังก์ชันชื่อ %(name)s()"),
    "phone_only": _("ฟังก์ชัน %(name)s() ใช้ได้เฉพาะบนโทรศัพท์ กรอกบนเว็บไม่ได้"),
    "web_only": _("ฟังก์ชัน %(name)s() ใช้ได้เฉพาะบนเว็บ โทรศัพท์จะเปิดแบบไม่ได้"),
    "arguments": _("ฟังก์ชัน %(name)s() ใส่ค่า %(given)s ค่า ต้องเป็น %(wanted)s"),
    "unknown_ref": _("ไม่มีคำถามชื่อ “%(name)s”"),
    "ref_many": _("ชื่อ “%(name)s” มีหลายแถว สูตรไม่รู้ว่าหมายถึงแถวไหน"),
    "ref_in_predicate": _("ในวงเล็บเหลี่ยมใช้ ${%(name)s} ไม่ได้ โทรศัพท์จะดูคนแรกทุกครั้ง แต่เว็บดูทีละคน ผลจึงไม่ตรงกัน เขียน %(name)s เปล่า ๆ แทน"),
    "decimal_date": _("decimal-date-time() กับวันที่ใช้บนเว็บไม่ได้ ค่าจะว่าง เขียน int((today() - ${%(name)s}) div 365.25) แทน และกันกรณีว่างด้วย if()"),
    "cycle": _("สูตรวนกลับมาหาตัวเอง: %(names)s"),
    # languages
    "label_form": _("หัวคอลัมน์ %(name)s ไม่บอกภาษา เขียนแบบ label::ไทย (th)"),
    "language_code": _("หัวคอลัมน์ %(name)s ไม่มีรหัสภาษาในวงเล็บ เขียนแบบ %(kind)s::ไทย (th)"),
    "language_two_ways": _("ภาษา %(code)s เขียนไม่เหมือนกัน: %(names)s ใช้แบบเดียวทุกคอลัมน์"),
    "no_thai": _("ไม่มีคอลัมน์ภาษาไทย เพิ่ม label::ไทย (th)"),
    "no_label": _("แถวนี้ไม่มีข้อความให้ผู้ตอบอ่าน"),
    "language_lacking": _("ขาดข้อความภาษา %(language)s"),
    "default_language": _("default_language “%(name)s” ไม่ตรงกับภาษาใดในแบบ"),
    # remarks
    "choice_thai": _("ค่าของตัวเลือก “%(name)s” ไม่ใช่ตัวอักษรอังกฤษ ใช้ได้ แต่ตารางผลจะอ่านยาก"),
    "follows": _("แถวนี้เก็บตำแหน่งหรือการใช้เครื่องโดยไม่ถาม บอกผู้ตอบไว้ในคำขอความยินยอม"),
    "keeps_list": _("คำตอบของแบบนี้เพิ่มหรือแก้รายการในทะเบียน “%(name)s” ของศูนย์ที่กรอก ศูนย์อื่นไม่เห็น"),
    "kept_sealed": _("คำตอบนี้เก็บแบบเข้ารหัส ไม่ออกในตารางผล"),
    "no_files": _("แบบนี้ต้องใช้ไฟล์ %(name)s แนบก่อนประกาศใช้"),
    "said": _("ตัวแปลงเตือนว่า “%(said)s”"),
}
REMARKS = frozenset({"choice_thai", "follows", "keeps_list", "kept_sealed", "no_files", "said"})
WHY = {
    "end": _("จบก่อนครบ ดูวงเล็บและเครื่องหมาย"), "empty": _("ไม่มีอะไรในวงเล็บหรือในช่อง"), "long": _("ยาวเกินไป"), "deep": _("วงเล็บซ้อนกันมากเกินไป"),
    "sign": _("มีเครื่องหมายที่สูตรไม่รู้จัก"), "quote": _("เครื่องหมายคำพูดไม่ปิด"), "operator": _("ขาดตัวเชื่อมหรือค่าก่อนตรงนี้"),
    "more": _("มีส่วนเกินต่อท้าย ดูว่าขาดตัวเชื่อม เช่น and หรือ +"), "axis": _("โทรศัพท์ไม่รู้จัก ::"), "path": _("โทรศัพท์ไม่รู้จัก //"),
}
