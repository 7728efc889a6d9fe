"""What the subdistrict has for a need: shown with it, asked for, agreed to, used; by whoever helps, and seen without a name."""

import pytest

from prasan.community.centres.actions import add_centre
from prasan.community.localhelp import actions, queries
from prasan.community.localhelp.flow import HELP, RESOURCE, USE
from prasan.community.localhelp.models import Help, Resource, Use
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from tests.cast import hire
from tests.community.conftest import SYSTEM
from tests.community.localhelp.test_help import NAME, STORY, begin, now, truck

pytestmark = pytest.mark.django_db


def page(who, pk):
    with reading(who.actor):
        return queries.help_page(who.actor, pk)


def test_what_fits_the_need_stands_with_it_and_nothing_else(centre, frozen):
    fitting = truck(centre)
    truck(centre, title="ข้าวสารของวัด", gives=["food"])
    RESOURCE.make(centre.keeper.actor, "pause", id=truck(centre, title="รถตู้ที่พักไว้"))
    actions.add_resource(centre.far.actor, kind="thing", title="รถของตำบลข้าง ๆ", gives=["travel"])
    pk = begin(centre, need="travel")

    assert [one.id for one in page(centre.keeper, pk).fits] == [fitting]
    assert page(centre.sister, pk).fits == ()  # whoever helps asks
    HELP.make(centre.keeper.actor, "give_up", id=pk)
    assert page(centre.keeper, pk).fits == ()


def test_asked_agreed_used_and_then_the_help_says_by_what(centre, frozen):
    thing = truck(centre)
    frozen.advance(days=40)
    pk = begin(centre, need="travel")
    made = actions.ask_for(centre.keeper.actor, id=pk, resource=thing)
    assert page(centre.keeper, pk).fits == ()
    USE.make(centre.keeper.actor, "agree", id=made)
    USE.make(centre.keeper.actor, "use", id=made)

    assert (now(Help, pk).resource_id, now(Use, made).used_on, now(Resource, thing).checked_on) == (thing, clock.today(), clock.today())
    with reading(centre.keeper.actor):
        assert queries.resource_page(centre.keeper.actor, thing).used == 1
    with pytest.raises(Conflict):
        USE.make(centre.keeper.actor, "drop", id=made)


def test_declined_or_not_needed_can_be_asked_again_and_helps_nothing(centre, frozen):
    thing, pk = truck(centre), begin(centre, need="travel")
    made = actions.ask_for(centre.keeper.actor, id=pk, resource=thing)
    with pytest.raises(Conflict):
        actions.ask_for(centre.keeper.actor, id=pk, resource=thing)
    for steps in (("decline", "ask_again"), ("agree", "drop", "ask_again")):
        for step in steps:
            USE.make(centre.keeper.actor, step, id=made)
    assert (now(Use, made).state, now(Help, pk).resource_id) == ("asked", None)


def test_nobody_but_whoever_helps_asks_and_nobody_elsewhere_sees_it(centre, frozen):
    thing, pk = truck(centre, kept_here=False), begin(centre, need="travel", close=[str(centre.kin.user)])
    for who, error in ((centre.sister, Refused), (centre.kin, Hidden), (centre.far, Hidden), (centre.cast.head, Hidden)):
        with pytest.raises(error):
            actions.ask_for(who.actor, id=pk, resource=thing)
    with pytest.raises(Invalid):
        actions.ask_for(centre.keeper.actor, id=pk, resource=actions.add_resource(centre.far.actor, kind="thing", title="อื่น", gives=["travel"]))
    made = actions.ask_for(centre.keeper.actor, id=pk, resource=thing)
    for who, error in ((centre.sister, Refused), (centre.kin, Hidden), (centre.far, Hidden), (centre.cast.manager, Hidden)):
        with pytest.raises(error):
            USE.make(who.actor, "agree", id=made)
    for who, sees in ((centre.keeper, True), (centre.sister, True), *((one, False) for one in (centre.kin, *centre.everyone_else))):
        with reading(who.actor):
            assert scope(who.actor, "use.see", Use).exists() == sees, who.key
    text = centre.cast.client(centre.sister).get(f"/local-help/{pk}").content.decode()
    assert "รถกระบะ" in text and STORY not in text and NAME not in text


