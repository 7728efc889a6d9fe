"""The page on which a list is brought in: looked at first with every problem beside its row, then wholly or not at all; the same file changes nothing."""

import base64
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as Upload
from openpyxl import load_workbook

from prasan.community.centres import actions
from prasan.community.centres.models import Centre, Member, Seat
from prasan.ground.audit.models import AuditRow
from prasan.ground.transactions import reading
from prasan.surfaces.ops.importing import handing, views
from tests.casework.looking import look
from tests.community.centres.conftest import SYSTEM

pytestmark = pytest.mark.django_db
HEAD = "ตำบล,ชื่อ-สกุล,ตำแหน่ง,กลุ่ม,วันเริ่มวาระ,วันครบวาระ"
GOOD = ("400101,นางมาลี ทองดี,ประธาน,ผู้นำชุมชน,26/4/2569,25/4/2573", "400101,นายสมาน ใจกว้าง,เลขานุการ,อสม.,26/4/2569,")
BAD = ("400101,นางมาลี ทองดี,ประธาน,ผู้นำชุมชน,26/4/2569,25/4/2573", "400101,นายสมาน ใจกว้าง,ราชา,อสม.,26/4/2569,", "450101,นายไกล มาก,,,เมื่อวาน,")


@pytest.fixture(autouse=True)
def _register(cast, frozen) -> None:
    actions.load_centres()


def file(lines, head=HEAD, name="กรรมการ.csv"):
    return {"file": Upload(name, "\n".join((head, *lines)).encode("utf-8-sig"), "text/csv")}


def text_of(answer):
    return answer.content.decode()


def hidden(page):
    """What the page carries until somebody agrees."""
    return {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("kept", "agreed")}


def names():
    with reading(SYSTEM):
        return sorted(row.name for row in Member.objects.all())


def test_a_list_is_looked_at_then_agreed_to_and_again_changes_nothing(cast):
    head = cast.client(cast.province)
    shown = head.post("/import/committees", file(GOOD))
    page = text_of(shown)
    assert shown.status_code == 200 and "นำเข้า 2 แถว" in page and "นายสมาน ใจกว้าง" in page and not names()
    assert shown["Cache-Control"] == "no-store"
    done = head.post("/import/committees", hidden(page))
    assert (done.status_code, done["Location"]) == (302, "/centres/") and names() == ["นางมาลี ทองดี", "นายสมาน ใจกว้าง"]
    with reading(SYSTEM):
        assert AuditRow.objects.filter(verb="import").count() == 1
    again = text_of(head.post("/import/committees", file(GOOD)))
    assert "ไฟล์นี้ตรงกับในระบบแล้ว" in again and 'name="kept"' not in again
    assert head.post("/import/committees", hidden(page)).status_code == 409  # agreed to twice: nothing twice
    assert len(names()) == 2


def test_every_problem_stands_beside_its_row_and_column_in_thai_and_nothing_is_kept(cast):
    answer = cast.client(cast.province).post("/import/committees", file(BAD))
    page = text_of(answer)
    assert answer.status_code == 422 and "มี 2 จุดที่ต้องแก้" in page and 'name="kept"' not in page and not names()
    for said in ("ตำแหน่ง", "ไม่รู้จักตำแหน่งนี้", "อยู่นอกพื้นที่ของคุณ"):
        assert said in page, said
    heading = text_of(cast.client(cast.province).post("/import/committees", file(GOOD, head=HEAD.replace("ตำแหน่ง", "ยศ").replace("ชื่อ-สกุล", "ใคร"))))
    assert "ไม่พบคอลัมน์นี้" in heading and "ไม่รู้จักคอลัมน์นี้" in heading and "ชื่อ-สกุล" in heading


def test_what_changed_between_looking_and_agreeing_is_looked_at_again(cast):
    head = cast.client(cast.province)
    page = text_of(head.post("/import/centres", file(["400101,ศูนย์พัฒนาครอบครัวในชุมชน ในเมือง,2547"], head="ตำบล,ชื่อศูนย์,ปีที่ตั้ง")))
    assert "แทนชื่อที่ประมาณไว้" in page or "เปลี่ยน" in page
    other = text_of(head.post("/import/centres", file(["400101,ศูนย์พัฒนาครอบครัวในชุมชน ในเมือง,2547"], head="ตำบล,ชื่อศูนย์,ปีที่ตั้ง")))
    assert head.post("/import/centres", hidden(other)).status_code == 302
    late = head.post("/import/centres", hidden(page))
    assert late.status_code == 409 and "ไฟล์นี้ตรงกับในระบบแล้ว" in text_of(late)
    with reading(SYSTEM):
        assert Centre.objects.get(pk=cast.centre.organisation).founded == "2004"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"\xff\xfe\xfd" * 9, b"a,a\n1,2\n", b"x" * (handing.LARGEST + 1)])
