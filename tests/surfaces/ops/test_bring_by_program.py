"""Lists of centres and committees by a program: looked at with every fault by row and column, agreed to, written once; by those whom the page lets."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as Upload
from openpyxl import Workbook

from prasan.community.centres import actions
from prasan.community.centres.models import Member
from prasan.ground.audit.models import AuditRow
from prasan.ground.transactions import reading
from prasan.registry.access.actions import make_token
from prasan.surfaces.ops.importing import handing
from tests.community.centres.conftest import SYSTEM

pytestmark = pytest.mark.django_db
AT = "/api/v1/import/committees"
HEAD = "ตำบล,ชื่อ-สกุล,ตำแหน่ง,กลุ่ม,วันเริ่มวาระ,วันครบวาระ"
GOOD = ("400101,นางมาลี ทองดี,ประธาน,ผู้นำชุมชน,26/4/2569,25/4/2573", "400101,นายสมาน ใจกว้าง,เลขานุการ,อสม.,26/4/2569,")
BAD = (GOOD[0], "400101,นายสมาน ใจกว้าง,ราชา,อสม.,26/4/2569,", "450101,นายไกล มาก,,,26/4/2569,")


@pytest.fixture(autouse=True)
def _register(cast, frozen) -> None:
    actions.load_centres()


def file(lines=GOOD, head=HEAD, encoding="utf-8-sig"):
    return {"file": Upload("กรรมการ.csv", "\n".join((head, *lines)).encode(encoding), "text/csv")}


def by_key(cast, who, *, scopes=("centre",)):
    """A key of a program, as headers."""
    return {"Authorization": f"Bearer {make_token(who.actor, name='โปรแกรมทะเบียน', scopes=scopes, days=7)}"}


@pytest.fixture
def ask(cast, client):
    """POST as somebody's program: a status, and the JSON."""
    def post(path, data, who=cast.province, **headers):
        answer = client.post(path, data, headers={**by_key(cast, who), **headers})
        return answer.status_code, answer.json()
    return post


def names():
    with reading(SYSTEM):
        return sorted(row.name for row in Member.objects.all())


def test_a_list_is_looked_at_agreed_to_and_written_once(ask):
    status, shown = ask(f"{AT}/preview", file())
    assert (status, shown["counts"], shown["problems"]) == (200, {"added": 2}, []) and not names()
    assert [(one["row"], one["kind"]) for one in shown["changes"]] == [(2, "added"), (3, "added")]
    key = {"Idempotency-Key": "committees-0001"}
    for _twice in range(2):  # the line broke before the answer came
        assert ask(AT, {**file(), "agreed": shown["mark"]}, **key) == (200, {"kind": "committees", "mark": shown["mark"]})
        assert names() == ["นางมาลี ทองดี", "นายสมาน ใจกว้าง"]
    assert ask(AT, {**file(GOOD[:1]), "agreed": shown["mark"]}, **key)[0] == 409, "another list under the same key"
    with reading(SYSTEM):
        assert AuditRow.objects.filter(verb="import").count() == 1
    status, again = ask(f"{AT}/preview", file())
    assert again["counts"] == {"same": 2}


def test_every_fault_has_its_row_and_column_and_nothing_of_the_list_is_kept(ask):
    status, shown = ask(f"{AT}/preview", file(BAD))
    assert status == 200 and shown["mark"] == "" and {(one["row"], one["column"]) for one in shown["problems"]} == {(3, "post"), (4, "area")}
    assert any("อยู่นอกพื้นที่ของคุณ" in one["text"] for one in shown["problems"])
    status, refused = ask(AT, {**file(BAD), "agreed": "0" * 64})
    assert status == 422 and set(refused["errors"]) == {"3.post", "4.area"} and not names()


def test_only_what_was_looked_at_is_written(ask):
    _status, shown = ask(f"{AT}/preview", file())
    for agreed, status in (("", 422), ("x", 422), ("0" * 64, 409)):
        assert ask(AT, {**file(), "agreed": agreed}, **{"Idempotency-Key": "committees-0002"})[0] == status, agreed
    assert ask(AT, {**file((*GOOD, "400101,นางมีมา ภายหลัง,,,26/4/2569,")), "agreed": shown["mark"]})[0] == 409 and not names()
    assert ask(AT, {**file(), "agreed": shown["mark"]})[0] == 200
    assert ask(AT, {**file(), "agreed": shown["mark"]})[0] == 409, "what it would add is there by now"


