"""Languages: each has a name and a code, Thai is among them, and whatever is said in one is said in all."""

from collections.abc import Iterator

from prasan.community.surveys.rules.draft import THAI, Choice, Draft, Item, Words, code_of
from prasan.community.surveys.rules.findings import Finding, Place
from prasan.community.surveys.rules.sheets import text_head

MEDIA = frozenset({"image", "audio", "video", "big-image"})  # a picture may serve every language


def languages(draft: Draft) -> Iterator[Finding]:
    """The columns say their languages; every text is there in each of them."""
    yield from _columns(draft)
    codes = {code_of(language) for language in draft.languages}
    if draft.languages and THAI not in codes:
        yield Finding("no_thai", draft.place("label"))
    if draft.default_language and draft.default_language not in draft.languages:
        yield Finding("default_language", draft.place("default_language"), {"name": draft.default_language[:60]})
    for item in draft.items:
        yield from _complete(draft, item, needed=item.asks)
    for choice in draft.choices:
        yield from _complete(draft, choice, needed=True)


def _columns(draft: Draft) -> Iterator[Finding]:
    spelled: dict[str, set[str]] = {}
    for key, place in draft.places.items():
        head = key.partition(":")[2] if ":" in key else ""
        found = text_head(head) if head else None
        if found is None or found[0] in MEDIA:
            continue
        kind, language = found
        if not language:
            yield Finding("label_form", place, {"name": head[:60]})
        elif not code_of(language):
            yield Finding("language_code", place, {"name": head[:60], "kind": kind})
        else:
            spelled.setdefault(code_of(language), set()).add(language)
    for code, names in spelled.items():
        if len(names) > 1:
            yield Finding("language_two_ways", draft.place("label"), {"code": code, "names": ", ".join(sorted(names))})


def _complete(draft: Draft, one: Item | Choice, *, needed: bool) -> Iterator[Finding]:
    words = {text.kind: text for text in one.words}
    if needed and "label" not in words and (isinstance(one, Choice) or not {"hint", *MEDIA} & set(words)):
        yield Finding("no_label", one.place)
    for text in words.values():
        yield from _lacking(draft, text)


def _lacking(draft: Draft, text: Words) -> Iterator[Finding]:
    if text.kind in MEDIA or not any(text.texts):  # without a language: said once for the whole column
        return
    for language in draft.languages:
        if language not in text.texts:
            yield Finding("language_lacking", _empty_cell(draft, text, language), {"language": language})


def _empty_cell(draft: Draft, text: Words, language: str) -> Place:
    """The cell in which the text should stand, where the form has that column."""
    for key, head in draft.places.items():
        sheet, _colon, name = key.partition(":")
        if sheet == text.place.sheet and text_head(name) == (text.kind, language):
            return Place(sheet, text.place.row, name, head.cell.rstrip("0123456789") + str(text.place.row))
    return text.place
