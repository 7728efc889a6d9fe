"""What a copy leaves out: a photograph's comments, and the place in a picture of a PDF; a scanner's OK is told to the letter."""

import io
import random

import pikepdf
from PIL import Image

from prasan.ground.files import prepare
from tests.assurance.files.hostile import PLACE, pdf, photo


def test_a_comment_does_not_come_along() -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", comment=b"CANARY")
    assert b"CANARY" not in prepare.clean_copy(out.getvalue(), "image/jpeg")[0]


def test_a_picture_without_its_place_is_the_same_picture() -> None:
    raw = photo(random.Random(1))  # noqa: S311 - made-up data
    bare = prepare.bare_jpeg(raw)
    assert PLACE.encode() in raw
    assert PLACE.encode() not in bare
    with Image.open(io.BytesIO(raw)) as one, Image.open(io.BytesIO(bare)) as other:
        assert one.tobytes() == other.tobytes()
    assert prepare.bare_jpeg(b"\xff\xd8\xff\xe1\0") == prepare.bare_jpeg(b"no picture") == b""


def test_a_page_is_drawn_as_before() -> None:
    copy, shown, _ = prepare.clean_copy(pdf(random.Random(2))[1], "application/pdf")  # noqa: S311 - made-up data
    assert shown == "pdf"
    with pikepdf.open(io.BytesIO(copy)) as made:
        [page] = made.pages
        picture = page.obj.Resources.XObject["/Im0"]
        assert [int(edge) for edge in page.obj.MediaBox] == [0, 0, 200, 200]
        assert picture.Filter == pikepdf.Name.DCTDecode
        assert picture.read_raw_bytes().startswith(b"\xff\xd8")
