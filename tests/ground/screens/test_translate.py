"""Catalogs: complete where they must be, true to the Thai text's placeholders."""

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from prasan.ground.screens import catalogs

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def forms_of(given: object) -> list[str]:
    return [str(one) for one in given] if isinstance(given, tuple | list) else [str(given)]


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_translations_keep_the_placeholders_and_the_markup(language: str) -> None:
    checked = 0
    for message in catalogs.catalog(language):
        thai = forms_of(message.id)[0]
        for text in forms_of(message.string):
            if message.id and text:
                assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(thai)), thai
                assert sorted(re.findall(r"</?\w+", text)) == sorted(re.findall(r"</?\w+", thai)), thai
                checked += 1
    assert checked > 40


CASE_NUMBER = re.compile(r"[ก-ฮ]{2} \d{4}-\d{4}")


def test_no_translation_is_left_in_thai() -> None:
    for language in catalogs.LANGUAGES:
        for message in catalogs.catalog(language):
            for text in forms_of(message.string):
                assert not (message.id and re.search("[ก-๙]", CASE_NUMBER.sub("", text))), text


def test_nothing_is_missing_in_english_and_nothing_public_in_malay() -> None:
    assert len(catalogs.texts()) > 2000
    assert catalogs.missing() == []


def test_a_text_that_nobody_translated_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Catalog()
    shown.add("ข้อความที่ยังไม่มีใครแปล", locations=[("casework/cases/forms.py", 1)])
    shown.add("ประกาศที่ยังไม่มีใครแปล", locations=[("surfaces/public/forms.py", 1)])
    monkeypatch.setattr(catalogs, "texts", lambda: shown)

    assert catalogs.missing() == [("en", "ข้อความที่ยังไม่มีใครแปล"), ("en", "ประกาศที่ยังไม่มีใครแปล"), ("ms", "ประกาศที่ยังไม่มีใครแปล")]


def test_every_call_of_a_module_is_gathered() -> None:
    module = (
        b'Move("open", "\xe0\xb8\x81", asks=(Ask("why", "\xe0\xb8\x82", hint="\xe0\xb8\x84"),))\n'
        b'_("\xe0\xb8\x87") % {"label": pgettext("noun", "\xe0\xb8\x88")}\n'
        b'say(words.WHY[found or "code"]); Move("decide", "", asks=())\n'
    )
    found = extract("prasan.ground.screens.catalogs:from_python", io.BytesIO(module), catalogs.KEYWORDS)

    assert sorted((text, context) for _line, text, _comments, context in found) == [
        ("ก", None), ("ข", None), ("ค", None), ("ง", None), ("จ", "noun"),
    ]
