"""Made-up reports in everyday Thai: what people say, whom it concerns, and what an officer would tick."""
# ruff: noqa: E501 - a story is one line

import random
from dataclasses import dataclass

from prasan.casework.intake.rules import Content, FlagTold, Party, Place, SafeContact, Teller, Told

GIRLS = ("ฟ้าใส", "ใบเฟิร์น", "น้ำผึ้ง", "ข้าวหอม", "ปลายฝน", "มะลิ", "ชมพู่", "นูรฮายาตี", "ซูไรยา", "ฮานีฟะห์", "อามีนะห์", "พลอย", "มุก", "กุลธิดา")
BOYS = ("ต้นกล้า", "ภูผา", "ปุณณ์", "เมฆ", "ก้องภพ", "อิรฟาน", "ฮาฟิซ", "มูฮำหมัด", "ดานียาล", "เจ", "บอส", "ตะวัน")
WOMEN = ("สายสมร", "บัวลอย", "อรทัย", "สุนีย์", "รอกีเยาะ", "แวเยาะ", "ฟาตีเมาะ", "โซรยา", "ทองคำ", "ละมัย", "วันเพ็ญ", "จันทร์แรม", "มณีวรรณ", "เจ๊ะรอฮานี")
MEN = ("สมพงษ์", "บุญมี", "ไพบูลย์", "มะยูโซ๊ะ", "อับดุลลอฮ์", "ประยูร", "สุชาติ", "คำปัน", "ดอเลาะ", "วิรัตน์", "ทองใบ", "สมชาย")
SURNAMES = ("แสงคำ", "ใจงาม", "พรมมา", "ศรีวรรณา", "ดอเลาะ", "เจ๊ะมะ", "สาและ", "บุญหลาย", "แก้วมณี", "ทองดี", "มะแซ", "อาแว", "ชัยชนะ", "วงค์คำ")


@dataclass(frozen=True)
class Story:
    """One sort of report. `text` has {who}, {man}, {age}; `age` is a range; `who` says girl, boy, woman, man, grandmother, grandfather."""

    text: str
    problems: tuple[str, ...]
    who: str
    age: tuple[int, int]
    kin: str = ""
    signs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    danger: str = "unknown"
    hurt: str = "unknown"
    unrest: bool = False
    wishes: tuple[str, ...] = ()
    south: bool = False