def test_what_is_no_list_is_refused_with_what_to_do(cast, content):
    answer = cast.client(cast.province).post("/import/committees", {"file": Upload("x.csv", content)})
    assert answer.status_code == 422 and "pr-errors" in text_of(answer)


@pytest.mark.parametrize("kept", ["!", "AAAA", "eJwDAAAAAAE="])
def test_what_the_page_carried_may_be_anything_and_does_nothing(cast, kept):
    assert cast.client(cast.province).post("/import/committees", {"kept": kept, "agreed": "x"}).status_code == 422
    assert not names()


def test_agreeing_without_having_looked_writes_nothing(cast):
    packed = base64.b64encode(zlib.compress("\n".join((HEAD, *GOOD)).encode())).decode()
    for more in ({}, {"agreed": ""}, {"agreed": "0" * 64}):
        assert cast.client(cast.province).post("/import/committees", {"kept": packed, **more}).status_code == 409
    assert not names()


def test_only_those_who_decide_about_centres_come_in(cast):
    for nobody in (cast.centre, cast.manager, cast.outsider, cast.monitor, cast.admin, cast.privacy):
        for path in ("/import/centres", "/import/committees", "/import/committees/blank.csv"):
            assert cast.client(nobody).get(path).status_code == 403, (nobody.key, path)
        assert cast.client(nobody).post("/import/committees", file(GOOD)).status_code == 403
    assert cast.client(cast.province).get("/import/persons").status_code == 404  # the command line's
    assert "/import/committees" not in text_of(cast.client(cast.monitor).get("/centres/"))
    assert "/import/committees" in text_of(cast.client(cast.province).get("/centres/"))
    assert not names()


def test_a_blank_list_has_thai_headings_and_comes_back_as_it_is(cast, tmp_path):
    head = cast.client(cast.province)
    text = head.get("/import/committees/blank.csv").content.decode("utf-8-sig")
    assert text.startswith("ตำบล,ชื่อ-สกุล,คณะกรรมการเริ่ม")
    book = tmp_path / "blank.xlsx"
    book.write_bytes(head.get("/import/centres/blank.xlsx").content)
    assert [cell.value for cell in load_workbook(book).worksheets[0][1]][:2] == ["ตำบล", "ชื่อศูนย์"]
    assert head.get("/import/centres/blank.exe").status_code == 404
    assert "ไฟล์นี้ตรงกับในระบบแล้ว" in text_of(head.post("/import/centres", {"file": Upload("b.xlsx", book.read_bytes())}))


def test_in_a_demonstration_real_names_stay_out(cast, monkeypatch):
    for module in (handing, views):
        monkeypatch.setattr(module, "is_demonstration", lambda: True)
    head = cast.client(cast.province)
    assert "ไม่รับรายชื่อจริง" in text_of(head.post("/import/committees", file(GOOD)))
    blank = head.get("/import/committees/blank.csv").content.decode("utf-8-sig")
    assert blank.startswith("# demonstration")
    filled = {"file": Upload("x.csv", "\n".join(("# demonstration", HEAD, *GOOD)).encode("utf-8-sig"))}
    assert "นำเข้า 2 แถว" in text_of(head.post("/import/committees", filled))


def test_the_page_is_whole_at_both_widths(cast, chromium):
    head = cast.client(cast.province)
    look(chromium, head, "/import/committees", "import-start")
    look(chromium, head, "/import/centres", "import-centres")
    name = f"นาง{'สมหญิงทิพย์วรรณ' * 4} ณ นครศรีธรรมราชบุรีรัมย์"
    good = [*GOOD, *(f"40010{n % 3 + 1},{name}ที่{n},,อสม.,26/4/2569," for n in range(5))]
    look(chromium, head, "/import/committees", "import-preview", posted=file(good))
    wrong = [*BAD, f"ตำบลที่ไม่มีใน{'ทะเบียน' * 9},{name},{'ผู้ทรงคุณวุฒิ' * 6},{'x' * 90},31/2/2569,25/4/2500"]
    look(chromium, head, "/import/committees", "import-problems", posted=file(wrong), status=422)
    look(chromium, head, "/import/committees", "import-headings", posted=file(GOOD, head=HEAD.replace("ตำแหน่ง", "ก" * 80)), status=422)
    look(chromium, head, "/import/committees", "import-no-list", posted={"file": Upload("x.csv", b"PK\x03\x04nonsense")}, status=422)


def test_a_member_of_the_list_sits(cast):
    head = cast.client(cast.province)
    head.post("/import/committees", hidden(text_of(head.post("/import/committees", file(GOOD)))))
    with reading(SYSTEM):
        assert sorted(Seat.objects.values_list("post", flat=True)) == ["chair", "secretary"]
