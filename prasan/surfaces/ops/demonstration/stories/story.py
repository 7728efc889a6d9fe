"""One sort of report, and one report of that sort."""

import random
from dataclasses import dataclass
from typing import Literal

from prasan.casework.intake.rules import Content, FlagTold, Number, Party, Place, SafeContact, Teller, Told

GIRLS = (
    "ฟ้าใส", "ใบเฟิร์น", "น้ำผึ้ง", "ข้าวหอม", "ปลายฝน", "มะลิ", "ชมพู่", "พลอย", "มุก", "กุลธิดา", "ข้าวตัง", "เอื้องคำ", "น้ำอิง", "พิม", "ณิชา",
    "ขวัญข้าว", "ไออุ่น", "ลูกหว้า", "บัวบูชา", "ทานตะวัน", "แก้มหอม", "ใบหม่อน", "อิงฟ้า", "มีนา", "กานดา", "ดาหลา",
)
BOYS = (
    "ต้นกล้า", "ภูผา", "ปุณณ์", "เมฆ", "ก้องภพ", "เจ", "บอส", "ตะวัน", "แทน", "ดิน", "ปกป้อง", "นาวา", "ออมสิน", "กันต์", "ธันวา", "สิงห์",
    "ขุนเขา", "ปืนใหญ่", "ไม้โท", "ชัชวาล", "ภาคิน", "ปลื้ม", "อาทิตย์", "เพชร",
)
WOMEN = (
    "สายสมร", "บัวลอย", "อรทัย", "สุนีย์", "ทองคำ", "ละมัย", "วันเพ็ญ", "จันทร์แรม", "มณีวรรณ", "สำราญ", "นงนุช", "เพียงใจ", "ลำดวน", "ประไพ",
    "สมหมาย", "บังอร", "ยุพิน", "รุ่งทิพย์", "กัลยา", "พะเยาว์", "ดอกอ้อ", "สุพรรณี", "จินดา", "ทิพวรรณ", "หนูพิน",
)
MEN = (
    "สมพงษ์", "บุญมี", "ไพบูลย์", "ประยูร", "สุชาติ", "คำปัน", "วิรัตน์", "ทองใบ", "สมชาย", "สำลี", "นพดล", "บุญเลิศ", "ถาวร", "สมควร", "อุดม",
    "ประสาท", "ชำนาญ", "สนั่น", "วิชิต", "เกษม", "มานพ",
)
SURNAMES = (
    "แสงคำ", "ใจงาม", "พรมมา", "ศรีวรรณา", "บุญหลาย", "แก้วมณี", "ทองดี", "ชัยชนะ", "วงค์คำ", "สีหานาม", "คำมูล", "รักษ์ไทย", "โพธิ์ศรี",
    "นามวงษ์", "ขันทอง", "ดวงแก้ว", "ไชยราช", "สุดาเดช", "พลเยี่ยม", "ทองสุข", "มูลสาร", "วรรณโคตร", "อินทร์แปลง", "จำปาทอง", "สายบุตร", "ไกรษร",
    "หอมหวล", "ปานทอง", "นาคทอง", "เพ็งแก้ว", "ชูเชิด", "สังข์ทอง", "คงช่วย", "รอดภัย", "บัวผัน", "ศิลาแลง",
)
# The border provinces: the same name is written in more than one way, as on real papers.
BORDER_GIRLS = (
    "นูรฮายาตี", "ซูไรยา", "ฮานีฟะห์", "อามีนะห์", "นูรไอนี", "อัสมะห์", "ยัสมี", "นัสรีน", "ฟิรดาว", "ซอฟียะห์", "นูรีซัน", "อิลฮาม", "ฮุสนา",
    "รุสนี", "มัรวา",
)
BORDER_BOYS = (
    "อิรฟาน", "ฮาฟิซ", "มูฮำหมัด", "ดานียาล", "ซุลกิฟลี", "อาดีลัน", "อัฟฟาน", "ฟุรกอน", "ลุกมาน", "อิสมาแอ", "ซอลาฮุดดีน", "บาฮารี", "นัสรุลลอฮ์",
)
BORDER_WOMEN = (
    "รอกีเยาะ", "แวเยาะ", "ฟาตีเมาะ", "โซรยา", "โชรยา", "เจ๊ะรอฮานี", "บินเยาะห์", "บินเยาะ", "ซารีปะห์", "สีตีปาตีเมาะ", "ยามีละห์", "แมะซง",
    "นูรียะห์", "ฮาสือเมาะ", "ไซนับ", "รูฮานา", "คอลีเยาะ",
)
BORDER_MEN = ("มะยูโซ๊ะ", "อับดุลลอฮ์", "ดอเลาะ", "อาแซ", "มะรอนิง", "ยูโซะ", "สะมะแอ", "มาหะมะ", "อิบรอเฮง", "รอซาลี", "แวดือราแม", "ซูกรี")
BORDER_SURNAMES = (
    "ดอเลาะ", "เจ๊ะมะ", "สาและ", "มะแซ", "อาแว", "สาแม", "เจ๊ะดอเลาะ", "หะยีมะ", "สะมะแอ", "วาเต๊ะ", "ยูโซ๊ะ", "ดือราแม", "แวหะมะ", "ตาเละ",
    "กาเดร์", "บือราเฮง", "มูซอ", "ลาเต๊ะ", "มะเซ็ง", "สาเมาะ",
)
BORDER = ("94", "95", "96")
WHO: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "girl": (GIRLS, BORDER_GIRLS), "boy": (BOYS, BORDER_BOYS), "woman": (WOMEN, BORDER_WOMEN), "man": (MEN, BORDER_MEN),
    "grandmother": (WOMEN, BORDER_WOMEN), "grandfather": (MEN, BORDER_MEN),
}
TITLES = {"girl": "ด.ญ.", "boy": "ด.ช."}
# How the reporter may be answered. Nobody's number: the middle is 000.
RULES = (
    SafeContact(channels=("phone",), address="0810001234", hours=(("13:00", "15:00"),), say="โทรจากร้านผ้า", never="พ่อเลี้ยง และเบอร์บ้าน"),
    SafeContact(channels=("receipt",)),
    SafeContact(channels=("line",), address="demo-line-000", hours=(), say="", note="พิมพ์สั้น ๆ ไม่ต้องบอกว่าจากหน่วยงานไหน"),
    SafeContact(channels=("phone",), address="0890001200", hours=(("09:00", "11:00"),), never_channels=("sms",), code_word="ดอกแก้ว"),
    SafeContact(channels=("phone", "line"), address="0860000455", hours=(("17:00", "19:00"),), days=(0, 1, 2, 3, 4), who_may_answer="พี่สาว"),
    None, None, None,
)


