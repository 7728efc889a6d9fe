"""After a local election: the centre is told, the province gets a thing to do, and both end with a new committee."""

import json
from datetime import date

import pytest
from django.test.utils import override_settings

from prasan.community.centres import queries
from prasan.community.centres.actions.elections import ask_provinces
from prasan.community.centres.models import Committee
from prasan.community.centres.queries.expected import REVIEW
from prasan.community.centres.rules import elections
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.registry.work.checks import worklists_agree
from prasan.registry.work.models import WorkItem
from tests.casework.looking import look
from tests.community.centres.conftest import appointed

pytestmark = pytest.mark.django_db
JOBS = system("jobs")


def waiting(person):
    with reading(person.actor):
        return [one.text for one in queries.home(person.actor).waits]


def asked():
    ask_provinces(JOBS)
    with reading(JOBS):
        return set(WorkItem.objects.filter(verb=REVIEW, done_at=None).values_list("organisation_id", flat=True))


def test_an_old_committee_is_asked_about_until_there_is_a_new_one(cast, other, other_head, frozen):
    appointed(cast, "นางมาลี ทองดี", began_on=date(2025, 12, 1))
    assert any("11 ม.ค. 2569" in text and "ทบทวน" in text for text in waiting(cast.centre))
    assert not [text for text in waiting(other) if "ทบทวน" in text]
    assert asked() == {cast.province.organisation}
    page = cast.client(cast.province).get("/centres/?need=before_election").content.decode()
    assert "ตั้งก่อนการเลือกตั้งท้องถิ่น" in page and "ศพค" in page
    told = cast.client(cast.centre).get(f"/centres/{cast.centre.organisation}/committee").content.decode()
    assert "ที่มาของวันเลือกตั้ง" in told and "matichon.co.th" in told and "297 แห่ง" in told
    assert cast.client(other_head).get(f"/centres/{cast.centre.organisation}/committee").status_code == 404
    appointed(cast, "นางมาลี ทองดี", cause="local_election", began_on=date(2026, 4, 26))
    with reading(JOBS):
        assert not WorkItem.objects.filter(verb=REVIEW, done_at=None).exists()  # at once, not with the next tick
    assert not [text for text in waiting(cast.centre) if "ทบทวน" in text] and not asked()


def test_the_check_of_the_worklists_knows_who_must_be_asked(cast, other_head, frozen):
    appointed(cast, "นางมาลี ทองดี", began_on=date(2025, 12, 1))
    assert worklists_agree(None) == [], "an old committee that is entered today does not wait for the job"
    with writing(JOBS):
        WorkItem.objects.filter(verb=REVIEW).delete()
    assert [(one.id, str(cast.province.organisation) in one.msg) for one in worklists_agree(None)] == [("work.E001", True)]
    assert asked() == {cast.province.organisation} and worklists_agree(None) == []
    with writing(JOBS):
        WorkItem.objects.filter(verb=REVIEW).update(organisation=other_head.organisation)
    assert [one.id for one in worklists_agree(None)] == ["work.E003"]
    with writing(JOBS):
        WorkItem.objects.filter(verb=REVIEW).update(organisation=cast.province.organisation)
    frozen.advance(days=135)
    assert [one.id for one in worklists_agree(None)] == ["work.E002"], "it is asked though the year is over"
    assert not asked() and worklists_agree(None) == []


def test_a_new_committee_of_one_centre_leaves_what_waits_for_another(cast, frozen):
    appointed(cast, "นางมาลี ทองดี", began_on=date(2025, 12, 1))
    neighbour = cast.organisation("cfdc", "400102")
    with writing(JOBS):
        Committee.objects.create(
            organisation_id=neighbour, area_code="400102", number=1, cause="first", began_on=date(2025, 12, 1), made_by=JOBS.key, made_at=clock.now(),
        )
    appointed(cast, "นางมาลี ทองดี", cause="local_election", began_on=date(2026, 4, 26))
    assert asked() == {cast.province.organisation} and worklists_agree(None) == []
    with writing(JOBS):
        assert WorkItem.objects.get(verb=REVIEW).done_at is None, "it was not closed in between"


def test_a_year_later_nobody_is_asked(cast, frozen):
    appointed(cast, "นางมาลี ทองดี", began_on=date(2025, 12, 1))
    assert asked()
    frozen.advance(days=135)
    assert not asked() and not [text for text in waiting(cast.centre) if "ทบทวน" in text]


def test_the_day_itself_counts_and_the_days_are_data(tmp_path):
    known = elections.elections()
    assert {one.on for one in known} >= {date(2025, 5, 11), date(2026, 1, 11)} and all(one.source.startswith("https://") for one in known)
    last = known[0].on
    assert elections.since(date(2020, 1, 1), last) == known[0] and elections.since(last, last) is None
    own = tmp_path / "elections.json"
    own.write_text(json.dumps([{"on": "2030-02-03", "th": "เลือกตั้ง อบต.", "en": "x", "source": "https://example.org/"}]), encoding="utf-8")
    elections.elections.cache_clear()
    try:
        with override_settings(ELECTIONS=own):
            assert elections.prompting(date(2030, 2, 2)) is None and elections.prompting(date(2030, 2, 3)).on == date(2030, 2, 3)
    finally:
        elections.elections.cache_clear()


def test_how_the_prompt_looks(cast, frozen, chromium):
    appointed(cast, f"นาง{'มาลีทิพย์วรรณ' * 4} ณ นครศรีธรรมราชบุรีรัมย์", began_on=date(2025, 12, 1))
    asked()
    member, head, here = cast.client(cast.centre), cast.client(cast.province), f"/centres/{cast.centre.organisation}"
    own = {"home": "/centre/", "committee": f"{here}/committee"}
    province = {"register": "/centres/?need=before_election", "work": "/desk/", "committee-head": f"{here}/committee", "change": f"{here}/committee/change"}
    for client, pages in ((member, own), (head, province)):
        for name, path in pages.items():
            look(chromium, client, path, f"after-election-{name}")