STORIES: tuple[Story, ...] = (
    Story("ได้ยินเสียงเด็กร้องเกือบทุกคืน เมื่อคืนดังมากแล้วก็เงียบไป เช้านี้เห็นน้อง{who}มีรอยช้ำที่แขน แกบอกว่าหกล้ม แต่ไม่น่าใช่ พ่อเลี้ยงกินเหล้าทุกวัน",
          ("violence.physical",), "girl", (4, 12), "step", ("child_hurt", "access_today")),
    Story("หลานชาย{who}มาอยู่กับตายาย ไม่ยอมกลับบ้าน บอกว่าพ่อเอาสายไฟตี มีแผลที่หลัง ตากับยายกลัวพ่อเขามารับกลับวันอาทิตย์นี้",
          ("violence.physical",), "boy", (6, 13), "parent", ("child_hurt",)),
    Story("เป็นครูประจำชั้นค่ะ นักเรียนหญิง{who}มาเรียนตาบวมสองวันแล้ว พูดน้อยลง ไม่ยอมถอดเสื้อกันหนาว ยังไม่ได้ถามซ้ำ อยากให้มีคนที่คุยเป็นมาคุยกับเด็ก",
          ("violence.physical", "neglect.child"), "girl", (8, 14), "parent", ("child_hurt",)),
    Story("ผัวตีอีกแล้วค่ะ คราวนี้บีบคอจนหายใจไม่ออก หนีมาอยู่บ้านแม่ เขาโทรมาขู่ว่าถ้าไม่กลับจะมาตามถึงบ้าน ลูกสองคนอยู่กับหนู",
          ("violence.physical", "violence.coercive_control"), "woman", (24, 45), "spouse", ("throttled", "threat_to_kill", "leaving", "access_today"), danger="no", hurt="yes"),
    Story("เฮ็ดงานอยู่โรงงาน ผัวเอาบัตรเอทีเอ็มไปเก็บหมด ได้เงินใช้วันละห้าสิบ ไปไสต้องขอ บ่ให้คุยกับพี่น้อง แนเป็นเฮ็ดจั่งได๋ดี บ่อยากให้ไผฮู้",
          ("violence.economic", "violence.coercive_control"), "woman", (28, 50), "spouse", ("follows",)),
    Story("แฟนเก่าเอารูปหนูไปลงในกลุ่ม บอกว่าถ้าไม่กลับไปคบจะส่งให้ที่โรงเรียน หนูไม่กล้าบอกแม่ ไม่อยากไปเรียนแล้ว",
          ("violence.online", "violence.psychological"), "girl", (14, 17), "former_dating", ()),
    Story("น้อง{who}เล่าให้เพื่อนฟังว่าลุงข้างบ้านเรียกเข้าไปในห้องตอนไม่มีคนอยู่ เพื่อนมาบอกหนู หนูไม่รู้จะทำยังไง ลุงเขาเป็นกรรมการหมู่บ้าน",
          ("violence.sexual",), "girl", (9, 14), "acquaintance", ("sex_with_child", "access_today")),
    Story("ยาย{who}อยู่คนเดียว ลูกเอาบัตรสวัสดิการกับเงินผู้สูงอายุไปใช้ ข้าวไม่ค่อยมีกิน เพื่อนบ้านแบ่งให้วันละมื้อ ยายไม่อยากให้ลูกเดือดร้อน",
          ("elder.abuse", "neglect.elder"), "grandmother", (70, 88), "child", ("no_food_or_medicine",), ("older", "alone")),
    Story("พ่อใหญ่{who}นอนติดเตียง ลูกหลานไปทำงานกรุงเทพฯ ทิ้งไว้กับหลานอายุสิบขวบ แผลกดทับเริ่มเน่า อสม. ไปเห็นเมื่อวาน",
          ("neglect.elder", "neglect.child"), "grandfather", (72, 90), "household", ("left_alone",), ("older", "bedridden")),
    Story("เด็กในตำบลไม่ได้ไปโรงเรียนมาหลายเดือน เห็นไปช่วยงานที่สวนยางตั้งแต่ตีสอง มือพองหมด พ่อบอกว่าไม่มีเงินส่ง",
          ("child_labour.hazardous",), "boy", (11, 15), "parent", (), ("out_of_school",)),
    Story("หนูท้องค่ะ อายุสิบหก ยังไม่ได้บอกใครเลย แฟนไม่รับ กลัวแม่ตี ไม่รู้ว่าต้องไปหาใคร มีที่ไหนที่คุยได้โดยไม่ต้องบอกแม่ไหมคะ",
          ("pregnancy.unready",), "girl", (15, 17), "", (), ("pregnant",)),
    Story("คนงานพม่าที่แพปลาถูกยึดบัตร นายจ้างไม่ให้ออกไปไหน มีคนหนึ่งป่วยก็ไม่พาไปหาหมอ ผมเป็นคนส่งน้ำแข็ง เห็นเองเลยครับ อย่าบอกว่าผมแจ้ง",
          ("trafficking.labour",), "man", (19, 38), "employer", ("locked_in",), ("migrant", "language")),
    Story("แม่ลูกอ่อนนอนอยู่สถานีขนส่งสามวันแล้ว ลูกไม่ถึงขวบ หนีสามีมาจากต่างจังหวัด ไม่มีเงิน ไม่มีที่ไป",
          ("homelessness", "violence.physical"), "woman", (19, 34), "spouse", ("no_safe_place", "leaving"), ("newborn",)),
    Story("ลูกชายป่วยจิตเวช ขาดยามาสองเดือน เมื่อคืนถือมีดเดินรอบบ้าน แม่ไม่กล้านอน ไม่อยากให้ตำรวจทำอะไรเขา อยากให้ได้ยา",
          ("mental.crisis", "behaviour.family"), "man", (22, 45), "child", ("weapon",), ("mental_illness",), danger="no"),
    Story("สามีเก่าไม่ยอมให้เจอลูก ทั้งที่ตกลงกันไว้แล้ว ไปรับทีไรก็โดนไล่ อยากรู้ว่าทำอะไรได้บ้างโดยไม่ต้องทะเลาะกันหน้าลูก",
          ("custody.dispute",), "woman", (25, 42), "former_spouse", ()),
    Story("อยากถามเรื่องเงินสงเคราะห์เด็กแรกเกิดค่ะ ยื่นไปสี่เดือนแล้วยังไม่ได้ ไปถามที่ อบต. เขาบอกให้รอ", ("welfare.benefit",), "woman", (20, 35)),
    Story("พ่อพิการขาขาดสองข้าง บ้านไม่มีทางลาด ขึ้นลงต้องอุ้ม อยากขอปรับบ้านกับรถเข็น", ("welfare.home_care",), "man", (50, 68), flags=("disability",)),
    Story("ไม่มีบัตรประชาชน เกิดที่นี่แต่พ่อแม่ไม่ได้แจ้งเกิด จะพาลูกเข้าโรงเรียนเขาถามหาเอกสาร", ("identity.no_papers",), "woman", (22, 40), flags=("no_papers",)),
    Story("เด็กหญิง{who}กำลังจะถูกให้แต่งงานกับคนที่มาทำให้ท้อง ผู้ใหญ่ทั้งสองฝ่ายตกลงกันแล้ว เด็กร้องไห้ไม่อยากแต่ง",
          ("marriage.child", "pregnancy.unready"), "girl", (13, 15), "acquaintance", ("being_moved",), ("pregnant",), south=True),
    Story("สามีแต่งตามศาสนา ไม่ได้จดทะเบียน เขาตีแล้วบอกว่าเป็นสิทธิของเขา ขอหย่ากับโต๊ะอิหม่ามแล้วเขาไม่ยอม อยากคุยกับเจ้าหน้าที่ผู้หญิง ไม่สะดวกช่วงละหมาด",
          ("violence.physical",), "woman", (22, 45), "spouse", ("adult_hurt", "access_today"), wishes=("woman_officer", "own_religion", "prayer_times"), south=True),
    Story("พ่อของเด็กเสียจากเหตุเมื่อสองปีก่อน แม่เครียดมาก ดูลูกสามคนไม่ไหว คนเล็กยังไม่ได้เข้าเรียน อยากให้มีคนไปเยี่ยมที่ไม่ใช่ทหาร",
          ("orphan.unrest", "welfare.poverty"), "boy", (5, 11), "", (), unrest=True, wishes=("own_religion",), south=True),
    Story("ได้ยินเสียงผู้หญิงกรีดร้องจากห้องเช่าข้าง ๆ ตอนนี้เลย มีเสียงของแตก ผู้ชายตะโกนว่าจะฆ่าให้ตาย",
          ("violence.physical",), "woman", (20, 40), "partner", ("threat_to_kill", "access_today"), danger="yes", hurt="unknown"),
    Story("ลูกสาวเพื่อน{who}ไม่ได้กินข้าวเย็นบ่อย ๆ แม่ติดยา พาผู้ชายเข้าบ้านไม่ซ้ำหน้า เด็กมานั่งรออยู่หน้าร้านจนปิด",
          ("neglect.child",), "girl", (6, 11), "parent", ("left_alone",)),
    Story("เด็กโดนเพื่อนรุมตีในห้องน้ำโรงเรียน มีคลิป ครูบอกให้จบกันไป ผู้ปกครองอยากให้มีคนกลางมาคุย",
          ("violence.school",), "boy", (12, 16), "school", ("child_hurt",)),
    Story("สามีเป็นเจ้าหน้าที่อยู่อำเภอนี้ ไปแจ้งที่ไหนเขาก็รู้กันหมด ขอให้คนที่อื่นดูได้ไหม ตอนนี้ยังอยู่บ้านเดียวกัน",
          ("violence.physical", "violence.coercive_control"), "woman", (26, 48), "spouse", ("adult_hurt", "access_today"), wishes=("not_local",)),
    Story("น้องสาวหูหนวก ถูกนายจ้างลวนลาม เขียนใส่กระดาษมาให้พี่ดู อยากได้ล่ามภาษามือที่เป็นผู้หญิง ไม่เอาญาติ",
          ("violence.sexual",), "woman", (19, 30), "employer", (), ("deaf", "disability"), wishes=("sign_interpreter", "woman_officer")),
    Story("ป้ามาเก็บของเก่าขาย พาหลานเดินตากแดดทั้งวัน เคยเห็นตีหลานกลางถนนเพราะหลานเดินไม่ไหว", ("begging", "violence.physical"), "boy", (4, 8), "household", ("child_hurt",)),
    Story("ที่บ้านน้ำท่วม ของเสียหายหมด มีคนแก่กับเด็กเล็กสี่คน นอนวัดมาห้าคืนแล้ว", ("welfare.poverty", "homelessness"), "woman", (30, 55)),
    Story("โทรมาถามว่าถ้าจะไปเป็นพยานให้เพื่อนบ้านที่โดนสามีตี ต้องไปที่ไหน เขาจะรู้ไหมว่าเราเป็นคนบอก", ("violence.physical",), "woman", (25, 50), "spouse", ("adult_hurt",)),
    Story("ย่า{who}ความจำไม่ดีแล้ว หลานเขยพาไปเซ็นขายที่ดิน เงินหายหมด ตอนนี้อยู่แต่ในห้อง ล็อกจากข้างนอก",
          ("elder.abuse", "violence.economic"), "grandmother", (75, 90), "relative", ("locked_in",), ("older",)),
)
TAILS = ("", " ขอบคุณค่ะ", " ช่วยหน่อยนะครับ", " ไม่ต้องบอกใครว่าเป็นคนแจ้ง", " สะดวกให้โทรหลังบ่ายสาม", " พิมพ์ผิดขออภัย รีบ", " เคยแจ้งไปแล้วรอบหนึ่งแต่เงียบ", " แถวบ้านเขารู้กันหมดแต่ไม่มีใครกล้า")
RULES = (
    SafeContact(channels=("phone",), address="0810001234", hours=(("13:00", "15:00"),), say="โทรจากร้านผ้า", never="พ่อเลี้ยง และเบอร์บ้าน"),
    SafeContact(channels=("receipt",)),
    SafeContact(channels=("line",), address="demo-line-000", hours=(), say="", note="พิมพ์สั้น ๆ ไม่ต้องบอกว่าจากหน่วยงานไหน"),
    SafeContact(channels=("phone",), address="0890001200", hours=(("09:00", "11:00"),), never_channels=("sms",), code_word="ดอกแก้ว"),
    None, None,
)


