"""Help on the spot: without a report, with its outcome; resources with whose they are sealed, asked about again."""

import pytest

from prasan.casework.intake.models import Report
from prasan.community.localhelp import actions, queries
from prasan.community.localhelp.flow import HELP, RESOURCE
from prasan.community.localhelp.models import Help, Resource
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Stale
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.oversight.privacy.actions import load_retention
from prasan.oversight.privacy.jobs import let_lapse
from prasan.registry.work.models import WorkItem
from tests.community.conftest import SYSTEM

pytestmark = pytest.mark.django_db
STORY, NAME = "ยายเลี้ยงหลานสามคน เงินไม่พอถึงสิ้นเดือน", "ยายทอง"


def begin(centre, **more):
    return actions.record_help(centre.keeper.actor, **{"need": "school", "for_whom": "family", "story": STORY, "name": NAME, **more})


def truck(centre, **more):
    return actions.add_resource(centre.keeper.actor, **{"kind": "thing", "title": "รถกระบะรับส่งโรงพยาบาล", "gives": ["travel"], "holder": "ลุงชม",
                                                        "contact": "0810005555", **more})


def now(model, pk):
    with reading(SYSTEM):
        return model.objects.get(pk=pk)


def test_a_help_ends_with_its_outcome_and_no_report(centre, frozen):
    pk = begin(centre, due_on=clock.today())
    with reading(SYSTEM):
        item = WorkItem.objects.get(object_id=pk, done_at=None)
        assert (item.assignee_id, item.area_code, item.facts) == (centre.keeper.user, "", {})
    HELP.make(centre.keeper.actor, "solve", id=pk, result="อบต. ให้จักรยานแล้ว")

    assert (now(Help, pk).state, now(Help, pk).result) == ("helped", "อบต. ให้จักรยานแล้ว")
    with reading(SYSTEM):
        assert not WorkItem.objects.filter(object_id=pk, done_at=None).exists()
        assert not Report.objects.exists()
    with pytest.raises(Conflict):
        HELP.make(centre.keeper.actor, "give_up", id=pk)


def test_the_others_at_the_centre_see_the_need_and_neither_name_nor_story(centre):
    pk = begin(centre, close=[str(centre.kin.user)])
    HELP.make(centre.keeper.actor, "part", id=pk, result=STORY)
    with reading(centre.sister.actor):
        page = queries.help_page(centre.sister.actor, pk)
        assert len(queries.helps(centre.sister.actor)[0]) == 1
    assert (page.name, page.story, page.result, page.whole, page.offers) == ("", "", "", False, ())
    for address in (f"/local-help/{pk}", "/local-help/", f"/api/v1/local-help/{pk}", "/api/v1/local-help"):
        text = centre.cast.client(centre.sister).get(address).content.decode()
        assert STORY not in text and NAME not in text, address
    with pytest.raises(Refused):
        HELP.make(centre.sister.actor, "pass_on", id=pk, basis="consent", story="x")
    assert centre.cast.client(centre.kin).get(f"/local-help/{pk}").status_code == 404
    for other in centre.everyone_else:
        with reading(other.actor):
            assert not scope(other.actor, "help.see", Help).exists(), other.key
        assert centre.cast.client(other).get(f"/local-help/{pk}").status_code == 404
    assert STORY in centre.cast.client(centre.keeper).get(f"/local-help/{pk}").content.decode()


def test_what_cannot_be_solved_here_is_passed_on_and_who_was_kept_out_stays_out(centre):
    pk = begin(centre, need="welfare", close=[str(centre.kin.user)])
    HELP.make(centre.keeper.actor, "give_up", id=pk, result="เกินกำลังตำบล")
    made = actions.pass_help_on(centre.keeper.actor, id=pk, basis="consent", story="ขอเบี้ยเลี้ยงดูเด็ก")

    assert (now(Help, pk).state, now(Help, pk).report_id) == ("passed_on", made.report_id)
    for who, sees in ((centre.keeper, True), (centre.sister, True), (centre.kin, False), (centre.far, False)):
        with reading(who.actor):
            assert scope(who.actor, "report.see", Report).exists() == sees, who.key
    assert "รับเรื่องแล้ว" in centre.cast.client(centre.keeper).get(f"/local-help/{pk}").content.decode()
    assert "รับเรื่องแล้ว" not in centre.cast.client(centre.sister).get(f"/local-help/{pk}").content.decode()


@pytest.mark.parametrize(("wrong", "field"), [
    ({"need": "revenge"}, "need"), ({"for_whom": "x"}, "for_whom"), ({"resource": "x"}, "resource"), ({"close": ["x"]}, "close"),
    ({"due_on": "2020-01-01"}, "due_on"),
])
def test_what_cannot_be_kept_is_said_beside_its_field(centre, wrong, field):
    with pytest.raises(Invalid) as refused:
        begin(centre, **wrong)
    assert field in refused.value.errors


