"""Line breaks: compounds, dates, times and numbers stay in one piece."""

import re

import pytest
from markupsafe import Markup

from prasan.ground.screens.breaks import COMPOUNDS, LONGEST, nb, whole


@pytest.mark.parametrize("text", ["23 พ.ย. 2569", "14.42 น.", "08.00–12.00 น.", "ขก 2570-0412", "ใกล้ ๆ", *COMPOUNDS])
def test_these_are_not_broken(text: str) -> None:
    assert f'<span class="nb">{text}</span>' in nb(f"ก่อน {text} หลัง")


@pytest.mark.parametrize("text", COMPOUNDS)
def test_what_is_kept_whole_fits_a_heading_on_a_phone(text: str) -> None:
    assert len(text) <= LONGEST


def test_a_repeated_word_is_never_cut_between_a_letter_and_its_marks() -> None:
    said = nb("ได้รับเพียงคำตอบสั้น ๆ ว่าเรื่องถึงมือแล้ว")

    assert re.search('<span class="nb">[^<]*สั้น ๆ</span>', said)
    assert not re.search("<span[^>]*>[ะ-ฺ็-๎]", said)


def test_a_long_name_of_an_office_may_break_between_its_words() -> None:
    assert "nb" in whole("พมจ.ขอนแก่น")
    long = whole("สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดขอนแก่น")
    assert not long.startswith('<span class="nb">สำนักงาน')
    assert '<span class="nb">ความมั่นคงของมนุษย์</span>' in long


def test_text_is_escaped_once() -> None:
    assert nb("<b>1 & 2</b>") == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"
    assert nb(Markup("<b>ก</b>")) == "<b>ก</b>"
    assert whole('"<') == '<span class="nb">&#34;&lt;</span>'


def test_other_text_is_left_alone() -> None:
    assert nb("โทรหายาย ก่อนบ่าย") == "โทรหายาย ก่อนบ่าย"
