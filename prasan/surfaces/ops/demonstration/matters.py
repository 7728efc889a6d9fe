"""Matters whose course is told in the scenes: how each began, and what the desk made of it. Written by hand, one life each."""
# ruff: noqa: E501 - a story is one line

from dataclasses import dataclass, replace

from prasan.casework.intake.rules import (
    Content,
    FlagTold,
    Number,
    OutsideNumber,
    Party,
    Phone,
    Place,
    SafeContact,
    Teller,
    Told,
)
from prasan.registry.organisations.queries import organisation_id

RECEIPT = SafeContact(channels=("receipt",))
NOON = SafeContact(channels=("phone", "line"), address="0810000702", hours=(("12:00", "13:00"),), say="โทรจากร้านผ้า", never="เบอร์บ้าน และสามี")


@dataclass(frozen=True)
class Matter:
    """A report that comes `days` before the first start, and the case that is opened from it (none without a `name`).

    `manager`: which of the province's two; `basis`: why by law.
    """

    key: str
    days: float
    content: Content
    name: str = ""
    manager: str = "manager"
    basis: str = "public_task"


def _child(name: str, age: str, sex: str = "f", **more: object) -> Party:
    return Party(role="affected", name=name, sex=sex, age_words=age, **more)  # type: ignore[arg-type]


def _by(kin: str, name: str = "", sex: str = "m") -> Party:
    return Party(role="alleged", name=name, kin=kin, sex=sex)  # type: ignore[arg-type]


def _m(
    key: str, days: float, area: str, channel: str, story: str, problems: tuple[str, ...], parties: tuple[Party, ...], name: str = "", *,
    manager: str = "manager", basis: str = "public_task", signs: tuple[str, ...] = (), teller: str = "neighbour", **more: object,
) -> Matter:
    facts = {"safe_contact": RECEIPT, "reporter": Teller(role=teller), **more}
    return Matter(key, days, Content(
        channel=channel, story=story, problems=problems, parties=parties, where=Place(area_code=area), signs=tuple((s, "yes") for s in signs), **facts,  # type: ignore[arg-type]
    ), name, manager, basis)


