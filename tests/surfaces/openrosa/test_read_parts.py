"""The quick reader of small forms takes what it takes as Django does, and leaves the rest to it."""

import io
import random

import pytest
from django.http.multipartparser import MultiPartParser

from prasan.ground.files.uploads import Held
from prasan.surfaces.openrosa.parts import small
from tests.surfaces.openrosa.collect import multipart


def by_django(kind, body):
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    fields, files = MultiPartParser(meta, io.BytesIO(body), [Held()], "utf-8").parse()
    return (
        [(name, text.encode()) for name, texts in fields.lists() for text in texts],
        [(name, str(one.name), one.read()) for name, given in files.lists() for one in given],
    )


@pytest.mark.parametrize("files", [
    (), [("a.png", "image/png", b"\x89PNG\r\n\r\n--x\r\n")], [("รูป.jpg", "image/jpeg", b""), ("b", "text/csv", b"\r\n")],
])  # fmt: skip
@pytest.mark.parametrize("more", [False, True])
def test_what_collect_writes(files, more):
    kind, body = multipart(b"<data/>", files, more=more)
    assert small(body, kind.partition("boundary=")[2]) == by_django(kind, body)


@pytest.mark.parametrize("head", [
    'form-data; name="a"; filename*=UTF-8\'\'b', 'form-data; name="a\\"b"', "form-data; name=a", 'attachment; name="a"', "",
    'form-data; name="a"\r\nContent-Transfer-Encoding: base64', 'form-data; name="a"\r\nContent-Disposition: form-data; name="b"',
])  # fmt: skip
def test_what_is_unusual_is_left_to_django(head):
    assert small(f"--x\r\nContent-Disposition: {head}\r\n\r\n1\r\n--x--\r\n".encode(), "x") is None


def test_broken_ones_are_left_to_django():
    kind, body = multipart(b"<data/>", [("a", "b/c", b"123")])
    mark = kind.partition("boundary=")[2]
    for cut in range(0, len(body) - 4, 7):
        assert small(body[:cut], mark) is None
    assert small(body, "") is small(body, "ก") is small(b"x" + body, mark) is None
    chance = random.Random(7)  # noqa: S311 - can be repeated
    for _ in range(500):
        at = chance.randrange(len(body))
        small(body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :], mark)  # whatever it is, it is no fault of ours