@dataclass(frozen=True)
class Story:
    """One sort of report. `text` may have {who} and {age}; `age` is a range; `who` says girl, boy, woman, man, grandmother, grandfather.

    `place`: an area that its code begins with, "south" for the border provinces, "" for anywhere. `papers`: "none" or "withheld" when the
    person has no number or keeps it back. Without `channel` or `teller` chance chooses.
    """

    text: str
    problems: tuple[str, ...]
    who: str
    age: tuple[int, int]
    kin: str = ""
    signs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    danger: Literal["yes", "no", "unknown"] = "unknown"
    hurt: Literal["yes", "no", "unknown"] = "unknown"
    unrest: bool = False
    wishes: tuple[str, ...] = ()
    south: bool = False
    place: str = ""
    channel: str = ""
    teller: str = ""
    tip: bool = False
    papers: str = ""
    office: Literal["yes", "no", "unknown"] = "unknown"


def content(story: Story, chance: random.Random, *, area: str, channel: str, teller: str) -> Content:
    """One report of this sort, with names drawn from the seed. `channel` and `teller` hold where the story names none."""
    border = area[:2] in BORDER and chance.random() < 0.85
    who, surname = chance.choice(WHO[story.who][border]), chance.choice(BORDER_SURNAMES if border else SURNAMES)
    age = chance.randint(*story.age)
    told = story.teller or teller
    named = told != "unknown" and chance.random() < 0.45
    return Content(
        channel=story.channel or channel, story=story.text.replace("{who}", who).replace("{age}", str(age)),
        problems=story.problems, where=Place(area_code=area), when=Told(going_on="yes" if story.danger == "yes" else "unknown"),
        parties=tuple(_parties(story, chance, who, surname, age, border=border)),
        reporter=Teller(role=told, name=_adult(chance, border=border) if named else "", contact="0820004321" if named else ""),
        safe_contact=chance.choice(RULES), flags=tuple(FlagTold(code) for code in story.flags), wishes=story.wishes,
        danger_now=story.danger, hurt_now=story.hurt, signs=tuple((code, "yes") for code in story.signs), unrest=story.unrest,
        involves_office="yes" if "not_local" in story.wishes else story.office, tip=story.tip,
        language="mfa" if border and "language" in story.flags else "th",
    )


def _parties(story: Story, chance: random.Random, who: str, surname: str, age: int, *, border: bool) -> list[Party]:
    unknown = story.problems == ("none.unclear",) or story.problems[0].startswith(("none", "not_ours"))
    name = "" if unknown else who if chance.random() < 0.4 else f"{TITLES.get(story.who, '') if age < 15 else ''}{who} {surname}"
    affected = Party(
        role="affected", name=name, sex="f" if story.who in {"girl", "woman", "grandmother"} else "m",
        age_words=str(age) if chance.random() < 0.7 else f"ประมาณ {age}", numbers=(Number("", story.papers),) if story.papers else (),
        languages=("mfa",) if border else (),
    )
    if not story.kin:
        return [affected]
    man = f"{chance.choice(WHO['man'][border])} {surname}" if not unknown and chance.random() < 0.4 else ""
    return [affected, Party(role="alleged", name=man, sex="m" if chance.random() < 0.85 else "f", kin=story.kin)]


def _adult(chance: random.Random, *, border: bool) -> str:
    return f"{chance.choice(WHO['woman'][border])} {chance.choice(BORDER_SURNAMES if border else SURNAMES)}"
