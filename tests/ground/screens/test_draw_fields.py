"""Fields: what was typed is kept, errors say what to do, ids tie hint and error to the box."""

import re

import pytest
from django import forms
from django.utils import translation

from prasan.ground.screens.controls import control, wrong
from prasan.ground.screens.examples import ExampleForm
from tests.ground.screens.conftest import Draw

TYPED = {"tel": "081555012", "way": "none", "born_1": "3", "born_2": "41", "story": "ได้ยิน <b>เสียงร้อง</b>"}
ALL = '{% import "screens/forms.html" as forms %}{{ forms.errors(form) }}{{ forms.fields(form) }}'


def ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def test_everything_typed_is_kept_and_escaped(drawn: Draw) -> None:
    page = drawn(ALL, form=ExampleForm(TYPED))

    assert 'value="081555012"' in page
    assert "ได้ยิน &lt;b&gt;เสียงร้อง&lt;/b&gt;</textarea>" in page
    assert 'value="none" checked' in page
    assert '<option value="3" selected>มีนาคม</option>' in page
    assert 'value="41"' in page


def test_summary_links_lead_to_fields_and_say_the_same_words(drawn: Draw) -> None:
    form = ExampleForm(TYPED)
    page = drawn(ALL, form=form)
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page)

    assert "มี 3 จุดที่ต้องแก้" in page
    assert 'role="alert"' in page
    assert [target for target, _text in links] == ["id_tel", "id_hours_0", "id_office"]
    assert {target for target, _text in links} <= set(ids(page))
    for _target, text in links:
        assert f"ต้องแก้: </span>{text}</span></div>" in page


def test_every_id_is_there_once_and_every_description_exists(drawn: Draw) -> None:
    page = drawn(ALL, form=ExampleForm(TYPED))
    found = ids(page)

    assert len(found) == len(set(found))
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= set(found)
    assert page.count('aria-invalid="true"') == 2  # the two boxes; a group is described, not marked


def test_an_unbound_form_shows_no_errors(drawn: Draw) -> None:
    page = drawn(ALL, form=ExampleForm())

    assert "pr-errors" not in page
    assert "is-wrong" not in page
    assert "pr-echo" not in page
    assert wrong(ExampleForm()) == ""


class Plain(forms.Form):
    name = forms.CharField(label="ชื่อเล่น", max_length=5)
    way = forms.ChoiceField(label="ทาง", choices=[("a", "ก")], widget=forms.RadioSelect)
    own = forms.CharField(label="เหตุผล", error_messages={"required": "บอกเหตุผลสั้น ๆ"})


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "name", "กรอกชื่อเล่น"),
        ({}, "way", "ทาง: เลือกอย่างน้อย 1 ข้อ"),
        ({}, "own", "บอกเหตุผลสั้น ๆ"),
        ({"way": "<x>"}, "way", "เลือกจากรายการที่มี"),
        ({"name": "ยาวเกินไป"}, "name", "พิมพ์ได้ไม่เกิน 5 ตัวอักษร ตอนนี้มี 9"),
    ],
)
def test_errors_say_what_to_do_where_django_only_says_what_is_wrong(
    typed: dict[str, str], field: str, words: str
) -> None:
    with translation.override("th"):
        assert control(Plain(typed)[field]).errors == (words,)


def test_a_password_is_never_written_back(drawn: Draw) -> None:
    class SignIn(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput(render_value=True))

    assert "hunter2" not in drawn(ALL, form=SignIn({"password": "hunter2"}))


def test_choices_in_groups_and_their_small_print(drawn: Draw) -> None:
    page = drawn(ALL, form=ExampleForm())

    assert '<optgroup label="ตำรวจ">' in page
    assert "<small>ฉันจะกลับมาดูคำตอบเองด้วยรหัส</small>" in page
    assert page.count("(ไม่บังคับ)") == 3  # story, birth date, photo; a tick says it by itself


def test_a_date_is_echoed_with_the_age(drawn: Draw, frozen: object) -> None:
    page = drawn(ALL, form=ExampleForm(TYPED))

    assert re.search(r"<output[^>]*>.*มี\.ค\. 2541 \(อายุ 28 ปี\)</output>", page, re.DOTALL)
    assert 'for="id_born_0 id_born_1 id_born_2"' in page


def test_a_question_page_has_its_question_as_heading_in_the_legend(drawn: Draw) -> None:
    page = drawn(
        '{% import "screens/forms.html" as forms %}{{ forms.ask(form["way"], step=4, of=6) }}', form=ExampleForm()
    )

    assert re.search(r"<fieldset[^>]*><legend><span class=\"far\">ขั้น 4 จาก 6</span><h1>", page)
    assert page.count("<h1>") == 1


def test_errors_of_several_forms_are_counted_together(drawn: Draw) -> None:
    source = '{% import "screens/forms.html" as forms %}{{ forms.errors([one, two]) }}'
    page = drawn(source, one=ExampleForm(TYPED), two=Plain({}))

    assert "มี 6 จุดที่ต้องแก้" in page
    with translation.override("en"):
        assert wrong(Plain({"name": "ก", "way": "a"})) == "1 thing to fix"