KHON_KAEN = (
    # closed long ago: looks at one, three and six months
    _m("looked", 224, "400106", "school_referral", "น้องไม่ยอมกลับบ้านหลังเลิกเรียน บอกว่ากลัวแม่เลี้ยงเอาไม้แขวนเสื้อตีอีก ที่แขนมีรอยเก่าสามรอย ครูอยู่เป็นเพื่อนจนหกโมงเย็น",
       ("violence.physical",), (_child("ด.ญ.ปลายฝน แสงคำ", "9"), _by("step", sex="f")), "ปลายฝน", teller="teacher", signs=("child_hurt",), basis="duty_child_29"),
    _m("half", 131, "400201", "phone_desk", "พี่ชายขังน้องสาวที่พิการทางสมองไว้ในห้อง บอกว่าออกไปแล้วคนรังแก น้องตัวเหลืองซีด แม่แก่แล้วทำอะไรไม่ได้",
       ("neglect.disability", "violence.coercive_control"), (_child("ละอองดาว สีหานาม", "27"), _by("sibling")), "ห้องหลังบ้าน", teller="relative", signs=("locked_in",), flags=(FlagTold("intellectual"),)),
    _m("due", 66, "400101", "walk_in", "มาปรึกษาเรื่องสามีชอบทำลายของเวลาโกรธ ยังไม่เคยลงมือกับตัว แต่ลูกเริ่มฉี่รดที่นอน อยากรู้ว่าควรทำอย่างไรก่อนจะแย่กว่านี้",
       ("violence.psychological",), (_child("เพียงใจ พรมมา", "34"), _by("spouse")), "ร้านเสริมสวย", teller="self", safe_contact=NOON),
    _m("danger", 78, "400501", "line", "แฟนเก่ามาดักที่ป้ายรถสองแถวทุกเช้า เมื่อวานกระชากกระเป๋าแล้วบอกว่าจะสาดน้ำกรด",
       ("violence.coercive_control", "violence.physical"), (_child("มณีวรรณ คำมูล", "26"), _by("former_partner")), "ป้ายรถหน้าวัด", manager="manager2", teller="self", signs=("follows", "threat_to_kill"), safe_contact=NOON),
    _m("reopened", 92, "400114", "hotline_1300", "ตายายขอให้ช่วยดูหลานสองคน แม่เด็กหายไปกับแฟนใหม่ พ่อติดยา กลับบ้านทีก็เอาของในบ้านไปขาย เมื่อคืนไล่ฟันประตู",
       ("neglect.child", "behaviour.family"), (_child("ด.ช.ภูผา บุญหลาย", "7", "m"), _child("ด.ญ.ฟ้าใส บุญหลาย", "4"), _by("parent", "ไพบูลย์ บุญหลาย")), "หลานตาสม", teller="relative", signs=("weapon",), basis="duty_child_29"),
    # being closed
    _m("asked", 44, "401201", "ess", "ลูกชายวัยรุ่นทุบตีแม่เพราะไม่ให้เงินเติมเกม ครั้งนี้แม่เจ็บซี่โครง แต่ยังรักลูก ขอให้มีคนช่วยลูกมากกว่าลงโทษ",
       ("violence.physical", "behaviour.family"), (_child("สำราญ ทองดี", "45"), _by("child")), "แม่ครัวโรงเรียน", teller="friend", signs=("adult_hurt",)),
    _m("returned", 39, "400102", "web", "เด็กผู้หญิงข้างบ้านต้องเลี้ยงน้องสามคน ไม่ได้ไปโรงเรียนมาทั้งเทอม แม่ขายของกลางคืน กลางวันนอน",
       ("neglect.child",), (_child("ด.ญ.ข้าวตัง ชัยชนะ", "12"), _by("parent", sex="f")), "พี่คนโต", manager="manager2"),
    _m("stayed", 47, "400901", "cfdc_form", "คุณยายถูกหลานเขยยึดสมุดเบี้ยผู้สูงอายุ ศพค. ไปคุยแล้วคืนมาหนึ่งเดือนแล้วเอาไปอีก",
       ("elder.abuse", "violence.economic"), (_child("ทองคำ วงค์คำ", "78"), _by("relative")), "สมุดของยาย", teller="health_volunteer", flags=(FlagTold("older"),)),
    _m("open_list", 18, "400116", "web", "สามีใช้สายชาร์จรัดคอตอนลูกหลับ วันนี้เขาไปต่างจังหวัดถึงวันเสาร์ อยากออกไปก่อนเขากลับ มีลูกสองคน คนเล็กกินนม",
       ("violence.physical", "violence.coercive_control"), (_child("วันเพ็ญ ใจงาม", "31"), _by("spouse", "นพดล ใจงาม")), "ออกก่อนวันเสาร์", manager="manager2", teller="self", signs=("throttled", "leaving", "adult_hurt"), danger_now="no", hurt_now="yes", safe_contact=NOON, basis="duty_dv_5"),
    # referrals, one for each answer
    _m("sent", 0.08, "400101", "web", "เพื่อนร่วมห้องเช่าเดินตัวงอ บอกว่าแฟนเตะท้อง ปวดจนยืนไม่ได้ ไม่ยอมไปโรงพยาบาลเพราะไม่มีเงิน",
       ("violence.physical",), (_child("นงนุช แก้วมณี", "23"), _by("partner")), "ห้อง 12", teller="friend", signs=("adult_hurt",), danger_now="no", hurt_now="yes"),
    _m("arrived", 0.35, "400103", "school_referral", "นักเรียนหญิง ม.3 กินยาพาราไปยี่สิบเม็ดเมื่อวาน อาเจียนแล้ว วันนี้มาเรียนหน้าซีด บอกว่าไม่อยากให้ที่บ้านรู้",
       ("mental.crisis",), (_child("ด.ญ.น้ำอิง รักษ์ไทย", "15"),), "ม.3/4", manager="manager2", teller="teacher", signs=("self_harm",), basis="duty_child_29"),
    _m("questioned", 1.3, "400111", "police_referral", "หญิงหูหนวกชาวลาวหนีนายจ้างมาที่โรงพัก สื่อสารด้วยการวาดรูป วาดบ้านมีรั้วสูงกับคนถือไม้",
       ("trafficking.labour",), (_child("คำแพง", "ประมาณ 25", numbers=(Number("", "none"),), languages=("lo",), disability="deaf"), _by("employer")), "รูปวาดรั้วสูง", teller="police", signs=("locked_in",), flags=(FlagTold("deaf"), FlagTold("no_papers"), FlagTold("migrant")), wishes=("sign_interpreter", "woman_officer"), basis="danger"),
    _m("taken_on", 6, "400104", "phone_desk", "เด็กชายสองขวบแขนหักครั้งที่สองในสี่เดือน แม่บอกว่าตกเปลทั้งสองครั้ง ยายไม่เชื่อ",
       ("violence.physical",), (_child("ด.ช.นาวา แสงคำ", "2", "m"), _by("step")), "แขนขวา", teller="relative", signs=("child_hurt", "serious_injury"), flags=(FlagTold("under_7"),), basis="duty_child_29"),
    _m("in_part", 9, "400107", "walk_in", "แม่ลูกอ่อนสองคนเพิ่งหนีมาจากแคมป์ก่อสร้าง มีลูกแฝดหกเดือน กลางคืนไม่มีที่นอน กลางวันทำงานร้านข้าวได้",
       ("violence.physical",), (_child("อะเย", "20", numbers=(Number("", "withheld"),), languages=("my",)), _by("partner")), "ฝาแฝด", teller="self", signs=("leaving", "adult_hurt"), flags=(FlagTold("newborn"), FlagTold("migrant"))),
    _m("turned_down", 0.7, "400114", "hotline_1300", "หญิงนั่งรถเข็นถูกน้องชายทุบที่หลัง ขอออกจากบ้านคืนนี้ ต้องมีคนช่วยอาบน้ำและพลิกตัว",
       ("violence.physical", "neglect.disability"), (_child("สายสมร ศรีวรรณา", "52"), _by("sibling")), "รถเข็นสีฟ้า", teller="self", signs=("adult_hurt", "access_today"), flags=(FlagTold("disability"),), basis="danger"),
    _m("elsewhere", 12, "400105", "web", "เด็กอยู่กับพี่เลี้ยงที่ให้กินแต่น้ำหวาน พ่อแม่ทำงานโรงงานสองกะ กลับมาเห็นลูกฟันผุหมดปากและไม่ยอมพูด",
       ("neglect.child",), (_child("ด.ญ.ชมพู่ คำมูล", "3"), _by("household", sex="f")), "กะดึก", manager="manager2", flags=(FlagTold("under_7"),)),
    _m("finished", 28, "400108", "hospital_referral", "มารดาอายุ 17 คลอดก่อนกำหนด ไม่มีญาติมาเยี่ยมสามวัน บอกพยาบาลว่าถ้ากลับบ้านพ่อเลี้ยงจะเอาลูกไปขาย",
       ("violence.psychological",), (_child("กุลธิดา พรมมา", "17"), _by("step")), "ตู้อบหมายเลขสาม", teller="nurse", signs=("threat_to_kill",), flags=(FlagTold("newborn"),), basis="duty_child_29"),
    _m("taken_back", 22, "400109", "line_oa", "อยากแจ้งความแฟนที่ตีแต่กลัวขึ้นศาลแล้วต้องเจอหน้า ถ้ามีคนไปเป็นเพื่อนอาจจะกล้า",
       ("violence.physical",), (_child("จันทร์แรม บุญหลาย", "29"), _by("partner")), "ยังไม่พร้อม", teller="self", signs=("adult_hurt",), safe_contact=NOON),
    # transfers
    _m("offered", 11, "400110", "web", "พ่อเลี้ยงสั่งให้เด็กหญิงคุกเข่าบนกระดานซักผ้าจนเข่าแตก แม่กำลังย้ายกลับไปอยู่กับยายที่ร้อยเอ็ด",
       ("violence.physical",), (_child("ด.ญ.ใบเฟิร์น ทองดี", "10"), _by("step")), "กลับบ้านยาย", signs=("child_hurt",), basis="duty_child_29"),
    _m("kept", 26, "400112", "email", "ชายสูงอายุดูแลภรรยาสมองเสื่อมคนเดียว เริ่มตะคอกและเขย่าตัวภรรยา เขาเขียนมาเองว่ากลัวตัวเอง",
       ("elder.abuse",), (_child("ละมัย รักษ์ไทย", "73"), _by("spouse")), "คุณตาเขียนมาเอง", manager="manager2", teller="alleged_perpetrator", flags=(FlagTold("older"),)),
    _m("moved", 33, "400113", "phone_desk", "แม่กับลูกสองคนย้ายหนีสามีมาอยู่บ้านเพื่อน ต่อมาได้งานที่ชุมพร ขอให้ทางนั้นช่วยต่อ",
       ("violence.physical",), (_child("บัวลอย ชัยชนะ", "36"), _by("spouse")), "งานใหม่", teller="friend", signs=("leaving", "adult_hurt"), safe_contact=NOON),
    _m("stays", 15, "400115", "walk_in", "ครูสอนพิเศษส่งข้อความหาลูกศิษย์อายุสิบสามตอนดึก ชวนไปดูหนังสองคน แม่เอาข้อความมาให้ดูทั้งหมด",
       ("violence.online", "violence.sexual"), (_child("ด.ญ.พลอย วงค์คำ", "13"), _by("acquaintance")), "ข้อความตอนดึก", manager="manager2", teller="parent", basis="duty_child_29"),
    # the same matter told twice, and not the same
    _m("first", 20, "400116", "web", "น้องเอื้องคำถูกตีด้วยขันน้ำจนหัวแตก เลือดอาบ ยายเอาใบสาบเสือโปะ ไม่ได้พาไปหาหมอ",
       ("violence.physical",), (_child("ด.ญ.เอื้องคำ สีหานาม", "8", phones=(Phone("0640001177"),)), _by("parent")), "ขันน้ำ", signs=("child_hurt",), basis="duty_child_29"),
    _m("again", 16, "400116", "school_referral", "นักเรียนชื่อเอื้องคำ สีหานาม มีแผลเย็บที่ศีรษะโดยไม่มีใบรับรองแพทย์ เพื่อนบอกว่าเย็บเองด้วยด้ายที่บ้าน",
       ("violence.physical",), (_child("ด.ญ.เอื้องคำ สีหานาม", "8", phones=(Phone("0640001177"),)),), teller="teacher", signs=("child_hurt",)),
    _m("namesake", 13, "400115", "hotline_1300", "น้องเอื้องคำ สีหานาม อายุสิบห้า ทะเลาะกับพ่อแล้วหนีไปอยู่บ้านเพื่อน พ่อโทรมาถามว่าต้องแจ้งความคนหายไหม",
       ("behaviour.family",), (_child("เอื้องคำ สีหานาม", "15", phones=(Phone("0640001177", "ของแม่"),)),), teller="parent"),
    _m("maybe", 0.5, "400116", "line", "เห็นเด็กหญิงหัวแตกเย็บแล้วเดินขายไข่ปิ้งหน้าตลาด ชื่อเอื้องหรือคำนี่แหละ ถามแล้ววิ่งหนี",
       ("violence.physical",), (_child("เอื้องคำ สีหานาม", "ประมาณ 8", phones=(Phone("0640001177"),)),), teller="passer_by", signs=("child_hurt",)),
    _m("twin_a", 31, "400701", "web", "ผัวเมียบ้านริมคลองตีกันทุกคืน ลูกชายวัยสี่ขวบวิ่งมาหลบบ้านเรา ตัวสั่นจนกินข้าวไม่ได้",
       ("violence.physical",), (_child("มุก พรมมา", "28"), _child("ด.ช.แทน พรมมา", "4", "m"), _by("spouse")), "บ้านริมคลอง", signs=("adult_hurt",)),
    _m("twin_b", 30, "400701", "cfdc_form", "กรรมการศูนย์ไปเยี่ยมบ้านริมคลองตามที่ชาวบ้านบอก พบแม่ตาบวมปิด ลูกชายเกาะขาแม่ไม่ยอมปล่อย",
       ("violence.physical",), (_child("มุก พรมมา", "28"), _by("spouse")), "แม่ของแทน", teller="health_volunteer", signs=("adult_hurt",)),
    _m("apart_a", 27, "400702", "web", "ช่างทำผมคนหนึ่งโดนแฟนกระชากผมหน้าร้าน ลูกค้าเห็นกันหมด เธอยิ้มแล้วบอกว่าเล่นกัน",
       ("violence.physical",), (_child("อรทัย แก้วมณี", "30"), _by("partner")), "ร้านทำผม", manager="manager2", signs=("adult_hurt",)),
    _m("apart_b", 25, "400702", "phone_desk", "เสียงผู้หญิงร้องจากห้องเช่าหลังร้านทำผม ตีสองทุกวันศุกร์ ไม่รู้ว่าห้องไหน",
       ("violence.physical",), (_child("อรทัย", "ประมาณ 30"), _by("partner")), "คืนวันศุกร์", manager="manager2"),
    # one report, two cases; and a report joined by mistake
    _m("family", 34, "400703", "school_referral", "พี่น้องสองคนคนละพ่อ พี่ถูกพ่อเลี้ยงจับต้อง น้องถูกแม่ทุบตีเพราะพูดเรื่องพี่ ทั้งสองอยู่โรงเรียนเดียวกัน",
       ("violence.sexual", "violence.physical"), (_child("ด.ญ.ข้าวหอม คำมูล", "12"), _child("ด.ช.ปกป้อง ใจงาม", "9", "m"), _by("step")), "พี่คนโตของบ้านนี้", teller="teacher", signs=("sex_with_child", "child_hurt"), basis="duty_child_29"),
    _m("brother", 33, "400703", "phone_desk", "อาของเด็กชายปกป้องโทรมา เด็กมาหลบที่บ้านอาทั้งคืน ตัวช้ำ ขอรับไว้ดูแลเองจนกว่าจะปลอดภัย",
       ("violence.physical",), (_child("ด.ช.ปกป้อง ใจงาม", "9", "m"), _by("parent", sex="f")), "น้องอยู่บ้านอา", teller="relative", signs=("child_hurt",), basis="duty_child_29"),
    _m("wrong", 14, "400201", "web", "เด็กผู้ชายถูกมัดไว้กับต้นมะม่วงหน้าบ้าน คนผ่านไปมาถ่ายรูป ไม่มีใครช่วย",
       ("violence.physical",), (_child("ปกป้อง", "ประมาณ 9", "m"), _by("parent")), signs=("child_hurt",)),
    # exclusions
    _m("official", 17, "400106", "letter", "สามีเป็นตำรวจในเมือง เขารู้จักทุกคนบนโรงพัก เวลาตีเขาเปิดวิทยุสื่อสารให้ดัง เพื่อนเขามาถึงบ้านก็นั่งกินเหล้ากันต่อ",
       ("violence.physical",), (_child("สุนีย์ ศรีวรรณา", "38"), _by("spouse")), "วิทยุสื่อสาร", teller="self", signs=("adult_hurt", "access_today"), wishes=("not_local",), excluded_kinds=("police_station",), involved_words="สามีเป็นตำรวจ สภ. ในเมือง", safe_contact=SafeContact()),
    _m("headman", 21, "400604", "web", "ผู้ใหญ่บ้านเรียกเด็กในหมู่บ้านไปช่วยงานที่บ้านแล้วจับตัว มีสามครอบครัวรู้แต่ไม่กล้าพูด เพราะชื่อในบัญชีเงินช่วยน้ำท่วมอยู่ในมือเขา",
       ("violence.sexual",), (_child("ด.ญ.มะลิ บุญหลาย", "11"), _by("official")), "สามครอบครัว", manager="manager2", teller="parent", signs=("sex_with_child", "access_today"), wishes=("not_local",), excluded_kinds=("district_office",), involved_words="ผู้ใหญ่บ้าน", basis="duty_child_29"),
    _m("kin", 19, "400101", "phone_desk", "คนที่ทำร้ายแม่คือหลานของกรรมการศูนย์พัฒนาครอบครัวในตำบล ถ้าเรื่องไปถึงศูนย์เขารู้แน่",
       ("elder.abuse", "violence.physical"), (_child("ประยงค์ แสงคำ", "69"), _by("relative")), "แม่บุญธรรม", teller="relative", signs=("adult_hurt",), flags=(FlagTold("older"),), excluded_kinds=("cfdc",), involved_words="กรรมการศูนย์ ศพค. ในตำบล"),
    # on the desk
    _m("tip", 4, "400501", "web", "คนส่งน้ำแข็งเล่าว่าเคยได้ยินเสียงเด็กร้องขอข้าวจากบ้านรั้วสังกะสี แต่ไปอีกทีก็เงียบ อาจหูฝาด",
       ("none.unclear",), (_child("", "ไม่รู้"),), teller="passer_by", tip=True),
    _m("tip_later", 10, "400501", "line", "เห็นรถตู้ไม่มีป้ายจอดหลังโรงเรียนสองวันติดกัน มีผู้หญิงคุยกับเด็กผู้หญิง อาจเป็นผู้ปกครองก็ได้",
       ("none.unclear",), (_child("", "ไม่รู้"),), teller="neighbour", tip=True),
    _m("aside", 1.1, "400502", "phone_desk", "เด็กชายถูกลุงเฆี่ยนด้วยกิ่งมะยมเพราะทำวัวหาย ขาเป็นแนวเลือด ลุงคือคนบ้านติดกับเจ้าหน้าที่ พมจ. คนหนึ่ง",
       ("violence.physical",), (_child("ด.ช.ดิน ทองดี", "10", "m"), _by("relative")), signs=("child_hurt",)),
    _m("laid_back", 0.9, "400304", "email", "พ่อทิ้งลูกไว้กับร้านเกมแล้วไปทำงาน เจ้าของร้านให้ข้าวกินทุกวัน ถามว่าเขาควรทำอย่างไร",
       ("neglect.child",), (_child("ด.ช.เจ", "8", "m"), _by("parent")), teller="other"),
    _m("head", 0.4, "400401", "ess", "นักเรียนเล่าว่ารองผู้อำนวยการเรียกไปนวด มีนักเรียนสี่คน รายชื่ออยู่ในซองที่ครูแนะแนว ยังไม่ได้เปิด",
       ("violence.sexual",), (_child("นักเรียนหญิง ม.1", "13"), _by("school")), teller="teacher"),
    _m("passed", 0.3, "400101", "hotline_1300", "ลูกสาวทำงานอยู่ชุมพร แฟนไม่ให้ออกจากห้อง แม่อยู่ขอนแก่นโทรมาแทน ลูกส่งโลเคชันให้แล้ว",
       ("violence.coercive_control",), (_child("น้ำผึ้ง ทองดี", "22"), _by("partner")), teller="parent", signs=("locked_in",)),
    _m("bounced", 2.2, "400116", "walk_in", "ขอเปลี่ยนนามสกุลลูกหลังหย่า ไปที่ว่าการอำเภอแล้วเขาให้มาที่นี่",
       ("custody.dispute",), (_child("ด.ญ.พิม", "6"),), teller="parent"),
    _m("anew", 5, "400115", "web", "แม่ค้าปิ้งไก่ตีลูกหน้าร้านแรงมาก ตอนแรกคิดว่าสั่งสอน แต่เด็กสลบไปเลย",
       ("violence.physical",), (_child("ด.ช.บอส", "7", "m"), _by("parent", sex="f")), signs=("child_hurt", "serious_injury")),
    _m("silent", 0.02, "400104", "silent", "", ("none.silent",), (), silent=True, danger_now="yes", teller="unknown"),
    _m("called", 0.15, "400107", "hotline_1300", "ได้ยินเสียงผู้ชายตะโกนว่าจะเผา มีกลิ่นน้ำมันจากห้องข้าง ๆ เด็กร้องอยู่ข้างใน ตอนนี้เลย",
       ("violence.physical",), (_child("ไม่ทราบชื่อ", "ประมาณ 5"), _by("parent")), signs=("threat_to_kill", "access_today"), danger_now="yes", when=Told(going_on="yes")),
    _m("talk", 7, "400108", "web", "หนูอยู่ ม.4 พ่อไม่ให้มีโทรศัพท์ ใช้คอมห้องสมุดพิมพ์ พ่อเคยเอาน้ำร้อนลวกมือแม่ หนูกลัววันหยุดยาว",
       ("violence.physical",), (_child("แม่ของหนู", "40"), _by("spouse")), "ห้องสมุด", teller="self_child", signs=("adult_hurt",)),
    _m("papers", 24, "400109", "outreach", "พบเด็กหญิงไม่มีสูติบัตร พ่อแม่เป็นแรงงานจากฝั่งลาวที่ไม่ได้ต่อบัตร เด็กป่วยเป็นหอบ โรงพยาบาลถามเลขสิบสามหลักทุกครั้ง",
       ("identity.no_papers", "neglect.child"), (_child("ด.ญ.แสงดาว", "6", numbers=(Number("0-4099-00012-34-5", "no_status_0"), Number("", "none")), other_names=("แสง",)),), "หอบหืด", teller="lao_staff", flags=(FlagTold("no_papers"), FlagTold("under_7")), outside_numbers=(OutsideNumber("hn", "HN 00-00417"), OutsideNumber("damrong", "ขก 0017.2/ว 000"))),
    _m("sealed", 29, "400110", "police_referral", "ช่วยเด็กหญิงสองคนออกจากร้านนวดในเมือง คนหนึ่งอายุสิบหก ผู้จัดการร้านมีเส้นสาย ขอปิดเรื่องเฉพาะทีม",
       ("trafficking.sexual",), (_child("ใบเงิน (นามสมมติ)", "16"), _by("employer", sex="f")), "ใบเงิน", teller="police", signs=("forced_sex", "locked_in"), basis="duty_child_29"),
)
CHUMPHON = (
    _m("line", 8, "860101", "line", "แฟนเก็บโทรศัพท์ตอนกลางคืน ตอบได้แค่ช่วงเขาออกเรือ บ่ายโมงถึงบ่ายสาม ถ้ามีข้อความตอนอื่นเขาอ่านแน่",
       ("violence.coercive_control",), (_child("สำรวย แก้วมณี", "33"), _by("partner")), "ตอนเรือออก", teller="self", signs=("follows",), safe_contact=SafeContact(channels=("line",), address="demo-line-033", hours=(("13:00", "15:00"),))),
    _m("no_way", 9, "860103", "web", "ขอให้ช่วยพี่ข้างห้องหน่อย อย่าติดต่อกลับมาทางไหนเลยนะคะ เราอยู่ห้องติดกับเขา",
       ("violence.physical",), (_child("พี่ข้างห้อง", "ประมาณ 30"), _by("partner")), "ห้องติดกัน", safe_contact=None),
    _m("border_case", 40, "860201", "cfdc_form", "เด็กพม่าในแพปลาถูกตัวแทนเก็บบัตรโรงเรียนไว้เป็นประกันหนี้พ่อ ขาดเรียนมาสองเดือน",
       ("child_labour.other", "trafficking.labour"), (_child("ด.ช.ซอ", "12", "m", numbers=(Number("G000000000001", "g_code"),), languages=("my",)), _by("employer")), "บัตรนักเรียน", teller="health_volunteer", flags=(FlagTold("migrant"), FlagTold("out_of_school")), safe_contact=SafeContact(channels=("phone",), address="0810000199", hours=(("09:00", "11:00"),))),
)
BORDER_MATTERS = (
    _m("unrest", 23, "940101", "cso_form", "เด็กสามคนเห็นพ่อถูกยิงหน้าบ้าน คนกลางไม่พูดมาสองสัปดาห์ แม่ขอให้คนที่มาไม่ใส่เครื่องแบบและพูดมลายูได้",
       ("violence.psychological", "mental.crisis"), (_child("ด.ช.อิรฟาน สาและ", "9", "m", languages=("mfa",)), _child("ด.ญ.ฮานีฟะห์ สาและ", "6", languages=("mfa",))), "สามพี่น้อง", teller="cso_worker", unrest=True, wishes=("own_religion", "woman_officer", "interpreter", "prayer_times"), language="mfa"),
    _m("two_names", 12, "940107", "hospital_referral", "หญิงตั้งครรภ์ 28 สัปดาห์ถูกสามีผลักตกบันได แจ้งชื่อสองแบบในสองครั้งที่มา บินเยาะห์ กับ บินเยาะ เจ๊ะดอเลาะ ขอพบเจ้าหน้าที่หญิงเท่านั้น",
       ("violence.physical",), (_child("บินเยาะห์ เจ๊ะดอเลาะ", "24", other_names=("บินเยาะ เจ๊ะดอเลาะ",), languages=("mfa",)), _by("spouse")), "บันไดบ้าน", teller="nurse", signs=("hurt_pregnant", "adult_hurt"), flags=(FlagTold("pregnant"),), wishes=("woman_officer", "own_religion")),
)
MATTERS: tuple[Matter, ...] = (*KHON_KAEN, *CHUMPHON, *BORDER_MATTERS)


def content_of(matter: Matter) -> Content:
    """What the door is given. A family centre's report comes from the centre of the place."""
    if matter.content.channel != "cfdc_form":
        return matter.content
    return replace(matter.content, sent_by=organisation_id("cfdc", matter.content.where.area_code))
