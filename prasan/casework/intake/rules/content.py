"""What any door can give: the public form, the desk form, the API, a centre. Plain values; unknown is a value of its own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from prasan.ground.thai import normalise, to_arabic_digits

Answer = Literal["yes", "no", "unknown"]
PartyRole = Literal["affected", "alleged", "trusted", "witness"]

PUBLIC_CHANNELS = ("web", "child_app")
CHANNELS: dict[str, tuple[str, str]] = {
    "web": ("เว็บไซต์", "Website"),
    "silent": ("แจ้งโดยไม่ต้องพูด", "Silent report"),
    "walk_in": ("มาด้วยตนเอง", "Walk-in"),
    "hotline_1300": ("โทรสายด่วน 1300", "Hotline 1300"),
    "phone_desk": ("โทรเข้าสำนักงาน", "Telephone to the office"),
    "line": ("LINE", "LINE"),
    "line_oa": ("LINE OA", "LINE official account"),
    "ess": ("ESS Help Me", "ESS Help Me"),
    "email": ("อีเมล", "E-mail"),
    "letter": ("หนังสือหรือจดหมาย", "Letter"),
    "facebook": ("เฟซบุ๊ก", "Facebook"),
    "child_app": ("แอปคุ้มครองเด็ก", "Child-protection app"),
    "hospital_referral": ("โรงพยาบาลแจ้ง", "Hospital"),
    "school_referral": ("โรงเรียนแจ้ง", "School"),
    "police_referral": ("ตำรวจแจ้ง", "Police"),
    "cso_form": ("องค์กรภาคประชาสังคมแจ้ง", "Civil-society organisation"),
    "cfdc_form": ("ศพค. แจ้ง", "Family centre"),
    "outreach": ("ลงพื้นที่พบ", "Found on a visit"),
    "api": ("ระบบของหน่วยงานอื่น", "Another agency's system"),
}

# Two levels (domain.md 1.2): group, kind → Thai, English. Only a group word is ever shown in a list.
GROUPS: dict[str, tuple[str, str]] = {
    "violence": ("ความรุนแรง", "Violence"),
    "neglect": ("ละเลยทอดทิ้ง", "Neglect"),
    "elder": ("ผู้สูงอายุ", "Older persons"),
    "trafficking": ("ค้ามนุษย์", "Trafficking"),
    "child_labour": ("แรงงานเด็ก", "Child labour"),
    "begging": ("ขอทาน", "Begging"),
    "pregnancy": ("การตั้งครรภ์", "Pregnancy"),
    "marriage": ("การแต่งงานของเด็ก", "Child marriage"),
    "custody": ("การดูแลบุตร", "Custody"),
    "behaviour": ("พฤติกรรมในครอบครัว", "Behaviour in the family"),
    "mental": ("สุขภาพจิต", "Mental health"),
    "homelessness": ("ไม่มีที่อยู่", "Homelessness"),
    "welfare": ("สวัสดิการ", "Welfare"),
    "identity": ("สถานะบุคคล", "Civil status"),
    "orphan": ("เด็กกำพร้า", "Orphans"),
    "misuse": ("การเผยแพร่ข้อมูล", "Publication"),
    "privacy": ("ข้อมูลส่วนบุคคล", "Personal data"),
    "not_ours": ("เรื่องของหน่วยงานอื่น", "For another agency"),
    "none": ("ยังไม่ชัดเจน", "Not clear yet"),
}
PROBLEMS: dict[str, tuple[str, str]] = {
    "violence.physical": ("ทำร้ายร่างกาย", "Physical violence"),
    "violence.sexual": ("ล่วงละเมิดทางเพศ", "Sexual violence"),
    "violence.psychological": ("ด่าทอ ข่มขู่ ทำร้ายจิตใจ", "Psychological violence"),
    "violence.economic": ("ควบคุมหรือยึดเงิน", "Economic violence"),
    "violence.coercive_control": ("ควบคุม กักขัง ตามติด", "Coercive control"),
    "violence.online": ("ความรุนแรงทางออนไลน์", "Online violence"),
    "violence.school": ("ความรุนแรงในโรงเรียน", "Violence at school"),
    "violence.official": ("เจ้าหน้าที่รัฐใช้ความรุนแรงในหน้าที่", "Violence by an official on duty"),
    "neglect.child": ("เด็กถูกละเลยหรือทอดทิ้ง", "Neglect of a child"),
    "neglect.elder": ("ผู้สูงอายุถูกละเลย", "Neglect of an older person"),
    "neglect.disability": ("คนพิการถูกละเลย", "Neglect of a person with a disability"),
    "elder.abuse": ("ผู้สูงอายุถูกทำร้ายหรือเอาเปรียบ", "Abuse of an older person"),
    "trafficking.labour": ("ถูกบังคับทำงาน", "Forced labour"),
    "trafficking.sexual": ("ถูกบังคับค้าประเวณี", "Sexual exploitation"),
    "trafficking.begging": ("ถูกบังคับขอทาน", "Forced begging"),
    "begging": ("ขอทาน", "Begging"),
    "child_labour.hazardous": ("เด็กทำงานอันตราย", "Hazardous child labour"),
    "child_labour.other": ("แรงงานเด็ก", "Child labour"),
    "pregnancy.unready": ("ตั้งครรภ์ไม่พร้อม", "Unready pregnancy"),
    "marriage.child": ("เด็กถูกให้แต่งงาน", "Marriage of a child"),
    "custody.dispute": ("ข้อพิพาทเรื่องการดูแลบุตร", "Dispute over a child"),
    "behaviour.family": ("พฤติกรรมในครอบครัว", "Behaviour in the family"),
    "mental.crisis": ("ภาวะวิกฤตทางใจ คิดทำร้ายตนเอง", "Mental crisis"),
    "homelessness": ("ไม่มีที่อยู่", "No place to live"),
    "welfare.benefit": ("ขอสวัสดิการ", "Benefits"),
    "welfare.home_care": ("ขอคนดูแลหรืออุปกรณ์ที่บ้าน", "Care or equipment at home"),
    "welfare.poverty": ("ยากลำบาก ไม่มีจะกิน", "Poverty"),
    "identity.no_papers": ("ไม่มีเอกสารแสดงตัว", "No papers"),
    "orphan.unrest": ("เด็กกำพร้าจากสถานการณ์ความไม่สงบ", "Orphan of the unrest"),
    "misuse.publication": ("เผยแพร่ภาพหรือเรื่องของผู้เสียหาย", "Publication of pictures or story"),
    "privacy.access_request": ("ขอดูข้อมูลของตน", "Request for access to data"),
    "not_ours.service": ("บริการของหน่วยงานอื่น", "Another agency's service"),
    "not_ours.fraud": ("ถูกหลอกลวงเงิน", "Fraud"),
    "none.unclear": ("ยังไม่ชัดเจน", "Not clear yet"),
    "none.silent": ("ติดต่อมาแต่ไม่พูด", "Silent contact"),
    "none.prank": ("ตรวจสอบแล้ว ไม่พบเหตุตามที่แจ้ง", "Prank"),
}

# Facts that make something more dangerous. R of domain.md 10.2 and what a listener hears at once; each is yes, no or unknown.
SIGNS: dict[str, tuple[str, str]] = {
    "throttled": ("บีบคอ รัดคอ หรือทำให้หายใจไม่ออก", "Throttled, or breath stopped"),
    "weapon": ("ใช้หรือโชว์อาวุธ หรือมีปืนใกล้มือ", "Weapon used or shown, or a gun in reach"),
    "threat_to_kill": ("ขู่ฆ่า และเชื่อว่าทำจริง", "Threat to kill that is believed"),
    "forced_sex": ("บังคับทางเพศ", "Forced sex"),
    "sex_with_child": ("กระทำทางเพศต่อเด็ก", "Sexual act with a child"),
    "locked_in": ("กักขัง หรือยึดเอกสาร", "Locked in, or papers taken"),
    "serious_injury": ("บาดเจ็บรุนแรง หรืออยู่โรงพยาบาล", "Serious injury, or in hospital"),
    "hurt_pregnant": ("ทำร้ายขณะตั้งครรภ์", "Hurt while pregnant"),
    "child_hurt": ("เด็กถูกทำร้ายร่างกาย", "A child was hurt"),
    "adult_hurt": ("ผู้ใหญ่ถูกทำร้ายร่างกาย", "An adult was hurt"),
    "self_harm": ("คิดหรือพยายามทำร้ายตนเอง", "Thoughts of or attempts at self-harm"),
    "self_harm_now": ("กำลังจะลงมือทำร้ายตนเอง", "About to harm oneself now"),
    "left_alone": ("เด็กเล็กหรือผู้ที่ช่วยตัวเองไม่ได้อยู่ลำพัง", "A small child or helpless person is alone"),
    "no_food_or_medicine": ("ขาดอาหาร น้ำ หรือยาที่จำเป็น", "Without food, water or needed medicine"),
    "access_today": ("ผู้ถูกกล่าวหาเข้าถึงตัวได้วันนี้", "The alleged perpetrator has access today"),
    "worse_lately": ("รุนแรงหรือบ่อยขึ้น", "Worse or more often lately"),
    "leaving": ("กำลังจะหนี เพิ่งแยก หรือเพิ่งไปศาล", "Leaving, just left, or just in court"),
    "released_soon": ("ผู้ถูกกล่าวหาเพิ่งหรือกำลังจะพ้นการควบคุม", "Released lately or soon"),
    "follows": ("ตามติด เฝ้าดู หรือติดตามโทรศัพท์", "Follows, watches or tracks"),
    "no_safe_place": ("ไม่มีที่ปลอดภัยคืนนี้", "No safe place tonight"),
    "being_moved": ("กำลังจะถูกพาไปที่อื่นหรือให้แต่งงาน", "About to be taken away or married"),
    "shelter_at_risk": ("ขู่บ้านพัก หรือจะไปตามหาที่บ้านพัก", "A shelter is threatened or looked for"),
    "over": ("เหตุจบแล้ว และผู้ถูกกล่าวหาเข้าถึงตัวไม่ได้", "Over, and the alleged perpetrator has no access"),
}

# What the alleged perpetrator is to the affected person → Thai, English. FAMILY: family members of DV Act 2550 s.3.
RELATIONS: dict[str, tuple[str, str]] = {
    "spouse": ("คู่สมรส (จดทะเบียน ไม่จดทะเบียน หรือตามศาสนา)", "Spouse, registered or not, or by religion"),
    "former_spouse": ("อดีตคู่สมรส", "Former spouse"),
    "partner": ("แฟนที่อยู่ด้วยกัน", "Partner living together"),
    "former_partner": ("อดีตแฟนที่เคยอยู่ด้วยกัน", "Former partner who lived together"),
    "parent": ("พ่อหรือแม่", "Father or mother"),
    "step": ("พ่อเลี้ยง แม่เลี้ยง หรือคู่ของพ่อแม่", "Step-parent or a parent's partner"),
    "child": ("ลูก", "Son or daughter"),
    "grandchild": ("หลาน", "Grandchild"),
    "grandparent": ("ปู่ย่าตายาย", "Grandparent"),
    "sibling": ("พี่น้อง", "Brother or sister"),
    "household": ("คนในบ้านเดียวกัน หรือผู้ดูแล", "Someone of the household, or a carer"),
    "relative": ("ญาติที่ไม่ได้อยู่ด้วยกัน", "A relative living elsewhere"),
    "dating": ("แฟน", "Boyfriend or girlfriend"),
    "former_dating": ("แฟนเก่า", "Former boyfriend or girlfriend"),
    "employer": ("นายจ้างหรือหัวหน้างาน", "Employer or superior"),
    "school": ("คนในโรงเรียนหรือศูนย์เด็ก", "Somebody of the school or day-care"),
    "official": ("เจ้าหน้าที่รัฐหรือผู้นำชุมชน", "An official or community leader"),
    "acquaintance": ("คนรู้จัก", "An acquaintance"),
    "stranger": ("คนไม่รู้จัก", "A stranger"),
}
FAMILY = frozenset({
    "spouse", "former_spouse", "partner", "former_partner", "parent", "step", "child", "grandchild", "grandparent", "sibling", "household",
})

WISHES: dict[str, tuple[str, str]] = {
    "woman_officer": ("ขอเจ้าหน้าที่ผู้หญิง", "A woman officer"),
    "man_officer": ("ขอเจ้าหน้าที่ผู้ชาย", "A man officer"),
    "interpreter": ("ขอล่าม", "An interpreter"),
    "sign_interpreter": ("ขอล่ามภาษามือ", "A sign-language interpreter"),
    "own_religion": ("ขอบริการที่เข้าใจศาสนาของฉัน", "A service that knows my religion"),
    "prayer_times": ("เลี่ยงเวลาละหมาด", "Not at prayer times"),
    "fasting": ("เลี่ยงเวลาละศีลอดในเดือนรอมฎอน", "Not at the breaking of the fast"),
    "not_local": ("ขอเจ้าหน้าที่ที่ไม่รู้จักคนในพื้นที่", "An officer who knows nobody here"),
    "easy_words": ("ขออธิบายด้วยคำง่าย", "Easy words"),
    "ask_first": ("ถามก่อนส่งข้อมูลให้ใคร", "Ask before sharing"),
}

FLAGS: dict[str, tuple[str, str]] = {
    "under_7": ("เด็กอายุต่ำกว่า 7 ปี", "Child under 7"),
    "child": ("เด็ก", "Child"),
    "pregnant": ("ตั้งครรภ์", "Pregnant"),
    "newborn": ("มีทารกแรกเกิด", "Newborn"),
    "older": ("ผู้สูงอายุ", "Older person"),
    "disability": ("คนพิการ", "Disability"),
    "deaf": ("หูหนวก", "Deaf"),
    "blind": ("ตาบอด", "Blind"),
    "intellectual": ("บกพร่องทางสติปัญญา", "Intellectual disability"),
    "bedridden": ("ติดเตียง", "Bedridden"),
    "illness": ("เจ็บป่วยเรื้อรัง", "Long illness"),
    "mental_illness": ("ป่วยทางจิตเวช", "Mental illness"),
    "no_papers": ("ไม่มีเอกสารแสดงตัว", "No papers"),
    "migrant": ("แรงงานข้ามชาติ", "Migrant worker"),
    "language": ("ไม่ถนัดภาษาไทย", "Little Thai"),
    "no_reading": ("อ่านไม่คล่อง", "Little reading"),
    "homeless": ("ไม่มีที่อยู่", "No home"),
    "alone": ("อยู่ลำพัง", "Lives alone"),
    "lgbt": ("มีความหลากหลายทางเพศ", "LGBT"),
    "in_care": ("อยู่ในสถานรองรับ", "In a home or institution"),
    "out_of_school": ("อยู่นอกระบบการศึกษา", "Out of school"),
    "dependent_on_alleged": ("ต้องพึ่งพาผู้ถูกกล่าวหา", "Depends on the alleged perpetrator"),
}

SENT_ON: dict[str, tuple[str, str]] = {
    "consent": ("เจ้าตัวตกลงให้ส่งต่อ", "The person agreed to it"),
    "danger": ("มีอันตรายต่อชีวิตหรือร่างกาย", "Danger to life or body"),
    "duty_child_29": ("หน้าที่ตาม พ.ร.บ.คุ้มครองเด็ก 2546 ม.29", "Duty under the Child Protection Act, s.29"),
    "duty_dv_5": ("หน้าที่ตาม พ.ร.บ.คุ้มครองผู้ถูกกระทำฯ 2550 ม.5", "Duty under the Domestic Violence Act, s.5"),
}

OUTSIDE_KINDS: dict[str, tuple[str, str]] = {
    "husec": ("ศรส. / 1300", "1300"),
    "damrong": ("ศูนย์ดำรงธรรม", "Damrongdhama centre"),
    "1111": ("1111", "1111"),
    "letter": ("เลขที่หนังสือ", "Letter number"),
    "hn": ("HN โรงพยาบาล", "Hospital number"),
    "police": ("เลขคดีหรือเลขประจำวันของตำรวจ", "Police number"),
    "court": ("หมายเลขคดีศาล", "Court number"),
    "ess": ("ESS", "ESS"),
    "other": ("อื่น ๆ", "Other"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `area_code`: 0, 2, 4 or 6 digits; `words`: as told; the map point is optional and never leaves the report."""

    area_code: str = ""
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None

    @property
    def has_point(self) -> bool:
        """Whether a map point was given."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Told:
    """When it happened. `starts`: common-era ISO year, month, day, or local date-time to the minute; "" when not known."""

    starts: str = ""
    words: str = ""
    going_on: Answer = "unknown"


@dataclass(frozen=True, slots=True)
class Number:
    """An identity number as told; a wrong check digit never refuses it. `kind` as in ground.thai.KINDS, "" to guess."""

    number: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone that belongs to a person. It is never rung without a safe-contact rule."""

    number: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in the matter. Nothing is required: "the new boyfriend of mother" is a party too.

    `age_words`: as told ("5-6", "ประมาณ 14", "ป.4"); `birth`: common-era partial ISO.
    """

    role: PartyRole
    name: str = ""
    other_names: tuple[str, ...] = ()
    sex: Literal["", "f", "m", "x"] = ""
    age_words: str = ""
    birth: str = ""
    relation: str = ""
    kin: str = ""  # of an alleged perpetrator: code of RELATIONS
    said: str = ""
    numbers: tuple[Number, ...] = ()
    phones: tuple[Phone, ...] = ()
    languages: tuple[str, ...] = ()
    disability: str = ""
    address: str = ""

    @property
    def known(self) -> bool:
        """Whether there is enough to make a person of it."""
        return bool(self.name or self.other_names or self.numbers or self.phones)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was told."""
        return not (self.known or self.sex or self.age_words or self.birth or self.relation or self.said or self.disability or self.address)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who reports: sealed apart, and never findable by name."""

    role: str = ""  # self, self_child, neighbour, teacher, ...
    name: str = ""
    contact: str = ""
    relation: str = ""
    note: str = ""

    @property
    def anonymous(self) -> bool:
        """Whether neither name nor contact was given."""
        return not (self.name or self.contact)

    @property
    def is_affected(self) -> bool:
        """Whether the reporter is the affected person."""
        return self.role.startswith("self") and "alleged" not in self.role


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How the reporter may be answered. No channel means: not at all. Fields as in contact.SafeContact.rule."""

    channels: tuple[str, ...] = ()
    address: str = ""
    hours: tuple[tuple[str, str], ...] | None = None  # None: not told, so nobody calls; empty: any hour was said to be safe
    days: tuple[int, ...] = ()
    say: str = ""
    code_word: str = ""
    who_may_answer: str = ""
    never: str = ""
    never_channels: tuple[str, ...] = ()
    voicemail: bool = False
    place: str = ""
    note: str = ""

    def rule(self) -> dict[str, Any]:
        """The record that the chapter contact keeps."""
        return {
            "channels": list(self.channels), "hours": None if self.hours is None else [list(span) for span in self.hours], "days": list(self.days),
            "address": self.address, "say": self.say, "code_word": self.code_word, "who_may_answer": self.who_may_answer,
            "never": self.never, "never_channels": list(self.never_channels), "voicemail": self.voicemail, "place": self.place,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class FlagTold:
    """A vulnerability with its source (reporter, officer, document, derived) and date."""

    code: str
    source: str = "reporter"
    noted_on: date | None = None


@dataclass(frozen=True, slots=True)
class OutsideNumber:
    """A number that another body gave."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Content:
    """One report as told. `received_at`: when it reached us in the world (None: now). `problems`: "group.kind" codes.

    `signs`: codes of SIGNS with yes, no or unknown; what is missing is unknown. `involves_office`: does anyone involved work for, or
    stand close to, an office that may receive this; `involved_words` as told; kinds, offices and users as picked.
    """

    channel: str = "web"
    received_at: datetime | None = None
    story: str = ""
    problems: tuple[str, ...] = ()
    where: Place = field(default_factory=Place)
    when: Told = field(default_factory=Told)
    parties: tuple[Party, ...] = ()
    reporter: Teller | None = None
    safe_contact: SafeContact | None = None
    flags: tuple[FlagTold, ...] = ()
    wishes: tuple[str, ...] = ()
    wish_words: str = ""
    outside_numbers: tuple[OutsideNumber, ...] = ()
    attachments: tuple[str, ...] = ()  # names only
    danger_now: Answer = "unknown"
    hurt_now: Answer = "unknown"
    signs: tuple[tuple[str, Answer], ...] = ()
    silent: bool = False
    unrest: bool = False
    involves_office: Answer = "unknown"
    involved_words: str = ""
    excluded_kinds: tuple[str, ...] = ()  # types of organisation named as involved: the nearest of each is excluded
    excluded_offices: tuple[UUID, ...] = ()
    excluded_users: tuple[UUID, ...] = ()
    complaint_made: Answer = "unknown"  # a criminal complaint; it stops DL-01
    in_custody_since: str = ""  # local ISO date-time from which the police hold the alleged perpetrator
    language: str = "th"
    sent_by: UUID | None = None
    sent_on: str = ""  # on what a family centre passes it on: code of SENT_ON
    tip: bool = False

    def of(self, role: PartyRole) -> tuple[Party, ...]:
        """The parties in one role."""
        return tuple(party for party in self.parties if party.role == role)

    def sign(self, code: str) -> Answer:
        """What was said of a sign; unknown when nothing was."""
        return dict(self.signs).get(code, "unknown")

    def has(self, *codes: str) -> bool:
        """Whether one of these signs is a yes."""
        return any(self.sign(code) == "yes" for code in codes)

    def flagged(self, *codes: str) -> bool:
        """Whether one of these flags was noted."""
        return any(flag.code in codes for flag in self.flags)

    def about(self, *problems: str) -> bool:
        """Whether one of these problems, or of these groups, is told."""
        return any(problem in problems or problem.partition(".")[0] in problems for problem in self.problems)


def plain_number(number: str) -> str:
    """An outside number as it is compared: no spaces or marks, Thai digits as Arabic ones, capitals."""
    return "".join(c for c in to_arabic_digits(normalise(number)).upper() if c.isalnum())