def content(story: Story, chance: random.Random, *, area: str, channel: str) -> Content:
    """One report of this sort, with names drawn from the seed."""
    who, surname = _name(story.who, chance), chance.choice(SURNAMES)
    man = chance.choice(MEN)
    age = chance.randint(*story.age)
    titled = {"girl": "ด.ญ.", "boy": "ด.ช.", "woman": "", "man": "", "grandmother": "", "grandfather": ""}[story.who]
    parties = [Party(role="affected", name=f"{titled}{who} {surname}" if chance.random() < 0.6 else who,
                     sex="f" if story.who in {"girl", "woman", "grandmother"} else "m", age_words=str(age) if chance.random() < 0.7 else f"ประมาณ {age}")]
    if story.kin:
        parties.append(Party(role="alleged", name=f"{man} {surname}" if chance.random() < 0.4 else "", sex="m", kin=story.kin))
    named = chance.random() < 0.45
    return Content(
        channel=channel, story=story.text.replace("{who}", who).replace("{man}", man).replace("{age}", str(age)) + chance.choice(TAILS),
        problems=story.problems, where=Place(area_code=area), when=Told(going_on="yes" if story.danger == "yes" else "unknown"),
        parties=tuple(parties),
        reporter=Teller(role=chance.choice(("neighbour", "relative", "teacher", "self", "friend")), name=f"{chance.choice(WOMEN)} {chance.choice(SURNAMES)}" if named else "",
                        contact="0820004321" if named else ""),
        safe_contact=chance.choice(RULES), flags=tuple(FlagTold(code) for code in story.flags), wishes=story.wishes,
        danger_now=story.danger, hurt_now=story.hurt, signs=tuple((code, "yes") for code in story.signs), unrest=story.unrest,  # type: ignore[arg-type]
        involves_office="yes" if "not_local" in story.wishes else "unknown",
    )


def _name(who: str, chance: random.Random) -> str:
    return chance.choice({"girl": GIRLS, "boy": BOYS, "woman": WOMEN, "man": MEN, "grandmother": WOMEN, "grandfather": MEN}[who])
