"""Every address of the centres, pages and API, asked for by everybody: who may not see a thing gets the answer of an unknown one."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.urls import get_resolver

from prasan.community.centres import actions
from prasan.community.centres.models import (
    Activity,
    Assessment,
    Certificate,
    Evidence,
    Member,
    Partner,
    Standard,
    YearReport,
)
from prasan.ground.transactions import reading
from tests.assurance.access.doors import walk
from tests.community.centres.conftest import SYSTEM, activity, appointed, assessed
from tests.world import PNG

pytestmark = pytest.mark.django_db
NAME, PHONE, STORY = "นางลับเฉพาะ ไม่ควรเห็น", "089-999-0001", "เรื่องลับที่เกิดในงาน"
SEES = {"centre", "province", "monitor"}  # something of this centre; the monitor no names
NAMES = {"centre", "province"}
LISTS = {"centre/", "centres/", "centres/coverage", "centres/coverage/<slug:code>", "centres/standards", "centres/paper", "centres/paper/<slug:sheet>",
         "centres/reports/", "centres/new", "api/v1/centres", "api/v1/centres/coverage", "api/v1/centres/standards", "api/v1/centres/reports"}


def world(cast):
    """One of everything at the cast's centre, with texts that must not travel."""
    here, actor = cast.centre.organisation, cast.centre.actor
    appointed(cast, NAME)
    with reading(SYSTEM):
        member = Member.objects.get()
    member_id = member.pk
    actions.add_activity(actor, centre=here, told=activity(result=STORY))
    actions.add_partner(actor, centre=here, kind="school", name="โรงเรียนบ้านศิลา", bond="regular", contact_name=NAME, contact_phone=PHONE)
    made = assessed(cast.centre, "2", 3)
    actions.add_evidence(actor, assessment=made, item="plan.written", name=f"{NAME}.png", content=PNG)
    actions.send_assessment(actor, id=made)
    actions.confirm_assessment(cast.province.actor, id=made)
    actions.give_certificate(cast.province.actor, assessment=made, number="1", given_by="ผู้ว่าราชการจังหวัด", given_on=date(2026, 11, 20))
    assessed(cast.centre, "2", 2)
    actions.write_report(actor, id=actions.begin_report(actor, centre=here, fiscal_year=2569), results=STORY)
    with reading(SYSTEM):
        shown = list(Evidence.objects.values_list("id", flat=True))
        return {
            "evidence_id": shown, "evidence": shown,
            "centre_id": [here], "member_id": [member_id], "standard_id": list(Standard.objects.values_list("id", flat=True)[:1]),
            "activity_id": list(Activity.objects.values_list("id", flat=True)), "partner_id": list(Partner.objects.values_list("id", flat=True)),
            "assessment_id": list(Assessment.objects.values_list("id", flat=True)), "report_id": list(YearReport.objects.values_list("id", flat=True)),
            "certificate_id": list(Certificate.objects.values_list("id", flat=True)),
        }


def routes():
    return sorted({route for route, _view in walk(get_resolver(), "") if route.startswith(("centre/", "centres/", "api/v1/centres"))})


def filled(route, found, unknown: UUID | None = None):
    """Addresses of a route; with `unknown` its ids are replaced by that one."""
    kinds = {"reports/": "report_id", "assessments/": "assessment_id", "activities/": "activity_id", "members/": "member_id"}
    paths = [f"/{route}".replace("uuidstr:", "uuid:")]
    for slot, word in (("code", "4001"), ("sheet", "log"), ("domain", "plan"), ("move_name", "send")):
        paths = [path.replace(f"<slug:{slot}>", word) for path in paths]
    if ":pk>" in route:
        kind = next((name for start, name in kinds.items() if f"centres/{start}" in route), "centre_id")
        paths = [path.replace("<uuid:pk>", str(unknown or one)) for path in paths for one in found[kind]]
    for name, ids in found.items():
        paths = [path.replace(f"<uuid:{name}>", str(unknown or one)) for path in paths for one in (ids if f"<uuid:{name}>" in path else ids[:1])]
    assert not any("<" in path for path in paths), route
    return list(dict.fromkeys(paths))


def plain(answer, path):
    return answer.content.decode().replace(path, "") if answer.status_code == 404 else ""


def test_whoever_may_not_see_a_thing_cannot_tell_it_from_an_unknown_one(cast, other, other_head):
    found, unknown = world(cast), uuid4()
    nobody = (other, other_head, *(getattr(cast, key) for key in ("outsider", "intake", "manager", "head", "admin", "privacy")))
    for person in nobody:
        client = cast.client(person)
        for route in routes():
            if route in LISTS or "standard" in route:
                continue
            for path, none in zip(filled(route, found), filled(route, found, unknown) * 9, strict=False):
                for method in ("get", "post"):
                    ours, theirs = getattr(client, method)(path), getattr(client, method)(none)
                    assert ours.status_code == theirs.status_code, (person.key, method, path, ours.status_code, theirs.status_code)
                    assert ours.status_code in {400, 403, 404, 405, 422}, (person.key, method, path, ours.status_code)


@pytest.mark.parametrize("method", ["get", "post"])
def test_names_numbers_and_stories_reach_only_the_centre_and_its_province(cast, other, other_head, method):
    found = world(cast)
    for person in (*cast.everyone, other, other_head):
        client = cast.client(person)
        for route in routes():
            for path in filled(route, found):
                if method == "post" and not path.endswith(("/send",)):
                    continue
                text = getattr(client, method)(path).content.decode()
                if person.key not in NAMES:
                    assert NAME not in text and PHONE not in text, (person.key, path)
                if person.key not in SEES:
                    assert STORY not in text, (person.key, path)


def test_lists_are_for_those_who_work_with_centres(cast):
    for person in cast.everyone:
        for path in ("/centres/", "/centres/standards", "/centres/reports/", "/centres/paper"):
            status = cast.client(person).get(path).status_code
            allowed = person.key in {*SEES, "border"} or (person.key == "admin" and path == "/centres/standards")
            assert (status in {200, 302}) == allowed, (person.key, path, status)


def test_the_monitor_reads_numbers_and_changes_nothing(cast):
    found = world(cast)
    client = cast.client(cast.monitor)
    for route in routes():
        for path in filled(route, found):
            if route not in LISTS:
                assert client.post(path).status_code in {400, 403, 404, 405, 422}, path
    assert client.get(f"/centres/{cast.centre.organisation}").status_code == 200
    assert client.get(f"/centres/{cast.centre.organisation}/committee").status_code == 403
    assert client.get("/api/v1/centres").json()["rows"]
