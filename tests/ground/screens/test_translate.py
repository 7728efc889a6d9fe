"""Catalogs: complete where they must be, true to the Thai text's placeholders."""

import re

import pytest
from babel.messages.catalog import Catalog

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


def test_no_translation_is_left_in_thai() -> None:
    for language in catalogs.LANGUAGES:
        for message in catalogs.catalog(language):
            for text in forms_of(message.string):
                assert not (message.id and re.search("[ก-๙]", text)), text


def test_the_screens_own_words_are_complete() -> None:
    ours = {
        str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
        for message in catalogs.texts()
        if any(name.startswith(("ground/screens", "ground/fields")) for name, _line in message.locations)
    }

    assert len(ours) > 100
    assert [(language, text) for language, text in catalogs.missing() if text in ours] == []


def test_a_table_of_the_house_is_gathered_too() -> None:
    found = catalogs.texts()

    assert isinstance(found, Catalog)
    assert catalogs.KEYWORDS["Move"] == (2,)
