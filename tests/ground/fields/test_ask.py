"""Fields take what people type, keep it, and say clearly what is wrong."""

from datetime import date, time

import pytest
from django import forms
from django.http import QueryDict  # noqa: TID251 - what a browser sends
from hypothesis import given
from hypothesis import strategies as st

from prasan.ground.clock import PartialDate, frozen
from prasan.ground.fields import (
    BEDateField,
    OneOf,
    PersonNumberField,
    PhoneField,
    SafeText,
    SomeOf,
    TimeField24,
    doubts,
)
from prasan.ground.screens.controls import control


class Intake(forms.Form):
    """One of everything."""

    born = BEDateField(label="วันเกิด", partial=True, born=True, required=False)
    met = BEDateField(label="วันที่พบ", future=False, required=False)
    at = TimeField24(label="เวลา", required=False)
    phone = PhoneField(label="เบอร์โทร", required=False)
    number = PersonNumberField(label="เลขประจำตัว", required=False)
    name = SafeText(label="ชื่อ", max_length=20)
    story = SafeText(label="เรื่อง", max_length=100, lines=True, required=False)
    danger = OneOf(
        [("yes", "ใช่"), ("no", "ไม่"), ("unknown", "ไม่รู้")], label="อันตราย", hints={"yes": "โทร 191"}, required=False
    )
    needs = SomeOf([("none", "ไม่มี"), ("sign", "ภาษามือ"), ("ramp", "ทางลาด")], alone=["none"], required=False)


def filled(**answers):
    data = QueryDict(mutable=True)
    for name, value in ({"name": "บัว"} | answers).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    with frozen("2026-11-21T10:00"):
        form = Intake(data)
        form.is_valid()
    return form


def born(day="", month="", year=""):
    return filled(born_0=day, born_1=month, born_2=year)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        (("16", "3", "2563"), "2020-03-16"),
        (("16", "3", "63"), "2020-03-16"),
        (("16", "3", "2020"), "2020-03-16"),
        (("๑๖", "มี.ค.", "๒๕๖๓"), "2020-03-16"),
        (("", "3", "2563"), "2020-03"),
        (("", "", "2563"), "2020"),
        (("", "", "16 มี.ค.63"), "2020-03-16"),
    ],
)
def test_a_birth_date_in_parts(typed, iso):
    form = born(*typed)
    assert not form.errors
    assert form.cleaned_data["born"] == PartialDate.from_iso(iso)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("1", "1", "2571"), "ปี 2571 ยังมาไม่ถึง"),
        (("22", "11", "2569"), "วันที่ 22 พ.ย. 2569 ยังมาไม่ถึง"),
        (("31", "2", "2563"), "เดือนนี้ไม่มีวันที่ 31"),
        (("1", "13", "2563"), "ไม่มีเดือน 13 เลือกเดือนจากรายการ"),
        (("1", "", "2563"), "เลือกเดือนด้วย ถ้าไม่รู้ให้เว้นวันว่าง"),
        (("1", "1", ""), "กรอกปีด้วย ถ้าไม่รู้ให้เว้นว่างทั้งสามช่อง"),
        (("1", "1", "563"), "ปี 563 ใช้ไม่ได้ พิมพ์ปี พ.ศ. เช่น 2569"),
        (("", "", "เมื่อวาน"), "อ่านวันที่ไม่ได้ พิมพ์เช่น 21 พ.ย. 2569"),
        (("1", "1", "2420"), "ปี 2420 นานเกินไป ตรวจอีกครั้ง"),
    ],
)
def test_a_wrong_date_says_what_to_do_and_is_kept(typed, message):
    form = born(*typed)
    assert form.errors["born"] == [message]
    assert control(form["born"]).value == typed


def test_the_date_is_echoed_in_full_with_the_age():
    with frozen("2026-11-21T10:00"):
        assert control(born("16", "3", "63")["born"]).echo == "16 มี.ค. 2563 (อายุ 6 ปี)"
        assert control(born("", "", "2555")["born"]).echo == "2555 (อายุ 13–14 ปี)"
        assert control(born("31", "2", "63")["born"]).echo == ""
        assert control(filled(met="20/11/2569")["met"]).echo == "20 พ.ย. 2569"
        assert control(Intake()["born"]).echo == ""