def test_by_hand_and_by_program(centre, frozen):
    thing, pk = truck(centre), begin(centre, need="travel")
    client = centre.cast.client(centre.keeper)
    at = f"/local-help/{pk}/by/{thing}"
    assert f"{at}/ask" in client.get(f"/local-help/{pk}").content.decode()
    assert client.post(f"{at}/agree").status_code == 404  # nothing was asked yet
    for step in ("ask", "agree", "use"):
        assert client.post(f"{at}/{step}").status_code == 302, step
    assert client.post(f"{at}/use").status_code == 409
    assert client.get(f"{at}/use").status_code == 405
    with reading(SYSTEM):
        assert Use.objects.get().state == "used"
    assert centre.cast.client(centre.sister).post(f"{at}/ask_again").status_code in {403, 409}


def test_what_was_named_when_it_was_written_down_counts_too(centre, frozen):
    thing = truck(centre)
    begin(centre, need="travel", resource=str(thing), done=True)
    begin(centre, need="travel", resource=str(thing))
    with reading(SYSTEM):
        assert sorted(Use.objects.values_list("state", flat=True)) == ["asked", "used"]
    with reading(centre.keeper.actor):
        assert queries.resource_page(centre.keeper.actor, thing).used == 1


def test_the_page_takes_few_questions_with_much_asked(centre, frozen, queries):
    pk, client = begin(centre, need="travel"), centre.cast.client(centre.keeper)
    for n in range(6):
        actions.ask_for(centre.keeper.actor, id=pk, resource=truck(centre, title=f"รถ {n}"))
    client.get(f"/local-help/{pk}")
    with queries("help_page"):
        client.get(f"/local-help/{pk}")


def test_another_centre_of_the_subdistrict_is_found_by_what_it_has_and_not_by_whose_it_is(centre, frozen):
    again = hire("again", "น้าเขียว ศพค.สอง", "centre_member", add_centre(centre.cast.province.actor, area_code="400101", name_th="ศูนย์ที่สองของตำบล"))
    given = {"kind": "thing", "gives": ["travel"], "holder": "ลุงลับ เจ้าของรถ", "contact": "0899990001"}
    actions.add_resource(again.actor, title="รถสองแถว", kept_here=False, **given)
    actions.add_resource(again.actor, title="รถที่บอกเฉพาะในศูนย์", kept_here=True, **given)
    actions.add_resource(again.actor, title="ข้าวสาร", kept_here=False, **{**given, "gives": ["food"]})
    actions.add_resource(centre.far.actor, title="รถของตำบลข้าง ๆ", kept_here=False, **given)
    pk = begin(centre, need="travel")
    assert [(one.title, one.centre) for one in page(centre.keeper, pk).near] == [("รถสองแถว", "ศูนย์ที่สองของตำบล")]
    assert page(centre.sister, pk).near == ()  # whoever helps asks
    text = centre.cast.client(centre.keeper).get(f"/local-help/{pk}").content.decode()
    assert "รถสองแถว" in text and "ลุงลับ" not in text and "0899990001" not in text
    with reading(SYSTEM):
        found = Resource.objects.get(title="รถสองแถว").pk
    assert centre.cast.client(centre.keeper).get(f"/resources/{found}").status_code == 404  # found, not opened
    assert "รถสองแถว" not in centre.cast.client(centre.keeper).get("/resources/").content.decode()
    with pytest.raises(Invalid):
        actions.ask_for(centre.keeper.actor, id=pk, resource=found)
    HELP.make(centre.keeper.actor, "give_up", id=pk)
    assert page(centre.keeper, pk).near == ()