def hostile():
    """Files that are no list: by what somebody would do to a reader of workbooks, and by mistake."""
    def zipped(**parts):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
            for name, body in parts.items():
                book.writestr(name.replace("__", "/"), body)
        return out.getvalue()

    whole = io.BytesIO()
    Workbook().save(whole)
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'
    return {
        "empty": b"", "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "no letters": b"\xff\xfe\xfd" * 9, "no workbook": b"PK\x03\x04nonsense",
        "cut off": whole.getvalue()[:-300], "not of sheets": zipped(a="b"), "grows": zipped(xl__workbook=b"0" * (70 * 1024 * 1024)),
        "asks for a file": zipped(**{"[Content_Types].xml": entity, "xl/workbook.xml": entity}), "too large": b"x" * (handing.LARGEST + 1),
        "too long": "\n".join((HEAD, *(GOOD[0],) * (handing.ROWS + 1))).encode(), "null": b"a\x00b,c\n1,2\n", "twice": b"a,a\n1,2\n",
    }


@pytest.mark.parametrize(("name", "content"), hostile().items(), ids=hostile().keys())
def test_what_is_no_list_is_refused_and_says_why(ask, name, content):
    for path, more in ((f"{AT}/preview", {}), (AT, {"agreed": "0" * 64})):
        status, told = ask(path, {"file": Upload("x.xlsx", content), **more})
        assert status == 422 and told["errors"].keys() == {"file"} and "root:" not in str(told), (name, told)
    assert not names()


def test_a_list_saved_by_an_older_program_is_read_and_nothing_that_is_no_file_is(ask):
    assert ask(f"{AT}/preview", file(encoding="cp874"))[1]["counts"] == {"added": 2}
    assert ask(f"{AT}/preview", {"file": HEAD})[0] == 422 and ask(f"{AT}/preview", {})[0] == 422


def test_a_formula_is_text_and_a_hundred_columns_too_many_are_named(ask):
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append([*HEAD.split(","), *(f"x{n}" for n in range(100))])
    book.worksheets[0].append(['=HYPERLINK("http://example.org","ก")', "นางมาลี ทองดี", "ประธาน", "", "26/4/2569", ""])
    book.save(out)
    status, shown = ask(f"{AT}/preview", {"file": Upload("x.xlsx", out.getvalue())})
    assert status == 200 and len(shown["problems"]) == 100 and shown["mark"] == ""


def test_only_those_whom_the_page_lets_bring_lists_in(cast, ask, client):
    for who in (cast.centre, cast.manager, cast.outsider, cast.monitor, cast.privacy):
        for path, more in ((f"{AT}/preview", {}), (AT, {"agreed": "0" * 64})):
            assert ask(path, {**file(), **more}, who=who)[0] == 403, (who.key, path)
        assert client.get(AT, headers=by_key(cast, who)).status_code == 403
    assert client.post(f"{AT}/preview", file()).status_code == 401
    without = by_key(cast, cast.province, scopes=("case",))
    assert client.post(f"{AT}/preview", file(), headers=without).status_code == 403, "a key that is not for centres"
    for kind in ("persons", "organisations", "areas", "nothing"):  # the command line's
        assert ask(f"/api/v1/import/{kind}/preview", file())[0] == 404
    assert not names()


def test_a_program_can_ask_which_columns_there_are(cast, client):
    told = client.get("/api/v1/import/centres", headers=by_key(cast, cast.province)).json()
    assert told["columns"][0] == {"name": "area", "th": "ตำบล", "hint": told["columns"][0]["hint"], "needed": True}
    head = ",".join(one["name"] for one in told["columns"])
    shown = client.post(
        "/api/v1/import/centres/preview", file(["400101,ศูนย์พัฒนาครอบครัวในชุมชน ในเมือง"], head=head), headers=by_key(cast, cast.province),
    ).json()
    assert shown["problems"] == [] and shown["mark"]
