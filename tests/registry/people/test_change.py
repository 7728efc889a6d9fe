"""Changing a person: with the right, in sight of what is changed, on the version that was seen."""

import pytest

from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Hidden, Refused, Section, Stale
from prasan.ground.transactions import reading
from prasan.registry.people.actions import add_person, change_person
from prasan.registry.people.models import NameToken
from prasan.registry.people.queries import find, person
from tests.registry.people.actors import JOB, named, officer, show

pytestmark = pytest.mark.django_db
WORK = Section.IDENTITY | Section.CONTACT | Section.HEALTH | Section.CONTRIBUTE


def test_names_are_replaced_with_their_tokens_and_the_rest_stays(frozen):
    worker = officer()
    wanted = add_person(JOB, facts={"sex": "f"}, names=[{"given": "วรัญญา", "surname": "ทองสุข"}], phones=[{"number": "0810002218"}])
    show(worker, [wanted], WORK)
    names = [{"kind": "registered", "given": "วริศรา", "surname": "แสงดี"}, {"kind": "former", "given": "วรัญญา", "surname": "ทองสุข"}]
    assert change_person(worker, id=wanted, version=1, names=names, facts={"birth": "1992"}) == 2
    with reading(worker):
        view = person(worker, wanted)
        assert (view.name, view.sex, view.birth, len(view.phones), view.version) == ("วริศรา แสงดี", "f", "1992", 1, 2)
        assert [hit.id for hit in find(worker, "วริศรา แสงดี")] == [wanted]
        assert [hit.id for hit in find(worker, "วรัญญา ทองสุข")] == [wanted]
    change_person(worker, id=wanted, names=[])
    with reading(worker):
        assert find(worker, "วรัญญา ทองสุข") == []
    assert NameToken.objects.filter(person_id=wanted).count() == 0
    rows = AuditRow.objects.filter(actor=worker.key, verb="change", object_id=str(wanted))
    assert set(rows.values_list("detail", flat=True)) == {"facts names", "names"}


def test_a_fact_set_to_nothing_is_gone():
    worker, wanted = officer(), named("วรัญญา")
    show(worker, [wanted], WORK)
    change_person(worker, id=wanted, facts={"sex": None, "speaks": ["mfa"]})
    with reading(worker):
        assert (person(worker, wanted).sex, person(worker, wanted).speaks) == ("", ("มลายูปาตานี",))


def test_a_stale_page_changes_nothing():
    worker, wanted = officer(), named("วรัญญา")
    show(worker, [wanted], WORK)
    change_person(worker, id=wanted, version=1, facts={"sex": "m"})
    with pytest.raises(Stale):
        change_person(worker, id=wanted, version=1, facts={"sex": "f"})
    with reading(worker):
        assert person(worker, wanted).sex == "m"


def test_who_may_only_look_is_refused_and_the_outsider_learns_nothing():
    reader, outsider, wanted = officer(), officer(), named("วรัญญา")
    show(reader, [wanted], Section.IDENTITY | Section.CONTACT)
    with pytest.raises(Refused):
        change_person(reader, id=wanted, facts={"sex": "m"})
    with pytest.raises(Hidden):
        change_person(outsider, id=wanted, facts={"sex": "m"})


@pytest.mark.parametrize(
    "change", [{"phones": []}, {"addresses": []}, {"facts": {"disability": []}}, {"names": []}, {"numbers": []}, {"facts": {"birth": "1990"}}],
)
def test_nobody_overwrites_what_is_sealed_from_them(change):
    worker, wanted = officer(), named("วรัญญา")
    show(worker, [wanted], Section.STORY | Section.CONTRIBUTE)
    with pytest.raises(Refused):
        change_person(worker, id=wanted, **change)
    change_person(worker, id=wanted, facts={"speaks": ["my"]})
