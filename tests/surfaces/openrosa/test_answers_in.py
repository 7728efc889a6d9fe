"""HEAD and POST submission: every line of the checklist, and row by row what the anchor does."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prasan.community.surveys.actions import devices
from prasan.community.surveys.models import Attachment, Submission, SubmissionVersion, SurveyForm
from prasan.ground.audit.models import AuditRow
from prasan.ground.http.journal import Journal
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.surfaces.openrosa import pace
from tests.community.surveys.household import instance, xform
from tests.surfaces.openrosa.collect import Collect, Inside, Queued, multipart
from tests.surfaces.openrosa.conftest import publish

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def post(app, body, files=(), **headers):
    kind, content = multipart(body, files)
    return app.ask("POST", f"{app.base}/submission", {"Content-Type": kind, **headers}, content)


def kept(model=Submission):
    with reading(SYSTEM):
        return list(model.objects.all())


def turned(state):
    with writing(SYSTEM):
        SurveyForm.objects.update(state=state)


def test_head_is_204_and_says_how_much_at_once(app, household):
    answer = app.ask("HEAD", f"{app.base}/submission")
    assert (answer.status, answer.body, answer.header("X-OpenRosa-Accept-Content-Length")) == (204, b"", "10000000")


def test_a_filled_form_is_sent(app, household):
    assert app.send(instance()) == 1
    assert len(kept()) == 1


# What the anchor answered when it was asked the same (docs/openrosa.md has the table).
def _again(app):
    body = instance()
    post(app, body)
    return post(app, body)


def _other(app):
    post(app, instance(instance_id="uuid:1"))
    return post(app, instance(instance_id="uuid:1", members_n="3"))


def _edit(app):
    post(app, instance(instance_id="uuid:1"))
    return post(app, instance(instance_id="uuid:2", former="uuid:1"))


def _edit_again(app):
    edit = instance(instance_id="uuid:2", former="uuid:1")
    post(app, instance(instance_id="uuid:1"))
    post(app, edit)
    return post(app, edit)


def _superseded(app):
    _edit(app)
    return post(app, instance(instance_id="uuid:3", former="uuid:1"))


def _closing(app):
    turned("closing")
    return post(app, instance())


def _closed(app):
    turned("closed")
    return post(app, instance())


def _no_xml(app):
    return app.ask("POST", f"{app.base}/submission", {"Content-Type": (form := multipart(b"x", instance="other"))[0]}, form[1])


def _not_spoken(app):
    kind, content = multipart(instance())
    return app.transport.ask("POST", "/" + app.base.split("/", 3)[3] + "/submission", {"Content-Type": kind}, content)


PARITY = {
    "new": (201, lambda app: post(app, instance())),
    "exact same XML again": (201, _again),
    "same instanceID, other XML": (409, _other),
    "edit": (201, _edit),
    "same edit again": (201, _edit_again),
    "edit of a superseded version": (409, _superseded),
    "edit of unknown": (404, lambda app: post(app, instance(former="uuid:nowhere"))),
    "unknown form": (404, lambda app: post(app, instance(form="nothing"))),
    "unknown form version": (404, lambda app: post(app, instance(version="99"))),
    "closing form": (201, _closing),
    "closed form": (409, _closed),
    "no xml part": (400, _no_xml),
    "no form id": (400, lambda app: post(app, b"<data/>")),
    "no X-OpenRosa-Version": (400, _not_spoken),
    "no instanceID": (201, lambda app: post(app, instance(instance_id=""))),
}


@pytest.mark.parametrize("row", PARITY)
def test_parity(app, household, row):
    status, ask = PARITY[row]
    answer = ask(app)
    assert answer.status == status, answer.body.decode()
    assert b"OpenRosaResponse" in answer.body and (b'nature="error"' in answer.body) == (status != 201)


def test_an_older_published_version_is_taken(app, cast, household):
    publish(cast.monitor.organisation, version="2", body=xform("2"))
    assert post(app, instance(version="1")).status == post(app, instance(version="2")).status == 201


def test_without_any_proof_digest_is_asked_for(household):
    app = Collect(Inside(Client()), "http://testserver/openrosa")
    answer = post(app, instance())
    assert answer.status == 401 and answer.header("WWW-Authenticate").startswith("Digest ") and not kept()


def test_many_files_come_in_parts_and_are_one_submission(app, household):
    """101 files, as Collect splits them: each part with the same instance, and the mark that more will come."""
    names = [f"{n}.png" for n in range(101)]
    body = instance(photo="100.png", more="".join(f"<p>{name}</p>" for name in names))
    assert app.send(body, [(name, "image/png", PNG) for name in names]) == 2
    assert len(kept()) == 1
    (row,) = kept(Attachment)
    assert (row.name, row.state) == ("100.png", "kept")


def test_a_second_part_of_an_edit_joins_the_new_version(app, household):
    post(app, instance(instance_id="uuid:1", photo="a.png"))
    edit = instance(instance_id="uuid:2", former="uuid:1", photo="b.png")
    kind, content = multipart(edit, more=True)
    assert app.ask("POST", f"{app.base}/submission", {"Content-Type": kind}, content).status == 201
    assert post(app, edit, [("b.png", "image/png", PNG)]).status == 201
    with reading(SYSTEM):
        (row,) = Attachment.objects.filter(state="kept").select_related("version")
        assert row.version.instance_id == "uuid:2" and row.name == "b.png"


def test_thai_names_order_of_parts_and_files_that_nobody_named(app, household):
    body = instance(photo="รูปบ้าน ๑.png")
    mark = "x" * 20
    told = (
        f'--{mark}\r\nContent-Disposition: form-data; name="รูปบ้าน ๑.png"; filename="รูปบ้าน ๑.png"\r\nContent-Type: image/png\r\n\r\n'.encode() + PNG
        + f'\r\n--{mark}\r\nContent-Disposition: form-data; name="audit.csv"; filename="audit.csv"\r\nContent-Type: text/csv\r\n\r\nevent,node\r\n'.encode()
        + f'--{mark}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="ก.xml"\r\nContent-Type: text/xml\r\n\r\n'.encode() + body
        + f"\r\n--{mark}--\r\n".encode()
    )
    answer = app.ask("POST", f"{app.base}/submission", {"Content-Type": f"multipart/form-data; boundary={mark}"}, told)
    assert answer.status == 201, answer.body.decode()
    (row,) = kept(Attachment)
    assert (row.name, row.state) == ("รูปบ้าน ๑.png", "kept")


def test_names_that_lead_elsewhere_are_names_only(app, household):
    answer = post(app, instance(photo="../../etc/passwd.png"), [("..\\..\\etc\\passwd.png", "image/png", PNG)])
    assert answer.status == 201
    assert [row.name for row in kept(Attachment)] == ["passwd.png"]


def test_a_file_that_is_too_large_stays_on_the_telephone(app, household, monkeypatch):
    monkeypatch.setattr("prasan.surfaces.openrosa.views.submission.LARGEST", 50)
    monkeypatch.setattr("prasan.surfaces.openrosa.views.submission.SMALL", 50)
    answer = post(app, instance(photo="a.png"), [("a.png", "image/png", PNG)])
    assert answer.status == 413 and "ใหญ่" in answer.body.decode() and not kept()


def test_a_file_that_cannot_be_opened_safely_is_said(app, household):
    answer = post(app, instance(photo="a.png"), [("a.png", "image/png", b"MZ nothing of ours")])
    assert answer.status == 201 and "a.png" in answer.body.decode() and len(kept()) == 1


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<a>", b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><data id='household' version='1'/>"])
def test_what_is_no_instance_is_told_in_thai(app, household, body):
    answer = post(app, body)
    assert answer.status == 400 and "คำตอบ" in answer.body.decode() and not kept()


def test_two_instances_or_a_broken_form_are_refused(app, household):
    kind, content = multipart(instance())
    mark = kind.partition("boundary=")[2]
    part = f'--{mark}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="b.xml"\r\n\r\n'.encode() + instance() + b"\r\n"
    assert app.ask("POST", f"{app.base}/submission", {"Content-Type": kind}, part + content).status == 400
    for kind_given, sent in ((kind, content[:200]), ("multipart/form-data", content), ("text/xml", instance()), ("multipart/form-data; boundary=", b"x")):
        assert app.ask("POST", f"{app.base}/submission", {"Content-Type": kind_given}, sent).status == 400
    assert not kept()


def test_one_that_sends_without_end_is_slowed_and_loses_nothing(app, household, monkeypatch):
    monkeypatch.setattr(pace, "BURST", 3.0)
    monkeypatch.setattr(pace, "EACH_SECOND", 1000.0)
    pace.forget()
    todo, waits, told = [instance() for _ in range(8)], 0, set()
    while todo:
        monkeypatch.setattr(pace.time, "monotonic", lambda at=waits: float(at))
        try:
            app.send(todo[0])
        except Queued as queued:
            told.add((queued.status, queued.told))
            waits += 1
        else:
            todo.pop(0)
    assert len(kept()) == 8
    ((status, words),) = told
    assert status == 429 and "ยังอยู่ในเครื่อง" in words


def test_nothing_is_acknowledged_before_it_is_there(app, household, monkeypatch):
    """A fault at the very end: no 201, no row; the same again then makes one."""
    def broken(*_args, **_more):
        raise OSError(28, "no space left on device")

    body = instance()
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["prasan.ground.audit.record"], "chained", broken)
        answer = post(app, body)
    assert answer.status == 503 and answer.header("Retry-After") and "ยังอยู่ในเครื่อง" in answer.body.decode() and not kept()
    assert post(app, body).status == 201 and len(kept()) == 1


def test_no_line_of_the_journal_has_the_token(app, handed, household, monkeypatch, caplog):
    def broken(*_args, **_more):
        raise RuntimeError("บุญมี")

    monkeypatch.setattr("prasan.surfaces.openrosa.views.submission.receive", broken)
    answer = post(app, instance())
    assert answer.status == 500 and "ยังอยู่ในเครื่อง" in answer.body.decode()
    lines = "\n".join(Journal().format(record) for record in caplog.records)
    assert "RuntimeError" in lines and handed.token not in lines and "บุญมี" not in lines
    assert "/key/-" in Journal().format(caplog.records[0].__class__("x", 40, "", 1, f"failed: /openrosa/key/{handed.token}/submission", (), None))


def test_the_log_says_which_telephone_and_nothing_more(app, handed, household):
    post(app, instance())
    rows = list(AuditRow.objects.filter(actor=f"device:{handed.id}"))
    assert [row.verb for row in rows] == ["receive"] and handed.token not in repr([vars(row) for row in AuditRow.objects.all()])


def test_another_centre_cannot_edit_nor_tell_that_it_is_there(cast, app, household):
    post(app, instance(instance_id="uuid:1"))
    made = devices.add_device(SYSTEM, label="อื่น", organisation=cast.outsider.organisation)
    other = Collect(app.transport, f"http://testserver/openrosa/key/{made.token}")
    ours, none = (post(other, instance(former=former)) for former in ("uuid:1", "uuid:none"))
    assert ours.status == none.status == 404 and ours.body == none.body
    assert len(kept(SubmissionVersion)) == 1


def test_a_first_takes_few_questions(app, household, queries):
    post(app, instance())
    with queries("openrosa_submission"):
        assert post(app, instance()).status == 201
    body = instance()
    post(app, body)
    with queries("openrosa_repeat"):
        assert post(app, body).status in {201, 202}


def test_an_upload_of_djangos_own_is_read_too(handed, household):
    """Any client that posts a form with the one file."""
    answer = Client().post(
        f"/openrosa/key/{handed.token}/submission", {"xml_submission_file": SimpleUploadedFile("a.xml", instance(), "text/xml")},
        headers={"X-OpenRosa-Version": "1.0"},
    )  # fmt: skip
    assert answer.status_code == 201
