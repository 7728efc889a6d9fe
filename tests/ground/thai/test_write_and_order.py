"""Thai writing is repaired once, ordered as a dictionary orders it, and searched without word spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.thai import (
    contains_unspaced,
    normalise,
    search_tokens,
    sort_key,
    to_arabic_digits,
    to_thai_digits,
)

THAI = st.text(alphabet="กขนมรอเแโใไาำะัิีึืุู็่้๊๋์ํ๑๒ \u200b\u200d", max_size=20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("น\u0e4dา", "นำ"),
        ("น\u0e4d้า", "น้ำ"),
        ("น้\u0e4dา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเม่", "แม่"),
        ("ท่ี", "ที่"),
        ("ป่่า", "ป่า"),
        ("รััก", "รัก"),
        ("กุ\u200bญแจ", "กุญแจ"),
        ("\ufeffสวัสดี", "สวัสดี"),
        ("ก\u200dข", "กข"),
        ("พ.ศ. ๒๕๖๙", "พ.ศ. ๒๕๖๙"),
        ("e\u0301té", "été"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("plain", "plain"),
    ],
)
def test_writing_is_repaired(typed, kept):
    assert normalise(typed) == kept


@given(THAI)
def test_repairing_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=40))
def test_any_text_can_be_repaired_and_ordered(text):
    assert normalise(normalise(text)) == normalise(text)
    key = sort_key(text)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


def test_the_dictionary_order():
    ordered = ["เกาะ", "ไก่", "ขา", "ข่า", "ข้า", "เจะ", "ชาย", "ปลา", "ปา", "ป่า", "ป้า", "แปล", "มา", "ม้า",
               "ศรี", "สม", "สมชาย", "สมศรี", "แสง", "ฮัสนะ"]  # fmt: skip
    shuffled = sorted(ordered, key=hash)
    assert sorted(shuffled, key=sort_key) == ordered


def test_malay_names_stand_where_a_reader_looks():
    assert sort_key("เจะ") < sort_key("ฮัสนะ")
    assert sort_key("แวอาแซ") > sort_key("มะ")
    assert sort_key("2") < sort_key("Ali") < sort_key("กา")
    assert sort_key("Élan") == sort_key("elan")
    assert sort_key("๑๒") == sort_key("12")


def test_a_space_comes_before_any_letter():
    assert sort_key("สม ชาย") < sort_key("สมชาย")


@given(THAI, THAI)
def test_keys_tell_letters_apart_before_marks(one, other):
    bare = [normalise(text).strip().translate(dict.fromkeys(range(0x0E47, 0x0E4F))) for text in (one, other)]
    if bare[0] == bare[1]:
        assert sort_key(one).split("00")[0] == sort_key(other).split("00")[0] or "00" in sort_key(bare[0])


def test_a_term_is_found_in_unspaced_text():
    text = "ศูนย์รับแจ้งเหตุความรุนแรงในครอบครัวและสังคม"
    assert contains_unspaced(text, "ความรุนแรง")
    assert contains_unspaced(text, "รับ แจ้งเหตุ")
    assert search_tokens("ความรุนแรง") <= search_tokens(text)
    assert not contains_unspaced("ป่าไม้", "ปา")
    assert not search_tokens("ค้ามนุษย์") <= search_tokens(text)
    assert not contains_unspaced(text, "")
    assert contains_unspaced("สายด่วน ๑๓๐๐", "1300")
    assert search_tokens("OSCC 1300") == {"oscc", "1300"}


def test_digits_turn_both_ways():
    assert to_arabic_digits("๑/๒๕๖๓") == "1/2563"
    assert to_thai_digits("1/2563") == "๑/๒๕๖๓"
