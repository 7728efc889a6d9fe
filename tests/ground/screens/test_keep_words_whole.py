"""Line breaks: compounds, dates, times and numbers stay in one piece."""

import pytest
from markupsafe import Markup

from prasan.ground.screens.breaks import COMPOUNDS, nb, whole


@pytest.mark.parametrize("text", ["23 พ.ย. 2569", "14.42 น.", "08.00–12.00 น.", "ขก 2570-0412", "ใกล้ ๆ", *COMPOUNDS])
def test_these_are_not_broken(text: str) -> None:
    assert f'<span class="nb">{text}</span>' in nb(f"ก่อน {text} หลัง")


def test_text_is_escaped_once() -> None:
    assert nb("<b>1 & 2</b>") == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"
    assert nb(Markup("<b>ก</b>")) == "<b>ก</b>"
    assert whole('"<') == '<span class="nb">&#34;&lt;</span>'


def test_other_text_is_left_alone() -> None:
    assert nb("โทรหายาย ก่อนบ่าย") == "โทรหายาย ก่อนบ่าย"
