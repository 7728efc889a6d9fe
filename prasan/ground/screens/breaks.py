"""Line breaks in Thai: browsers cut compounds; this is the one list of what stays in one piece (ui/guide.md section 3)."""

import re

from django.utils.translation import get_language
from markupsafe import Markup, escape

COMPOUNDS = (
    "บันทึกความร่วมมือ", "ผู้จัดการรายกรณี", "ผู้ประสบปัญหา", "ผู้ถูกกระทำ", "ผู้ถูกกล่าวหา", "ผู้แจ้งเหตุ", "คนที่ไว้ใจ",
    "ความรุนแรงในครอบครัว", "คุ้มครองเด็ก", "ความเร่งด่วน", "ลำดับเหตุการณ์", "ติดต่อกลับ", "แผนความปลอดภัย", "ความช่วยเหลือ",
    "ศูนย์ช่วยเหลือสังคม", "บ้านพักเด็กและครอบครัว", "พัฒนาสังคม", "ความมั่นคงของมนุษย์", "นักสังคมสงเคราะห์", "ผู้ว่าราชการจังหวัด",
    "ขอความช่วยเหลือ", "ที่ปรึกษา", "ทางไหน", "ช่วงไหน", "โทรศัพท์", "แจ้งเหตุ", "กรณีฉุกเฉิน", "ที่พักปลอดภัย", "ผู้สูงอายุ", "คนพิการ", "รหัสลับ", "เลขที่รับเรื่อง",
)  # fmt: skip
_DATE = r"\d{1,2} (?:ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\.)(?: \d{4})?"
_TIME = r"\d{1,2}[.:]\d{2}(?:[–-]\d{1,2}[.:]\d{2})? น\."
_NUMBER = r"[ก-ฮ]{1,3} \d{4}-\d{3,6}"
_CLUSTER = "[เ-ไ]?[ก-ฮ][ะ-ฺ็-๎]*"  # a letter with the vowels and marks that hang on it: never cut inside
_REPEAT = rf"(?:{_CLUSTER}){{1,4}} ๆ"
_THAI = re.compile(r"[ก-๛]+(?:[ ().“”/–-]*[ก-๛]+)*")  # a run of Thai words
LONGEST = 24  # letters that surely fit a line of a heading on a phone of 360 px
_WHOLE = re.compile(
    "|".join([_DATE, _TIME, _NUMBER, _REPEAT, *sorted(map(re.escape, COMPOUNDS), key=len, reverse=True)])
)


def nb(text: object) -> Markup:
    """Keep compounds, dates, times and case numbers inside a text from being broken over lines."""
    safe = str(escape(spoken(text)))
    return Markup(_WHOLE.sub(lambda found: f'<span class="nb">{found.group()}</span>', safe))  # noqa: S704 (escaped above)


def spoken(text: object) -> object:
    """On a page in another language, mark what is Thai as Thai, for screen readers: names of offices and people, and what people wrote."""
    if (get_language() or "th") == "th" or hasattr(text, "__html__") or not _THAI.search(str(text)):
        return text
    return Markup(_THAI.sub(lambda found: f'<span lang="th">{found.group()}</span>', str(escape(text))))  # noqa: S704 (escaped above)


def whole(text: object) -> Markup:
    """Keep a whole value (a name, a telephone number) in one piece; one too long for a phone's line breaks where compounds allow."""
    if len(str(text)) > LONGEST:
        return nb(text)
    return Markup('<span class="nb">{}</span>').format(text)
