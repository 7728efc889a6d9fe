"""Filling in the pages as somebody would."""

import re
from html import unescape

from django.test import Client

STORY = "ได้ยินเสียงเด็กร้องทุกคืน คานารี่ยามดึก"
ANSWERS = {
    1: {"danger": "unknown"},
    2: {"who": "child", "age": "5-6", "name": "น้องภู"},
    3: {"story": STORY, "what": ["violence.physical"]},
    4: {"kin": "step", "access": "yes"},
    5: {"province": "40", "place": "ศิลา เมืองขอนแก่น", "words": "บ้านเช่าหลังโรงเรียน", "involves": "no"},
    6: {"way": "none", "wishes": ["woman_officer"]},
}


def fill(visitor: Client, answers=None, **headers):
    """Answers every question; returns the check page."""
    for step, given in (answers or ANSWERS).items():
        path = "/report/" if step == 1 else f"/report/{step}"
        response = visitor.post(path, given, **headers)
        assert response.status_code == 302, (step, response.content.decode())
    return visitor.get("/report/check", **headers)


def hidden(page, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, name
    return unescape(found[1])


def send(visitor: Client, checking, **headers):
    return visitor.post("/report/check", {"token": hidden(checking, "token"), "digest": hidden(checking, "digest")}, **headers)


def numbers(page) -> tuple[str, str]:
    """Code and secret as they stand on the receipt."""
    found = re.findall(r"<dd>([0-9 ]+)</dd>", page.content.decode())
    assert len(found) == 2, page.content.decode()
    return found[0], found[1]
