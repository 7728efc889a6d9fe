"""Answers with identities leave only for a purpose, of the own centre, after another person agreed, for seven days; every fetch is written down."""

import io
import zipfile

import pytest

from prasan.community.surveys.actions import devices, takings
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Answers, Taking
from prasan.community.surveys.queries import takings as asked
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules.xform import read_xform
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, system
from prasan.ground.transactions import reading, writing
from prasan.registry.work.models import WorkItem
from tests.cast import hire
from tests.community.surveys.household import instance, member, xform

SYSTEM = system("test")
PURPOSE = "ทำแผนเยี่ยมบ้าน ลบเมื่อสิ้นปี"


@pytest.fixture
def household(published, cast):
    """Two households of the centre and one of another, which is never in its file."""
    with writing(SYSTEM):
        form, _version = published("household", xform=xform(), questions=[one.plain() for one in read_xform(xform()).questions])
    phone = device_of_token(devices.add_device(cast.centre.actor, label="ป้าสมร").token)
    for name in ("คานารี", "=กาเหว่า"):
        receive(phone, body=instance(head_name=name, phone="0810005555", afraid="yes", afraid_more="นกขมิ้น", members=[member(f"ลูก{name}")]))
    other = hire("other_centre", "ศพค. อื่น", "centre_member", cast.organisation("cfdc", "400102"))
    receive(other.actor, body=instance(head_name="นกแก้ว"), way="web")
    return form, other


def ask(cast, form, **more):
    return takings.ask_taking(cast.centre.actor, form=form.pk, **{"purpose": PURPOSE, **more})


def file(cast, pk, kind="zip"):
    body, _type, _name = takings.fetch_taking(cast.centre.actor, id=pk, kind=kind)
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        return b"".join(box.read(name) for name in box.namelist()).decode()


def test_after_another_agreed_the_centre_takes_its_own_along(cast, household, frozen):
    form, _other = household
    pk = ask(cast, form)
    with reading(SYSTEM):
        assert Taking.objects.get(pk=pk).counted == 2 and WorkItem.objects.filter(object_id=pk, verb="approve_taking").count() == 1
    with pytest.raises(Conflict):
        takings.fetch_taking(cast.centre.actor, id=pk, kind="zip")
    with reading(cast.province.actor):
        page = asked.taking_page(cast.province.actor, pk)
    assert page.purpose == PURPOSE and {one.move.name for one in page.offers} == {"approve", "refuse"} and "คานารี" not in str(page)
    takings.approve_taking(cast.province.actor, id=pk)
    for kind in ("zip", "xlsx"):
        text = file(cast, pk, kind)
        assert all(word in text for word in ("คานารี", "0810005555", "ลูกคานารี", "16.43 102.83")), kind
        assert not any(word in text for word in ("นกแก้ว", "นกขมิ้น", "afraid")), kind
    assert "'=กาเหว่า" in file(cast, pk)  # no formula in a table program
    with reading(SYSTEM):
        rows = AuditRow.objects.filter(object_id=str(pk), verb="export").values_list("actor", "detail")
        assert list(rows) == [(cast.centre.actor.key, f"{kind} identities") for kind in ("zip", "xlsx", "zip")]
        assert not WorkItem.objects.filter(object_id=pk, done_at=None).exists()
    frozen.advance(days=7, seconds=1)
    with pytest.raises(Conflict):
        takings.fetch_taking(cast.centre.actor, id=pk, kind="zip")


def test_nobody_agrees_to_the_own_request_nor_fetches_another_s(cast, household):
    form, other = household
    pk = ask(cast, form)
    twice = hire("both", "สองตำแหน่ง", "centre_member", cast.centre.organisation)
    for actor in (cast.centre.actor, twice.actor):
        with pytest.raises(Refused):
            takings.approve_taking(actor, id=pk)
    for person in (cast.outsider, cast.outsider_head, cast.monitor, cast.manager, other):
        with pytest.raises((Hidden, Refused)):
            takings.approve_taking(person.actor, id=pk)
    takings.approve_taking(cast.privacy.actor, id=pk)
    for person in (twice, cast.province, cast.privacy, other):
        with pytest.raises((Hidden, Refused)):
            takings.fetch_taking(person.actor, id=pk, kind="zip")


def test_what_is_not_said_or_not_there(cast, household):
    form, _other = household
    with pytest.raises(Invalid):
        ask(cast, form, purpose=" ")
    for person in (cast.province, cast.monitor, cast.manager):
        with pytest.raises(Refused):
            takings.ask_taking(person.actor, form=form.pk, purpose=PURPOSE)
    pk = ask(cast, form)
    with pytest.raises(Conflict):
        ask(cast, form)
    takings.refuse_taking(cast.province.actor, id=pk, reason="ใช้ผลรวมได้")
    with pytest.raises(Conflict):
        takings.fetch_taking(cast.centre.actor, id=pk, kind="zip")
    takings.withdraw_taking(cast.centre.actor, id=ask(cast, form))
    with pytest.raises(Invalid):
        takings.fetch_taking(cast.centre.actor, id=pk, kind="csv")
    with writing(SYSTEM):
        Answers.objects.all().delete()
    with pytest.raises(Conflict):
        ask(cast, form)


def test_the_pages(cast, household):
    form, _other = household
    client, head = cast.client(cast.centre), cast.client(cast.province)
    at = f"/answers/forms/{form.pk}"
    assert f"{at}/identified" in client.get(f"{at}/export").content.decode() and f"{at}/identified" not in head.get(f"{at}/export").content.decode()
    assert client.post(f"{at}/identified", {"purpose": "", "round": ""}).status_code == 422 and head.get(f"{at}/identified").status_code == 403
    made = client.post(f"{at}/identified", {"purpose": PURPOSE, "round": ""})["Location"]
    assert "/approve" not in client.get(made).content.decode() and "/approve" in head.get(made).content.decode()
    assert client.post(f"{made}/file", {"kind": "xlsx"}).status_code == 409
    assert head.post(f"{made}/approve", {"version": 1}).status_code == 302
    answer = client.post(f"{made}/file", {"kind": "xlsx"})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store" and "attachment" in answer["Content-Disposition"]
    assert made in client.get(f"{at}/export").content.decode()
    assert cast.client(cast.outsider).get(made).status_code == 404
