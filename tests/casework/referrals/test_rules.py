"""What names somebody in a sentence, and what only looks like it; the least data; the parts that can be shared."""

import pytest

from prasan.casework.referrals import rules
from prasan.casework.referrals.flow import REFERRAL, refusals
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import SHAREABLE, Section


@pytest.mark.parametrize(("text", "names", "found"), [
    ("ขอตรวจเด็กหญิงฟ้าใสวันนี้", ["ด.ญ.ฟ้าใส แสงคำ"], ("ฟ้าใส",)),
    ("ขอตรวจ ด.ญ. ฟ้า วันนี้", ["น้องฟ้า", "ฟ้า"], ("ฟ้า",)),
    ("ไฟฟ้าดับทั้งหมู่บ้าน ขอที่พัก", ["ฟ้า"], ()),  # a short nickname inside another word
    ("เด็กชื่อฟ้าต้องการที่พัก", ["ฟ้า"], ("ฟ้า",)),
    ("แม่กับเด็ก 2 คน", ["แม่", "เด็ก", "เด็ก 4 คน บ้านโนน"], ()),
    ("ชายป่วยจิตเวช 30 กว่า ผู้ดูแล 70 ปี", ["ชายป่วยจิตเวช", "ผู้ดูแล"], ()),
    ("คนหนึ่งตั้งครรภ์", ["หญิงพม่า คนที่ 3 ตั้งครรภ์"], ()),
    ("ขอรับตัวชายแดนวันนี้", ["ชายแดน สุขใจ"], ("ชายแดน",)),
    ("Please examine Siti today", ["Siti Aminah"], ("siti",)),
    ("ขอตรวจ โซรยา วันนี้", ["เจ๊ะโซรยา"], ()),
])
def test_names(text, names, found):
    assert rules.betrayed(text, names=names) == found


@pytest.mark.parametrize(("text", "number"), [
    ("โทร 089-000-1234", "66890001234"), ("โทร 0890001234", "0890001234"), ("เลข 1 4099 00000 12 3", "1409900000123"), ("โทร ๐๘๙ ๐๐๐ ๑๒๓๔", "66890001234"),
])
def test_numbers_however_they_are_written(text, number):
    assert rules.betrayed(text, numbers=[number])


def test_other_numbers_pass():
    assert rules.betrayed("ขอตรวจก่อน 14.00 น. วันที่ 21 พ.ย. 2569 โทรผู้ส่ง 1300", numbers=["66890001234"]) == ()


def test_withheld_phrases_one_a_line_or_between_commas():
    assert rules.withheld("โรงงานน้ำปลา, ตำแหน่งพ่อสามี\n หมู่บ้าน ;ก") == ("โรงงานน้ำปลา", "ตำแหน่งพ่อสามี", "หมู่บ้าน")
    assert rules.betrayed("แม่ทำงานที่ โรงงาน น้ำปลา", words=["โรงงานน้ำปลา"]) == ("โรงงานน้ำปลา",)


def test_nothing_beyond_the_eleven_parts_is_ever_shared():
    assert rules.shared_by(Section.everything()) == SHAREABLE
    assert rules.count(Section.everything()) == len(rules.PARTS) == 11
    assert not rules.seen_before(Section.everything()) & (Section.IDENTITY | Section.CONTACT | Section.REPORTER)


def test_the_least_is_never_the_reporter_nor_the_shelter_and_says_why():
    for service in rules._table():
        least = rules.least_for(service)
        assert least.sections
        assert not least.sections & ~SHAREABLE
        assert Section.SHELTER not in least.sections
        assert least.why()
        assert least.why("en")
    assert rules.least_for("unknown").sections == Section(0)


def test_the_database_knows_the_states_of_the_flow():
    known = next(one for one in Referral._meta.constraints if one.name == "referral_state_known")
    assert sorted(REFERRAL.states) == dict(known.condition.children)["state__in"]
    assert dict(refusals())["other"]
