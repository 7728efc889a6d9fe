"""A small form for the tests of what comes in: names, numbers, choices, members, a picture, and a question about danger with what follows from it."""

import uuid
from functools import cache

from pyxform.xls2xform import convert

SHEET = """
| survey | | | | | | | | |
| | type | name | label::ไทย (th) | required | constraint | relevant | calculation | bind::prasan:danger |
| | start | start | | | | | | |
| | end | end | | | | | | |
| | text | head_name | ชื่อหัวหน้าครัวเรือน | yes | | | | |
| | integer | members_n | สมาชิกกี่คน | yes | . >= 1 and . <= 20 | | | |
| | select_one yn | own_house | บ้านของตนเอง | yes | | | | |
| | select_multiple help | helps | เคยได้รับ | | | | | |
| | select_one_from_file tambon.csv | tambon | ตำบล | | | | | |
| | date | moved | ย้ายมาเมื่อ | | . <= today() | | | |
| | begin repeat | member | สมาชิก | | | | | |
| | text | mname | ชื่อ | yes | | | | |
| | integer | age | อายุ | | . >= 0 and . <= 120 | | | |
| | select_one yn | works | ทำงาน | | | ${age} > 14 | | |
| | end repeat | | | | | | | |
| | image | photo | รูปบ้าน | | | | | |
| | geopoint | place | พิกัด | | | | | |
| | text | phone | โทร | | regex(., '^0[0-9]{8,9}$') | | | |
| | select_one yn | afraid | กลัวคนในบ้าน | | | | | yes |
| | text | afraid_more | อยากเล่าไหม | | | ${afraid} = 'yes' | | |
| choices | | | |
| | list_name | name | label::ไทย (th) |
| | yn | yes | ใช่ |
| | yn | no | ไม่ |
| | help | money | เงิน |
| | help | goods | ของ |
| settings | | | | | |
| | form_title | form_id | version | namespaces | default_language |
| | ครัวเรือน | household | {version} | prasan="urn:prasan:form" | ไทย (th) |
"""


@cache
def xform(version="1"):
    return convert(xlsform=SHEET.replace("{version}", version), file_type=".md", form_name="data", validate=False, pretty_print=False).xform.encode()


def member(name="สมหญิง", age=30, works="yes"):
    return f"<member><mname>{name}</mname><age>{age}</age>{f'<works>{works}</works>' if works else ''}</member>"


def instance(*, version="1", instance_id=None, former="", form="household", members=None, more="", **answers):
    """An instance as a telephone writes it; keyword answers replace the usual ones, None leaves a node out."""
    given = {
        "start": "2026-11-20T09:00:00.000+07:00", "end": "2026-11-20T09:12:30.500+07:00", "head_name": "บุญมี ศรีสุข", "members_n": "2",
        "own_house": "yes", "helps": "money goods", "tambon": "400101", "moved": "2019-05-02", **answers,
    }  # fmt: skip
    photo, phone = given.pop("photo", ""), given.pop("phone", "")
    afraid, afraid_more = given.pop("afraid", ""), given.pop("afraid_more", None)
    text = "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value is not None)
    name = f"uuid:{uuid.uuid4()}" if instance_id is None else instance_id
    meta = (f"<orx:instanceID>{name}</orx:instanceID>" if name else "") + (f"<orx:deprecatedID>{former}</orx:deprecatedID>" if former else "")
    people = "".join(members if members is not None else [member(), member("บุญมา", 12, "")])
    more += f"<photo>{photo}</photo><place>16.43 102.83 0 12</place><phone>{phone}</phone><afraid>{afraid}</afraid>"
    more += f"<afraid_more>{afraid_more}</afraid_more>" if afraid_more is not None else ""
    return (
        f'<?xml version=\'1.0\' ?><data id="{form}" version="{version}" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
        f"{text}{people}{more}<orx:meta>{meta}</orx:meta></data>"
    ).encode()
