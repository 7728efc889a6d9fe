"""Every note of the family centres through the pages of a member: what stays at the centre stays there, what is passed on becomes one report.

What a member would tick stands in `HAND`, read from the texts; docs/vignettes.md says why where it differs from the record.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest

from prasan.casework.intake.models import Report, Reporter
from prasan.casework.intake.queries import desks
from prasan.community.counselling.models import Talk
from prasan.community.localhelp.models import Help, Resource
from prasan.community.watch.models import Watch
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.limits.actions import load_limits
from prasan.registry.organisations.actions import add_organisation
from prasan.registry.organisations.queries import organisation, organisation_id
from tests.cast import Cast, hire
from tests.community.conftest import SYSTEM

pytestmark = pytest.mark.django_db
NOTES = [json.loads(line) for line in Path("tests/data/vignettes/centre_notes.jsonl").read_text(encoding="utf-8").splitlines() if line]
LEVELS = {"emergency": 4, "urgent": 3, "priority": 2, "routine": 1}
# Door, what is typed there, and for what is passed on: what is typed on the page that passes on.
HAND = {
    "A-N-001": ("help", {"need": "school", "for_whom": "family"}, None),
    "A-N-002": ("watch", {"reason": "quarrels", "level": "3", "signs": ["adult_hurt"]}, {"basis": "duty_dv_5", "signs": ["adult_hurt"], "safe": "ที่ รพ.สต."}),
    "A-N-003": ("talk", {"topic": "pregnancy", "for_whom": "teen"}, {"basis": "consent", "never": "ห้ามบอกแม่"}),
    "A-N-004": ("help", {"need": "welfare", "for_whom": "woman"}, {"basis": "consent", "unrest": "on"}),
    "A-N-005": ("watch", {"reason": "quarrels", "level": "3", "signs": ["adult_hurt"]}, {"basis": "duty_dv_5", "signs": ["adult_hurt"]}),
    "A-N-006": ("talk", {"topic": "pregnancy", "for_whom": "disability"}, {"basis": "danger", "never": "ไม่คุยต่อหน้าผู้ดูแล"}),
    "A-N-007": ("talk", {"topic": "other", "for_whom": "other"}, None),
    "A-N-008": ("talk", {"topic": "violence", "for_whom": "woman"}, {"basis": "duty_dv_5", "offices": ["district_office"], "signs": ["adult_hurt"]}),
    "A-N-009": (None, {}, None),
    "A-N-010": ("danger", {}, {"basis": "duty_child_29", "signs": ["sex_with_child"], "offices": ["district_office", "lao"]}),
    "A-N-011": ("help", {"need": "care", "for_whom": "child"}, {"basis": "duty_child_29", "signs": ["left_alone"]}),
    "A-N-012": ("help", {"need": "care", "for_whom": "older"}, None),
    "A-N-013": ("talk", {"topic": "raising", "for_whom": "family", "advised": ["advice"], "again_on_0": "27", "again_on_1": "11", "again_on_2": "2569"}, None),
    "A-N-014": ("resource", {"kind": "thing", "gives": ["food"]}, None),
    "A-N-015": ("watch", {"reason": "quarrels", "level": "3"}, {"basis": "duty_dv_5", "signs": ["adult_hurt"]}),
    "A-N-016": ("watch", {"reason": "other", "level": "1"}, None),
    "A-N-017": ("help", {"need": "health", "for_whom": "child"}, {"basis": "duty_child_29"}),
    "A-N-018": ("talk", {"topic": "other", "for_whom": "other"}, None),
    "A-N-019": ("danger", {}, {"basis": "danger", "signs": ["locked_in"], "offices": ["police_station"]}),
    "A-N-020": ("talk", {"topic": "separation", "for_whom": "woman"}, {"basis": "consent"}),
}
DOORS = {"talk": "/talks/", "watch": "/watches/", "help": "/local-help/", "resource": "/resources/"}
MODELS = {"talk": Talk, "watch": Watch, "help": Help, "resource": Resource}
# Desks that the routing names before the provincial office, with the law that says so.
OTHER_DESK = {"A-N-003": "hospital_oscc"}  # an adolescent's pregnancy: weeks count (Act 2559)


@pytest.fixture
def world(network_loaded, frozen):
    load_limits()
    desks.forget()
    yield frozen
    desks.forget()


def centre_at(area):
    pk = organisation_id("cfdc", area, "")
    return pk if organisation(pk) is not None else add_organisation(SYSTEM, type_code="cfdc", name_th=f"ศพค. {area}", area_code=area, is_desk=True).id


def text_of(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["id"])
def test_a_note_by_the_pages(world, note):
    world.move_to(datetime.fromisoformat(note["written_at"]))
    here = centre_at(note["where"]["area_code"])
    author, colleague, kin = (hire(part, f"{part} ศพค.", "centre_member", here) for part in ("author", "colleague", "kin"))
    mine, theirs, kins = (Cast.client(one) for one in (author, colleague, kin))
    door, typed, passing = HAND[note["id"]]

    kept = keep(mine, door, typed, note["text"], kin) if door in MODELS else None
    if passing is not None:
        pass_on(mine, kept or "/watches/danger", passing, note["text"], kin)
    with reading(SYSTEM):
        reports = list(Report.objects.all())
    assert bool(reports) == (note["expected"]["disposition"] == "pass_on")
    if kept:
        stays_with_its_author(door, kept, note["text"], mine, theirs, kins)
    if reports:
        arrives(reports, note, here, author, kin)
        for client in (mine, theirs):
            assert "รับเรื่องแล้ว" in text_of(client, "/desk/sent")
        assert "รับเรื่องแล้ว" not in text_of(kins, "/desk/sent")


def keep(client, door, typed, text, kin):
    """What the member writes down; the address of the record, "" when the page leads to passing on instead."""
    fields = {"talk": {"story": text}, "help": {"story": text, "close": [str(kin.user)]},
              "watch": {"why": text, "sketch": "หลังที่สองท้ายซอย", "close": [str(kin.user)]}, "resource": {"title": "เสื้อผ้าเด็ก", "terms": ""}}[door]
    answer = client.post(f"{DOORS[door]}new", {**fields, **typed})
    if answer.status_code == 302:
        return answer.url
    assert answer.status_code == 200 and "tel:191" in answer.content.decode(), answer.content.decode()[:2000]
    return ""


def pass_on(client, kept, passing, text, kin):
    address = f"{kept}/pass_on" if kept != "/watches/danger" else kept
    answer = client.post(address, {"story": text, "by_name": "on", "keep_out": [str(kin.user)], **passing})
    assert answer.status_code == 201, answer.content.decode()[:2000]


def stays_with_its_author(door, kept, text, mine, theirs, kins):
    if door != "resource":
        assert text[:20] in text_of(mine, kept).replace("&#34;", '"').replace("&quot;", '"')
        for client in (theirs, kins):
            assert text[:20] not in text_of(client, kept)
            assert text[:20] not in text_of(client, DOORS[door])
    if door in {"watch", "help"}:
        assert kins.get(kept).status_code == 404


def arrives(reports, note, here, author, kin):
    [report] = reports
    desk = organisation(report.desk_id)
    assert desk is not None
    wanted = OTHER_DESK.get(note["id"], note["expected"]["pass_to"])
    _door, _typed, passing = HAND[note["id"]]
    conflict = bool(passing.get("offices"))
    assert desk.type_code == wanted or conflict, (desk.type_code, wanted)
    assert report.area_code == note["where"]["area_code"]
    assert report.sent_by_id == here
    assert report.urgency_suggested >= LEVELS[note["expected"]["urgency"]] - 1
    with reading(SYSTEM):
        assert Reporter.objects.get(report=report).who["name"] == author.actor.label
        out = set(Exclusion.objects.filter(object_id=report.pk).values_list("subject_id", flat=True))
    assert kin.user in out
    for kind in passing.get("offices", ()):
        assert desk.type_code != kind
        near = organisation_id(kind, note["where"]["area_code"][:4], "")
        assert organisation(near) is None or near in out or organisation_id(kind, note["where"]["area_code"], "") in out
    assert report.unrest == bool(passing.get("unrest"))
    with reading(author.actor):
        seen = scope(author.actor, "report_part.see", Report.parties.rel.related_model)
        assert not seen.exists()  # what it says comes back to nobody at the centre


def test_the_urgency_of_the_notes_agrees_as_the_page_says(world):
    assert {note["id"] for note in NOTES} == HAND.keys()
    assert "Centre notes (20)" in Path("docs/vignettes.md").read_text(encoding="utf-8")
