"""The public pages in English and Malay: no Thai is left but names of places and offices; and they stay light."""

import gzip
import re
from pathlib import Path

import pytest

from tests.surfaces.public.telling import fill, send

pytestmark = pytest.mark.usefixtures("looking")
THAI = re.compile(r"[\u0e00-\u0e7f]+")
SHEETS = Path(__file__).resolve().parents[3] / "prasan" / "ground" / "screens" / "static" / "prasan"
LIMIT = 40 * 1024


def words(page) -> str:
    """What the page says, without the lists of provinces, the brand, and the names of the languages."""
    text = page.content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.parametrize("lang", ["en", "ms"])
def test_no_thai_is_left(cast, visitor, lang):
    visitor.get(f"/?lang={lang}")
    visitor.post("/report/", {"danger": "no"})
    pages = ["/", "/report/", *(f"/report/{step}" for step in range(2, 7)), "/report/danger", "/report/silent", "/receipt", "/rights",
             "/privacy", "/access", "/safety"]  # fmt: skip
    for path in pages:
        assert not THAI.findall(words(visitor.get(path))), path


def test_the_receipt_speaks_the_readers_language(cast, visitor):
    visitor.get("/?lang=ms")
    sent = send(visitor, fill(visitor))
    assert "Kami telah menerimanya" in sent.content.decode()
    assert not THAI.findall(words(sent))


def test_each_page_with_its_sheets_and_icons_is_light(cast, visitor):
    visitor.post("/report/", {"danger": "no"})
    sheets = sum(len(gzip.compress((SHEETS / name).read_bytes())) for name in ("base.css", "public.css", "exit.js", "mark.svg"))
    for path in ("/", "/report/", *(f"/report/{step}" for step in range(2, 7)), "/report/danger", "/receipt", "/services", "/rights"):
        weight = sheets + len(gzip.compress(visitor.get(path).content))
        assert weight <= LIMIT, (path, weight)
