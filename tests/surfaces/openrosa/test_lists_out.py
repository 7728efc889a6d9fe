"""The centre's own list on its telephones: its rows only, with a hash that changes with them, and what is out of use named as such."""

import uuid
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from prasan.community.surveys import actions
from prasan.community.surveys.actions import devices
from prasan.community.surveys.actions import rosters as keeping
from prasan.community.surveys.models import FormVersion
from prasan.community.surveys.queries import drafts
from prasan.community.surveys.rules.shipped import book_of, tables
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading
from tests.cast import hire
from tests.community.surveys.rounds import REGISTER, ROUND, entry, registered, shipped, visited
from tests.surfaces.openrosa.collect import Collect, Inside
from tests.surfaces.openrosa.conftest import SYSTEM

pytestmark = pytest.mark.django_db
FILES = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def forms(cast):
    shipped()


def phone_of(organisation):
    made = devices.add_device(SYSTEM, label="เครื่องหนึ่ง", organisation=organisation)
    transport = Inside(Client(raise_request_exception=False))
    return Collect(transport, f"{transport.url}/openrosa/key/{made.token}")


def households(app):
    [found] = [one for (code, _version), one in app.refresh().items() if code == "household_round"]
    return found.files["households.csv"].decode()


def manifest(app):
    [address] = [one[5] for one in app.listed() if one[0] == "household_round"]
    return address, next(
        one for one in ET.fromstring(app.ask("GET", address).body).iter(f"{FILES}mediaFile") if one.findtext(f"{FILES}filename") == "households.csv"
    )


def test_each_telephone_gets_the_rows_of_its_centre(cast, app, forms):
    other = hire("other_centre", "ศพค. อื่น", "centre_member", cast.organisation("cfdc", "400102"))
    theirs = phone_of(other.organisation)
    mark = registered(cast.centre.actor, head="คานารี")
    registered(other.actor, head="นกแก้ว")
    assert "คานารี" in households(app) and "นกแก้ว" not in households(app)
    assert "นกแก้ว" in households(theirs) and "คานารี" not in households(theirs) and str(mark) not in households(theirs)
    with reading(SYSTEM):
        fetched = AuditRow.objects.filter(verb="fetch", object_kind="centre_list").values_list("actor", flat=True)
        assert len(fetched) >= 3 and all(key.startswith("device:") for key in fetched)
    _address, one = manifest(app)
    assert one.get("type") == "entityList" and one.findtext(f"{FILES}integrityUrl").endswith("/integrity")
    before = one.findtext(f"{FILES}hash")
    assert manifest(app)[1].findtext(f"{FILES}hash") == before
    visited(cast.centre.actor, mark, members="5")
    assert manifest(app)[1].findtext(f"{FILES}hash") != before and ",2," in households(app)
    # With the other centre's address of the file there is nothing else to be had: whose rows they are, the token says.
    assert "คานารี" in app.ask("GET", one.findtext(f"{FILES}downloadUrl")).body.decode()


def test_what_is_out_of_use_is_named_to_the_own_telephone_only(cast, app, forms):
    other = phone_of(cast.organisation("cfdc", "400102"))
    live, gone = registered(cast.centre.actor), registered(cast.centre.actor, house="2")
    keeping.retire_entry(cast.centre.actor, id=entry(gone)[0].pk)
    _address, one = manifest(app)
    asked = f"{one.findtext(f'{FILES}integrityUrl')}?id={live},{gone},{uuid.uuid4()},x"
    told = {each.get("id"): each.findtext("deleted") for each in ET.fromstring(app.ask("GET", asked).body).iter("entity")}
    assert told == {str(live): "false", str(gone): "true"}  # one that nobody has sent yet is not told to be gone
    theirs = f"{manifest(other)[1].findtext(f'{FILES}integrityUrl')}?id={live},{gone}"
    assert not list(ET.fromstring(other.ask("GET", theirs).body).iter("entity"))


def test_a_draft_is_tried_with_made_up_rows_and_changes_none(cast, forms):
    mark = registered(cast.centre.actor, head="คานารี")
    sheets = tables("household_round")
    sheets["settings"][0]["form_id"] = "trial"
    with reading(SYSTEM):
        owner = entry(mark)[0].roster.organisation_id
    form = actions.upload(SYSTEM, content=book_of(sheets), organisation=owner).form
    with reading(SYSTEM):
        key, _title = drafts.test_key(SYSTEM, form)
    transport = Inside(Client(raise_request_exception=False))
    app = Collect(transport, f"{transport.url}/openrosa/test/{key}")
    [found] = app.refresh().values()
    rows = found.files["households.csv"].decode()
    assert "ตัวอย่างที่ 1" in rows and "คานารี" not in rows and str(mark) not in rows
    app.send(
        f'<data id="trial" version="{ROUND}"><household>{mark}</household><agrees>yes</agrees><now><head>นกขมิ้น</head></now><meta><entity '
        f'dataset="households" id="{mark}" update="1" baseVersion="1"><label>x</label></entity><instanceID>uuid:t</instanceID></meta></data>'.encode()
    )
    assert entry(mark)[0].number == 1


def test_no_file_takes_the_place_of_the_centres_list(cast, forms):
    sheets = tables("household_round")
    sheets["settings"][0]["version"] = "2569-9"
    found, _versions = entry(registered(cast.centre.actor))
    with reading(SYSTEM):
        owner = found.roster.organisation_id
    made = actions.upload(SYSTEM, content=book_of(sheets), organisation=owner).form
    with reading(SYSTEM):
        draft = FormVersion.objects.get(form_id=made, published_at=None)
    assert draft.rosters == "household_members households"
    with pytest.raises(Invalid):
        actions.add_file(SYSTEM, version=draft.pk, name="households.csv", content=b"name,label\n1,x\n")
    actions.publish_form(SYSTEM, id=made)


def test_with_a_list_few_questions_too(cast, app, forms, queries):
    mark = registered(cast.centre.actor)
    address, one = manifest(app)
    for _n in range(2):
        with queries("openrosa_manifest_own"):
            assert app.ask("GET", address).status == 200
        with queries("openrosa_media_own"):
            assert app.ask("GET", one.findtext(f"{FILES}downloadUrl")).status == 200
        for n in range(5):
            registered(cast.centre.actor, house=str(n))
    with queries("openrosa_submission_own"):
        app.send(
            f'<data id="household_register" version="{REGISTER}"><agrees>yes</agrees><meta><entity dataset="households" id="{uuid.uuid4()}" create="1">'
            f"<label>x</label></entity><instanceID>uuid:{mark}</instanceID></meta></data>".encode()
        )