def test_a_whole_date_must_be_whole_and_an_initial_is_shown_in_the_buddhist_era():
    assert filled(met_1="11", met_2="2569").errors["met"] == ["กรอกวัน เดือน และปีให้ครบ"]
    assert filled(met="2569-11-20").cleaned_data["met"] == date(2026, 11, 20)
    form = Intake(initial={"met": date(2026, 11, 20), "born": PartialDate(2020, 3), "at": time(9, 5)})
    assert control(form["met"]).value == ("20", "11", "2569")
    assert control(form["born"]).value == ("", "3", "2563")
    assert control(form["at"]).value == "09.05"
    assert control(form["met"]).kind == "date"


def test_same_meaning_is_no_change():
    field = BEDateField()
    assert not field.has_changed(date(2026, 11, 20), ("20", "11", "69"))
    assert field.has_changed(date(2026, 11, 20), ("21", "11", "69"))
    assert not TimeField24().has_changed(time(14, 30), "14:30")


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("14.42", 14, 42), ("14:42 น.", 14, 42), ("1442", 14, 42), ("๐๙.๐๕", 9, 5), ("9", 9, 0)],
)
def test_times(typed, hour, minute):
    assert filled(at=typed).cleaned_data["at"] == time(hour, minute)


@pytest.mark.parametrize("typed", ["24.00", "12.60", "9.5", "เช้า", "-1"])
def test_a_wrong_time_says_so(typed):
    form = filled(at=typed)
    assert form.errors["at"] == ["เวลานี้ใช้ไม่ได้ พิมพ์เช่น 14.30"]
    assert control(form["at"]).value == typed


def test_a_telephone_is_read_or_asked_again():
    assert filled(phone="๐๘๑-๐๐๐-๓๐๗๗").cleaned_data["phone"].value == "+66810003077"
    assert filled(phone="1300").cleaned_data["phone"].kind == "hotline"
    form = filled(phone="0812")
    assert form.errors["phone"][0].startswith("เบอร์นี้โทรไม่ได้")
    assert PhoneField(unclear=True).clean("0812").shown == "0812"


def test_a_doubtful_number_of_a_person_passes_with_a_warning():
    form = filled(number="3410946685235")
    assert not form.errors
    assert doubts(form) == {"number": "เลขประจำตัวอาจไม่ถูกต้อง บันทึกต่อได้"}
    stateless = filled(number="0-7877-89328-79-1")
    assert stateless.cleaned_data["number"].kind == "no_status_0"
    assert doubts(filled(number="G000052000052")) == {}
    assert doubts(filled()) == {}


def test_text_is_repaired_and_measured_after_it():
    assert filled(name="  น\u0e4dา  ฝน ").cleaned_data["name"] == "นำ ฝน"
    assert filled(story="ก\r\nข  \r\n").cleaned_data["story"] == "ก\nข"
    assert filled(name="ก" * 21).errors["name"] == ["ยาวได้ไม่เกิน 20 ตัวอักษร"]
    assert filled(name=" ").errors["name"] == ["กรอกชื่อ"]


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\x1b[0m", "\ufffe"])
def test_text_that_no_keyboard_makes_is_refused_and_kept(bad):
    form = filled(name=f"บัว{bad}")
    assert form.errors["name"] == ["มีอักขระที่ระบบเก็บไม่ได้ ลบออกแล้วพิมพ์ใหม่"]
    assert control(form["name"]).value == f"บัว{bad}"


def test_choices():
    form = filled(danger="yes", needs=["ramp", "sign", "sign"])
    assert form.cleaned_data["danger"] == "yes"
    assert form.cleaned_data["needs"] == ["sign", "ramp"]
    assert filled(danger="maybe").errors["danger"] == ["เลือกจากรายการที่มี"]
    assert filled(needs=["none", "sign"]).errors["needs"] == ["เลือก “ไม่มี” พร้อมข้ออื่นไม่ได้"]
    drawn = control(form["danger"])
    assert drawn.kind == "radio"
    assert [option.hint for option in drawn.flat] == ["โทร 191", "", ""]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12), lambda inner: st.lists(inner, max_size=2)
)


@given(st.dictionaries(st.sampled_from([*Intake.base_fields, "born_0", "born_1", "born_2", "met_2"]), JSON, max_size=9))
def test_any_json_is_answered_without_a_fault(data):
    form = Intake(data)
    form.is_valid()
    for bound in form:
        control(bound)


@pytest.mark.parametrize("typed", ["\u200b21/11/2569", "21/11/2569\u200f", "\u202d๒๑/๑๑/๒๕๖๙\u202c", "\ufeff21 พ.ย. 2569"])
def test_a_pasted_date_is_read_whatever_unseen_marks_came_along(typed: str) -> None:
    assert BEDateField().clean(("", "", typed)) == date(2026, 11, 21)
