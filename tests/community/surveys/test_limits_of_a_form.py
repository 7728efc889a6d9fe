"""What a check takes for unusual is data of the form: its office changes it, the check obeys, the usual limit stays for every other form."""

import pytest

from prasan.community.surveys.actions import devices
from prasan.community.surveys.actions.checking import check_new
from prasan.community.surveys.actions.quality import set_quality
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Doubt, SurveyForm
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules import quality
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground.policy import Hidden, Invalid, Refused, system
from prasan.ground.transactions import reading, writing
from tests.community.surveys.household import instance, xform

SYSTEM = system("test")


@pytest.fixture
def form(published):
    with writing(SYSTEM):
        made, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    return made


def test_the_check_obeys_the_form(cast, form):
    """12 minutes for a few answers: usual; too slow once the form says 10 minutes."""
    phone = device_of_token(devices.add_device(cast.centre.actor, label="ป้าสมร").token)
    receive(phone, body=instance())
    check_new(SYSTEM)
    with reading(SYSTEM):
        assert not Doubt.objects.filter(code="long").exists()
    set_quality(cast.monitor.actor, id=form.pk, limits={"long": (10, 1)})
    second = receive(phone, body=instance(head_name="คนอื่น")).submission
    check_new(SYSTEM)
    with reading(SYSTEM):
        assert list(Doubt.objects.filter(code="long").values_list("submission_id", flat=True)) == [second]


def test_what_may_be_set_and_by_whom(cast, form):
    for limits, field in (
        ({"fast": (0, 8)}, "limit_fast"), ({"alike": (2, 8)}, "limit_alike"), ({"far": (20, 0)}, "least_far"), ({"unfit": (1, 1)}, "limit_unfit"),
        ({"other": (1, 1)}, "limit_other"), ({"long": (10,)}, "limit_long"),
    ):
        with pytest.raises(Invalid) as wrong:
            set_quality(cast.monitor.actor, id=form.pk, limits=limits)
        assert set(wrong.value.errors) == {field}
    for person in (cast.centre, cast.province, cast.outsider):
        with pytest.raises((Hidden, Refused)):
            set_quality(person.actor, id=form.pk, limits={"fast": (3, 8)})
    usual = quality.thresholds()
    set_quality(cast.monitor.actor, id=form.pk, limits={"fast": (3, 8), "far": (usual["far"].limit, usual["far"].least)})
    with reading(SYSTEM):
        assert SurveyForm.objects.get(pk=form.pk).quality == {"fast": [3.0, 8]}  # only what differs


def test_the_page(cast, form):
    client, at = cast.client(cast.monitor), f"/forms/{form.pk}/quality"
    assert at in client.get(f"/forms/{form.pk}").content.decode() and 'value="180' in client.get(at).content.decode()
    said = {"fast": (2, 8), "long": (60, 1), "alike": (0.9, 6), "twice": (1, 8), "far": (5, 5)}
    given = {f"{part}_{code}": value for code, pair in said.items() for part, value in zip(("limit", "least"), pair, strict=True)}
    assert client.post(at, {**given, "limit_far": "0"}).status_code == 422
    assert client.post(at, given).status_code == 302
    with reading(SYSTEM):
        assert SurveyForm.objects.get(pk=form.pk).quality == {"alike": [0.9, 6], "far": [5.0, 5], "long": [60.0, 1]}
    assert cast.client(cast.centre).get(at).status_code in {403, 404}


def test_own_limits_stand_in_the_place_of_the_usual():
    own = quality.limits_of({"fast": [5, 3]})
    assert (own["fast"].limit, own["fast"].least) == (5.0, 3) and own["long"] == quality.thresholds()["long"]
