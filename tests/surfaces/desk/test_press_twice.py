"""A button pressed twice does its work once: the second press leads to what the first one made."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from prasan.casework.cases.models import Note
from prasan.casework.intake.models import Report
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from tests.cast import Person
from tests.surfaces.api.test_repeat import counts
from tests.world import PNG, World, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
SYSTEM = system("test")
DRAWN = "m" * 64  # the masked field of one drawing of a page
Fields = Callable[[World, UUID, UUID], dict[str, Any]]
FORMS: dict[str, tuple[str, str, Fields]] = {
    "note": ("manager", "/cases/{case}/notes/new", lambda *_: {"kind": "note", "text": "ไปเยี่ยมแล้ว"}),
    "contact": ("manager", "/cases/{case}/contact", lambda *_: {"channel": "visit", "outcome": "reached", "text": "พบ"}),
    "party": ("manager", "/cases/{case}/parties/new", lambda *_: {"role": "other", "name": "สมาน"}),
    "plan": ("manager", "/cases/{case}/plan/new", lambda w, *_: {
        "text": "พาไปตรวจ", "five_p": "protection", "organisation": str(w.cast.manager.organisation)}),
    "member": ("manager", "/cases/{case}/team/new", lambda w, *_: {"user": str(w.cast.head.user), "sections": ["identity"], "basis": "duty_child_29"}),
    "file": ("manager", "/cases/{case}/files/new", lambda *_: {"title": "ภาพ", "file": SimpleUploadedFile("a.png", PNG, "image/png")}),
    "message": ("intake", "/reports/{report}/message", lambda *_: {"text": "ได้รับแล้ว"}),
    "take": ("intake", "/reports/{report}/triage/take", lambda *_: {"conflict": "no", "version": "1"}),
}  # fmt: skip


def things(world: World) -> tuple[UUID, UUID]:
    with reading(SYSTEM):
        note = Note.objects.filter(kind="note").first()
        report = Report.objects.filter(state="received", desk_id=world.cast.intake.organisation).order_by("made_at").first()
        assert note is not None
        assert report is not None
        return note.case_id, report.pk


def test_a_second_press_makes_nothing(world: World) -> None:
    case, report = things(world)
    faults = []
    for name, (part, address, fields) in FORMS.items():
        who: Person = getattr(world.cast, part)
        client = world.cast.client(who)
        at = address.format(case=case, report=report)

        def press(client: Any = client, at: str = at, fields: Fields = fields) -> Any:
            return client.post(at, {"csrfmiddlewaretoken": DRAWN, **fields(world, case, report)})

        with transaction.atomic():
            before = counts()
            first = press()
            after = counts()
            again = press()
            twice = counts()
            other = client.post(at, {"csrfmiddlewaretoken": "n" * 64, **fields(world, case, report)})
            transaction.set_rollback(True)
        if first.status_code not in {200, 201, 302} or before == after:
            faults.append(f"{name}: the first press did nothing: {first.status_code}")
        elif after != twice or again.status_code != 302:
            faults.append(f"{name}: the second press gave {again.status_code} and made {[k for k in after if after[k] != twice[k]]}")
        elif other.status_code >= 500:
            faults.append(f"{name}: another drawing gave {other.status_code}")
    assert not faults, "\n".join(faults)


def test_a_form_with_a_fault_may_be_sent_again(world: World) -> None:
    case, _ = things(world)
    client = world.cast.client(world.cast.manager)
    for _n in range(2):
        assert client.post(f"/cases/{case}/notes/new", {"csrfmiddlewaretoken": DRAWN, "kind": "note", "text": ""}).status_code == 422
    assert client.post(f"/cases/{case}/notes/new", {"csrfmiddlewaretoken": DRAWN, "kind": "note", "text": "พร้อมแล้ว"}).status_code == 302
    with reading(SYSTEM):
        assert apps.get_model("http", "UsedToken").objects.filter(object_kind="form").count() == 1
