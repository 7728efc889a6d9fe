"""What devices and the filling page are given: the right versions, their bytes, and nothing of a draft."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from prasan.community.surveys import queries
from prasan.community.surveys.models import FormVersion
from prasan.ground import clock, ids
from prasan.ground.policy import Hidden, acting, system
from prasan.ground.transactions import reading

pytestmark = pytest.mark.django_db
SYSTEM = system("test")


@pytest.fixture(autouse=True)
def _acting():
    with acting(SYSTEM):
        yield


def codes(cast, **more):
    with reading(SYSTEM):
        return [(one.code, one.version) for one in queries.offered(SYSTEM, organisation=cast.centre.organisation, area_code="400101", **more)]


def test_a_centre_is_offered_the_newest_version_of_open_forms_of_its_area(cast, published):
    published("country")
    published("country", version="2")
    published("country", version="3", draft=True)
    published("province", area_code="40")
    published("elsewhere", area_code="45")
    published("closing", state="closing")
    published("draft", state="draft", draft=True)
    assert codes(cast) == [("country", "2"), ("province", "1")]
    assert codes(cast, every_version=True) == [("country", "2"), ("country", "1"), ("province", "1")]
    assert codes(cast, code="province") == [("province", "1")]


def test_a_form_of_rounds_is_offered_only_in_a_round_with_a_quota_for_the_centre(cast, published, running):
    form, _version = published("strength", rounds_only=True)
    assert codes(cast) == []
    running(form, cast.hospital.organisation)
    running(form, cast.centre.organisation, state="planned")
    assert codes(cast) == []
    made = running(form, cast.centre.organisation, wanted=12)
    assert codes(cast) == [("strength", "1")]
    assert codes(cast, on=clock.today() + timedelta(days=6)) == []
    found = queries.round_under_way(SYSTEM, form=form.pk, organisation=cast.centre.organisation)
    assert (found.id, found.wanted, found.consent) == (made.pk, 12, {"th": "ขออนุญาตถาม"})
    assert queries.round_under_way(SYSTEM, form=form.pk, organisation=cast.intake.organisation) is None


def test_an_old_version_is_known_as_long_as_the_form_takes_answers(cast, published):
    form, old = published("family", version="2569-1", xform=b"<old/>")
    published("family", version="2569-2")
    found = queries.version_named(SYSTEM, code="family", version="2569-1")
    assert found.id == old.pk and found.takes and queries.xform_bytes(SYSTEM, id=found.id) == b"<old/>"
    assert queries.version_named(SYSTEM, code="family", version="2569-9") is None
    form.state = "closed"
    form.save()
    assert not queries.version_named(SYSTEM, code="family", version="2569-1").takes
    assert [one.version for one in queries.versions_of(SYSTEM, form=form.pk)] == ["2569-2", "2569-1"]


def test_lists_are_those_in_force(cast, published, listed):
    _form, version = published("household")
    old = listed(version, body=b"old")
    old.replaced_at = clock.now()
    old.save()
    now = listed(version, body="name,label\n40,ขอนแก่น\n".encode())
    found = queries.version_facts(SYSTEM, id=version.pk)
    assert [(one.id, one.name, one.size) for one in found.files] == [(now.pk, "areas.csv", now.size)]
    assert queries.file_bytes(SYSTEM, version=version.pk, name="areas.csv") == (now.body, now.md5)
    with pytest.raises(Hidden):
        queries.file_bytes(SYSTEM, version=version.pk, name="../areas.csv")
    with pytest.raises(Hidden):
        queries.xform_bytes(SYSTEM, id=ids.new())


def test_the_database_refuses_every_change_of_a_published_version(cast, published):
    _form, version = published("family")
    _form, draft = published("family", version="2", draft=True)
    for change in ({"xform": b"other"}, {"published_at": None}, {"questions": []}):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            FormVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).delete()
    FormVersion.objects.filter(pk=draft.pk).update(xform=b"other")
    FormVersion.objects.filter(pk=draft.pk).delete()


def test_an_outsider_sees_no_draft_and_no_quota_of_another_centre(cast, published, running):
    form, _version = published("family")
    _draft, text = published("secret", state="draft", draft=True)
    running(form, cast.hospital.organisation)
    with acting(cast.outsider.actor):
        assert queries.version_named(cast.outsider.actor, code="family", version="1") is not None
        assert queries.round_under_way(cast.outsider.actor, form=form.pk, organisation=cast.hospital.organisation) is None
        for read in (queries.xform_bytes, queries.questions_of, queries.version_facts):
            with pytest.raises(Hidden):
                read(cast.outsider.actor, id=text.pk)
    with acting(cast.monitor.actor):
        assert queries.version_facts(cast.monitor.actor, id=text.pk).code == "secret"