def test_a_resource_is_the_centres_until_it_is_shared_with_the_staff_of_the_area(centre):
    kept, shared = truck(centre), truck(centre, title="กองทุนวัด", kind="money", gives=["money"], kept_here=False)

    with reading(centre.sister.actor):
        assert {one.id for one in queries.resources(centre.sister.actor)[0]} == {kept, shared}
        assert [one.id for one in queries.resources(centre.sister.actor, need="money")[0]] == [shared]
    for who in ("manager", "intake", "head"):
        actor = getattr(centre.cast, who).actor
        with reading(actor):
            assert {one.id for one in queries.resources(actor)[0]} == {shared}, who
        client = centre.cast.client(getattr(centre.cast, who))
        assert client.get(f"/resources/{shared}").status_code == 200
        assert client.get(f"/resources/{kept}").status_code == 404
        assert client.post(f"/resources/{shared}/edit", {"title": "x"}).status_code == 403
    for who in (centre.far, centre.cast.outsider, centre.cast.monitor, centre.cast.hospital, centre.cast.province):
        with reading(who.actor):
            assert not scope(who.actor, "resource.see", Resource).exists(), who.key
        assert centre.cast.client(who).get(f"/resources/{shared}").status_code == 404
    with reading(SYSTEM):
        assert "ลุงชม".encode() not in bytes(Resource.objects.filter(pk=kept).values_list("holder", flat=True).get())


def test_nobody_asked_for_half_a_year_so_it_says_so(centre, frozen):
    pk = truck(centre)
    frozen.advance(days=181)
    with reading(centre.sister.actor):
        assert queries.resource_page(centre.sister.actor, pk).ask
    RESOURCE.make(centre.sister.actor, "check", id=pk)
    with reading(centre.sister.actor):
        page = queries.resource_page(centre.sister.actor, pk)
    assert not page.ask and page.state == "on"
    with pytest.raises(Hidden):
        RESOURCE.make(centre.far.actor, "retire", id=pk)
    RESOURCE.make(centre.keeper.actor, "pause", id=pk)
    with pytest.raises(Invalid):  # what is paused helps nobody
        begin(centre, resource=str(pk))
    RESOURCE.make(centre.keeper.actor, "resume", id=pk)
    begin(centre, resource=str(pk))
    RESOURCE.make(centre.keeper.actor, "retire", id=pk)
    with reading(centre.sister.actor):
        assert queries.resources(centre.sister.actor)[0] == ()


def test_two_who_change_a_resource_at_once_are_told(centre):
    pk = truck(centre)
    facts = {"kind": "thing", "title": "รถตู้", "gives": ["travel"]}
    actions.change_resource(centre.sister.actor, id=pk, version=1, **facts)
    with pytest.raises(Stale):
        actions.change_resource(centre.keeper.actor, id=pk, version=1, **facts)
    with pytest.raises(Invalid):
        actions.change_resource(centre.keeper.actor, id=pk, **{**facts, "gives": []})


def test_what_is_past_its_time_lapses_by_itself(centre, frozen):
    load_retention()
    pk, car = begin(centre, done=True), truck(centre)
    RESOURCE.make(centre.keeper.actor, "retire", id=car)
    frozen.advance(days=300)
    assert let_lapse.run() == 0
    frozen.advance(days=500)
    assert let_lapse.run() == 2
    with reading(centre.keeper.actor):
        assert queries.help_page(centre.keeper.actor, pk).forgotten
    assert (now(Resource, car).holder, now(Resource, car).contact) == (None, None)
    assert let_lapse.run() == 0


def test_help_and_resources_by_the_pages(centre, queries):
    client = centre.cast.client(centre.keeper)
    made = client.post("/resources/new", {"title": "ศาลาวัด", "kind": "place", "gives": ["home"], "kept_here": "on"})
    assert made.status_code == 302
    resource = made.url.rsplit("/", 1)[1]
    assert client.post(f"{made.url}/edit", {"version": "1", "title": "ศาลาวัดใหม่", "kind": "place", "gives": ["home"], "kept_here": "on"}).status_code == 302
    assert client.post(f"{made.url}/check").status_code == 302
    helped = client.post("/local-help/new", {"need": "home", "for_whom": "older", "resource": resource, "story": STORY})
    assert helped.status_code == 302
    assert client.post(f"{helped.url}/solve", {"result": "นอนได้แล้ว"}).status_code == 302
    client.get("/local-help/")
    with queries("help_list"):
        client.get("/local-help/")
    with queries("help_page"):
        client.get(helped.url)
    with queries("resource_list"):
        client.get("/resources/")
    assert centre.cast.client(centre.cast.province).get("/resources/").status_code == 403
