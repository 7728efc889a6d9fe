"""Made-up data for every component in every state: the living component page, and the tests that look at it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prasan.ground.fields import BEDateField
from prasan.ground.screens.parts import (
    Clock,
    Difference,
    Event,
    Figure,
    Found,
    Link,
    Look,
    Member,
    NextStep,
    Pair,
    Row,
    SafeContact,
    Step,
)


class ExampleForm(forms.Form):
    """Every kind of field."""

    tel = forms.CharField(
        label="เบอร์โทรที่ปลอดภัย",
        help_text="เบอร์ที่คนอื่นไม่ได้ยินและไม่ได้ดูแทนคุณ",
        min_length=10,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"min_length": "เบอร์โทรมี 9 ตัว เบอร์มือถือมี 10 ตัว"},
    )
    hours = forms.MultipleChoiceField(
        label="โทรได้ช่วงไหน",
        choices=[("m", "เช้า"), ("a", "บ่าย"), ("e", "เย็น"), ("w", "เฉพาะวันทำงาน")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "เลือกอย่างน้อย 1 ข้อ"},
    )
    story = forms.CharField(label="เกิดอะไรขึ้น", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    way = forms.ChoiceField(
        label="ให้เราติดต่อกลับทางไหนจึงจะปลอดภัย",
        choices=[("none", "ไม่ต้องติดต่อกลับ"), ("call", "โทรหาฉัน ในเวลาที่ฉันเลือก"), ("trusted", "ติดต่อผ่านคนที่ฉันไว้ใจ")],
        initial="none",
        widget=forms.RadioSelect,
    )
    office = forms.ChoiceField(
        label="ส่งให้หน่วยงาน",
        choices=[("", "เลือก"), ("รพ.", [("h", "ศูนย์พึ่งได้ รพ.ขอนแก่น")]), ("ตำรวจ", [("p", "สภ.เมืองขอนแก่น")])],
    )
    born = BEDateField(
        partial=True,
        born=True,
        label="เกิดวันไหน",
        required=False,
        help_text="ปี พ.ศ. ใส่ 2 ตัวท้ายก็ได้ ถ้าไม่รู้วันหรือเดือน เว้นว่างไว้",
    )
    photo = forms.FileField(label="รูปหรือไฟล์", required=False, help_text="เราลบตำแหน่งออกจากรูปให้")
    aware = forms.BooleanField(label="คุยกับผู้ประสบปัญหาแล้ว", required=False, help_text="ถ้ายัง ส่งต่อได้ตามหน้าที่ในกฎหมาย")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["way"].hints = {  # type: ignore[attr-defined]
            "none": "ฉันจะกลับมาดูคำตอบเองด้วยรหัส",
            "trusted": "เช่น ครู อสม. หรือญาติที่คุณเลือก",
        }
        self.fields["hours"].hints = {"m": "08.00–12.00 น.", "a": "12.00–16.00 น."}  # type: ignore[attr-defined]


LATE = Clock("late", "เกินกำหนด 22 นาที")
SOON = Clock("soon", "เหลือ 26 นาที")
RUN = Clock("run", "เหลือ 2 ชม. 18 นาที")
LAW = Clock("run", "เหลือ 6 ชม.", legal=True)
MET = Clock("met", "ทันกำหนด")
NONE = Clock("none", "ไม่มีกำหนด")


def component_examples() -> dict[str, Any]:
    """Return the context of the component page."""
    wrong_form = ExampleForm(
        {
            "tel": "081555012",
            "way": "none",
            "born_0": "",
            "born_1": "3",
            "born_2": "41",
            "story": "ได้ยินเสียงร้องกลางดึก 3 ครั้งในเดือนนี้",
        }
    )
    return {
        "noprint": True,
        "clocks": [LATE, SOON, RUN, LAW, MET, NONE],
        "form": ExampleForm(prefix="new"),
        "wrong_form": wrong_form,
        "safe": [
            SafeContact(
                "go",
                "ติดต่อได้ตอนนี้ ถึง 15.00 น.",
                (("ทาง", "โทรเท่านั้น ไม่ส่งข้อความ"), ("เบอร์ของ", "ยาย"), ("ถ้าคนอื่นรับ", "“โทรจากร้านผ้า”")),
                never="พ่อเลี้ยง บ้านเลขที่เดิม",
                call="#call",
                code_word="#code",
            ),
            SafeContact("wait", "ยังติดต่อไม่ได้ จนถึง 13.00 น.", never="ส่งข้อความ", note="ระบบจะเตือนเมื่อถึงเวลา"),
            None,
        ],
        "looks": [
            Look("วันนี้ 14.31", "พว.สุดารัตน์ รพ.ขอนแก่น", "เปิดดู", "3 ส่วนที่ส่งให้"),
            Look(
                "วันนี้ 14.12",
                "หัวหน้าเวร ธีรพงษ์",
                "เปิดดูกรณีฉุกเฉิน",
                "เหตุผล “ตำรวจขอยืนยันที่อยู่”",
                True,
                "ทบทวนภายใน 26 พ.ย.",
                "#review",
            ),
            Look("วันนี้ 13.40", "ผู้ใช้ 1 คน", "ถูกปฏิเสธ", "ไม่ได้อยู่ในทีม"),
        ],
        "next": [
            NextStep("โทรหายาย", "โทรและบันทึกผล", "#call", "ก่อน 15.00 น.", LATE, "phone"),
            NextStep("แผนความปลอดภัย", "เริ่มแผน", "#plan", "ภายในวันนี้"),
            NextStep(
                "ยังยุติเคสไม่ได้ เพราะ",
                why=(Link("มีส่งต่อเปิดอยู่ 2", "#referrals"), Link("กำหนดตามกฎหมายเหลือ 1", "#limits"), "ยังไม่มีแผนความปลอดภัย"),
            ),
        ],
        "steps": [
            Step("รับแจ้ง", "done"),
            Step("คัดกรอง", "done"),
            Step("ประเมิน", "now"),
            *(Step(w) for w in ("แผนความปลอดภัย", "ประชุมทีม", "ช่วยเหลือ", "ทบทวน", "ยุติ", "ติดตามผล")),
        ],
        "events": [
            Event("23 พ.ย. 14.20", "2026-11-23T14:20", "ระบบ", "แจ้งหัวหน้ากลุ่ม: ติดต่อครั้งแรกเกินกำหนด", "alarm"),
            Event("23 พ.ย. 14.05", "2026-11-23T14:05", "กนกพร", "ส่งต่อ รพ.ขอนแก่น และ สภ.เมือง แนบ 3 ส่วนจาก 11"),
            Event("23 พ.ย. 14.03", "2026-11-23T14:03", "รพ.ขอนแก่น", "รับการส่งต่อ นัด 16.00 น.", "other"),
        ],
        "team": [
            Member("กนกพร วงศ์ทอง", "เห็นทั้งหมด เว้นบันทึกคำปรึกษา", "ผู้จัดการรายกรณี", me=True),
            Member("พว.สุดารัตน์ รพ.ขอนแก่น", "เห็น 3 ส่วน ถึงยุติบริการ", initial="ส"),
            Member("พ.ต.ท.หญิง อรอนงค์", "ยังไม่เห็น รอตอบรับ", initial="อ"),
        ],
        "laws": [
            {
                "title": "ตรวจร่างกายและจิตใจทันที",
                "clock": RUN,
                "section": "พ.ร.บ.คุ้มครองเด็ก 2546 ม.42",
                "note": "ยังไม่ได้ตรวจโดยนักกฎหมาย",
            },
            {"title": "ส่งคำสั่งบรรเทาทุกข์ถึงศาล", "clock": LAW, "section": "ม.10 ภายใน 48 ชม. นับวันหยุด", "note": ""},
        ],
        "facts": [
            Pair("ผู้ประสบปัญหา", "ด.ญ.ฟ้าใส แสงคำ (ฟ้า) เกิด พ.ศ. 2557 ไม่ทราบวันและเดือน", "#edit"),
            Pair("ผู้แจ้งเหตุ", key="#open"),
            Pair("ที่พักปลอดภัย", sealed="ผู้พาไป"),
            Pair("ศาสนา"),
        ],
        "figures": [
            Figure("231", "เรื่องแจ้งเข้า", "เรื่อง", "จาก ประสาน", "ปีงบ 2570 ถึง 22 พ.ย. 2569"),
            Figure("83 %", "ติดต่อครั้งแรกทันกำหนด", "เคส", "41 จาก 49 เคส"),
            Figure("112", "เคสที่เปิดอยู่", "เคส", "ณ 22 พ.ย. 2569"),
            Figure("น้อยกว่า 5", "คนมารับบริการศูนย์พึ่งได้", "คน", "จาก รพ. 4 แห่ง", "ห้ามรวมกับช่องอื่น"),
        ],
        "rows_late": [
            Row(4, LATE, "ติดต่อครั้งแรกด้วยวิธีที่ปลอดภัย", "#1", ("ขก 2570-0412", "เด็ก 12 ปี", "อ.เมืองขอนแก่น"), "เปิดเคส"),
            Row(
                2,
                Clock("late", "เกินกำหนด 1 วัน"),
                "ส่งสรุปการเยี่ยมบ้านให้ รพ.น้ำพอง",
                "#2",
                ("ขก 2570-0377", "ผู้สูงอายุ", "อ.น้ำพอง"),
                "ทำต่อ",
            ),
        ],
        "rows": [
            Row(
                4,
                Clock("soon", "เหลือ 9 นาที"),
                "อ่านเรื่องแจ้งใหม่แบบเงียบ",
                "#3",
                ("แจ้ง 14.36 น.", "มีตำแหน่ง ±40 ม.", "อ.ชุมแพ", "ห้ามโทรกลับ"),
                "รับเรื่อง",
                "#3",
                True,
                "a",
            ),
            Row(
                3,
                SOON,
                "ตอบการส่งต่อ: ขอที่พักชั่วคราว แม่และลูก 2 คน",
                "#4",
                ("จาก รพ.ขอนแก่น", "ขก 2570-0418", "ต้องตอบก่อน 15.08 น."),
                "ตอบ",
            ),
            Row(1, NONE, "ตอบคำถามจาก ศพค. ต.บ้านเม็ง", "#5", ("คำแนะนำทั่วไป ไม่เกี่ยวกับเคส",), "ตอบ"),
        ],
        "tabs": [
            {"label": "ทั้งหมด", "href": "#all", "count": 14, "current": True},
            {"label": "แจ้งใหม่", "href": "#new", "count": 4, "current": False},
            {"label": "รอตอบส่งต่อ", "href": "#ref", "count": 3, "current": False},
        ],
        "found": [
            Found("ขก 2570-0412", "#c1", "เคส", "notes", ("เด็ก 12 ปี", "อ.เมืองขอนแก่น", "กำลังช่วยเหลือ")),
            Found("พบ 1 คนที่ชื่อคล้ายกัน", "#p1", "คน", "user", ("พบจากเสียงใกล้เคียง", "ต.บ้านเม็ง"), "เห็นเฉพาะทีม"),
        ],
        "differences": [Difference("ที่อยู่ปัจจุบัน", "บ้านยาย ต.โนนทัน", "บ้านญาติ อ.พล"), Difference("โทรได้ช่วงไหน", "", "เช้า")],
        "moves": [
            {"label": _("รับ"), "href": "#accept", "kind": "main"},
            {"label": _("ขอข้อมูลเพิ่มก่อนตอบ"), "href": "#more"},
            {"label": _("เพิกถอนคำขอ"), "href": "#withdraw", "kind": "stop"},
            {"label": _("ยังโอนเคสไม่ได้ เพราะ"), "why": ["ผู้รับยังไม่ตอบรับ"]},
        ],
    }
