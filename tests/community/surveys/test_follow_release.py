"""A newer release: forms that stand as they came follow it, what people have in hand is only offered, and nothing is overwritten without a word."""

import hashlib
import json
from dataclasses import replace

import pytest

from prasan.community.surveys import actions, queries
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import FormVersion, Submission, SurveyForm
from prasan.community.surveys.rules import shipped
from prasan.community.surveys.rules.changes import changes
from prasan.community.surveys.rules.convert import make
from prasan.ground.policy import Conflict, Hidden, Refused, Stale, acting, system
from prasan.ground.transactions import reading
from prasan.surfaces.ops import reference
from tests.casework.looking import look
from tests.community.surveys.books import TH

SYSTEM = system("test")
CODE = "workshop_board"
# Every text that a release had: its form, version, and the digest of its tables. A text of another digest needs another version, and a line here.
RELEASED = {
    ("centre_standard", "2569-1"): "d0b3b6c6a2281949", ("family_strength", "2569-1"): "14553757095fc616", ("household_register", "2569-4"): "1091800c550f1367",
    ("household_round", "2569-3"): "dd902360db1def2b", ("satisfaction", "2569-1"): "c06a50118d152f6e", ("workshop_board", "2569-1"): "86721e1143599bad",
}


@pytest.mark.parametrize("code", shipped.INSTRUMENTS)
def test_a_text_that_changed_has_another_version(code):
    digest = hashlib.sha256(json.dumps(shipped.tables(code), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
    assert RELEASED.get((code, shipped.version_of(code))) == digest, f"another text: give {code} another version in settings.csv, then add ({digest})"


@pytest.mark.parametrize(
    ("ours", "others", "wanted"),
    [
        (["2569-9"], ["2569-9"], "2569-10"), (["2568-12"], [], "2569-10"), (["2569-10"], [], ""), (["2569-11"], [], ""), ([], ["ของเรา"], ""),
        (["2569-9", "2569-10-prasan"], ["2569-10"], ""), (["2569-9"], ["2569-9", "2569-10"], "2569-10-prasan"),
        (["2569-9"], ["2569-10", "2569-10-prasan"], ""),
    ],
)  # fmt: skip
def test_what_the_newer_text_is_called(release, ours, others, wanted):
    release("2569-10")
    assert shipped.newer(CODE, ours=ours, others=others) == wanted
    assert shipped.newer("another", ours=["1"]) == ""


def test_what_changes_between_two_texts(release):
    first = make(shipped.workbook(CODE)).form.questions
    assert not changes(first, first)
    release("2569-2", drop="need", reword=("problem", "ปัญหาที่เห็นร่วมกัน"), add="venue")
    found = changes(first, make(shipped.workbook(CODE)).form.questions)
    assert [one.name for one in found.added] == ["venue"] and [one.name for one in found.dropped] == ["need"] and not found.moved
    assert [(one.question.name, one.parts) for one in found.changed] == [("problem", ("text",))]
    moved = [*first[3:], *first[:3]]
    assert changes(first, moved).moved and not changes(first, moved).added
    regrouped = [replace(one, path="/data/way", repeat="", group="") if one.name == "way" else one for one in first]
    found = changes(first, regrouped)
    assert [(one.question.path, one.parts) for one in found.changed] == [("/data/way", ("place",))] and not (found.added or found.dropped or found.moved)


@pytest.fixture
def release(monkeypatch):
    """`release("2569-2", reword=(name, text), add=name, drop=name)`: this code is a release whose text of one form differs."""
    before = shipped.tables

    def new(version, *, reword=None, add="", drop="", code=CODE):
        def tables(wanted):
            sheets = before(wanted)
            if wanted != code:
                return sheets
            rows = [{**row, TH: reword[1]} if reword and row["name"] == reword[0] else row for row in sheets["survey"] if not drop or row["name"] != drop]
            if add:
                rows.append({**dict.fromkeys(rows[0], ""), "type": "text", "name": add, TH: "ข้อใหม่", "label::English (en)": "A new one"})
            return {**sheets, "survey": rows, "settings": [{**sheets["settings"][0], "version": version}]}

        monkeypatch.setattr(shipped, "tables", tables)
        forget()

    def forget():
        shipped.version_of.cache_clear()
        shipped.workbook.cache_clear()

    yield new
    monkeypatch.undo()
    forget()


@pytest.fixture
def installed(cast):
    """The form as it came with an older release, its row's id."""
    return actions.ship([CODE])[0].form


def versions(form):
    with acting(SYSTEM):
        return [(one.version, one.published_at is None) for one in FormVersion.objects.filter(form_id=form).order_by("number")]


def own_text(cast, form, *, version="ของเรา", publish=True):
    sheets = shipped.tables(CODE)
    book = shipped.book_of({**sheets, "settings": [{**sheets["settings"][0], "version": version}]})
    made = actions.upload(cast.monitor.actor, content=book, form=form, file_name=f"{CODE}.xlsx")
    assert made.form == form, [one.text() for one in made.findings]
    if publish:
        actions.publish_form(cast.monitor.actor, id=form)


@pytest.mark.django_db
def test_a_form_that_stands_as_it_came_follows_and_its_answers_stay_with_their_version(cast, installed, release):
    receive(
        cast.centre.actor, body=b'<data id="workshop_board" version="2569-1"><meta><instanceID>uuid:1</instanceID></meta></data>', files_given=[], way="web",
        organisation=cast.centre.organisation,
    )
    actions.change_form(cast.monitor.actor, id=installed, titles={"th": "ชื่อของเรา"}, area_code="40", rounds_only=False)
    assert list(reference.forms()) == []
    release("2569-2", add="venue")
    assert list(reference.forms()) == ["Survey form workshop_board: 2569-2 published."] and list(reference.forms()) == []
    assert versions(installed) == [("2569-1", False), ("2569-2", False)]
    with reading(SYSTEM):
        row = SurveyForm.objects.get(pk=installed)
        assert (row.title, row.area_code, row.state) == ("ชื่อของเรา", "40", "open"), "what is said of the form beside its text stays"
        [offered] = queries.offered(SYSTEM, organisation=cast.centre.organisation, area_code="400101")
        assert offered.version == "2569-2", "telephones get the newer one"
        assert queries.version_named(SYSTEM, code=CODE, version="2569-1").takes, "what is filled with the older one is taken"
        assert Submission.objects.get().versions.get().form_version.version == "2569-1"


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["own", "draft", "state", "round"])
def test_what_people_have_in_hand_is_only_offered(cast, installed, release, running, why):
    if why in {"own", "draft"}:
        own_text(cast, installed, publish=why == "own")
    elif why == "state":
        actions.wind_down_form(cast.monitor.actor, id=installed)
    else:
        with acting(SYSTEM):
            running(SurveyForm.objects.get(pk=installed), cast.centre.organisation)
    before = versions(installed)
    release("2569-2", add="venue")
    assert [(one.version, one.left) for one in actions.follow()] == [("2569-2", why)]
    assert versions(installed) == before
    with reading(cast.monitor.actor):
        assert queries.form_page(cast.monitor.actor, installed).newer == "2569-2"
    edition = queries.text_of(cast.monitor.actor, installed, "2569-2")
    if why == "draft":
        with pytest.raises(Conflict) as stopped:
            actions.keep_edition(cast.monitor.actor, form=installed, edition=edition)
        assert stopped.value.obstacles[0].code == "draft"
        return
    shown = queries.newer_text(cast.monitor.actor, installed)
    assert (shown.own, bool(shown.round)) == (why == "own", why == "round") and [one.kind for one in shown.changes] == ["added"]
    actions.keep_edition(cast.monitor.actor, form=installed, edition=edition, version=shown.form_version)
    assert versions(installed) == [*before, ("2569-2", False)] and actions.follow() == ()
    with acting(SYSTEM):
        row = FormVersion.objects.get(form=installed, version="2569-2")
        assert row.made_by_id is None and row.published_by_id == cast.monitor.actor.user, "the text came with the house, a person published it"


@pytest.mark.django_db
def test_a_version_of_the_same_name_stays_and_ours_stands_beside_it(cast, installed, release):
    own_text(cast, installed, version="2569-2")
    release("2569-2", add="venue")
    assert [(one.version, one.left) for one in actions.follow()] == [("2569-2-prasan", "own")]
    edition = queries.text_of(cast.monitor.actor, installed, "2569-2-prasan")
    actions.keep_edition(cast.monitor.actor, form=installed, edition=edition)
    assert [name for name, _draft in versions(installed)] == ["2569-1", "2569-2", "2569-2-prasan"] and actions.follow() == ()
    release("2569-3")
    assert [(one.version, one.left) for one in actions.follow()] == [("2569-3", "")], "it stands as it came again"


@pytest.mark.django_db
def test_a_form_of_ones_own_under_that_name_and_one_that_ended_are_left_alone(cast, installed, release):
    other = actions.upload(cast.monitor.actor, content=shipped.workbook("satisfaction")).form
    actions.publish_form(cast.monitor.actor, id=other)
    actions.close_form(cast.monitor.actor, id=installed)
    release("2569-2", add="venue")
    release("2569-2", add="venue", code="satisfaction")
    assert actions.follow() == ()


@pytest.mark.django_db
def test_on_the_page_who_makes_the_form_sees_it_and_takes_it_in_one_step(cast, installed, release):
    release("2569-2", add="venue", drop="need")
    maker, at = cast.client(cast.monitor), f"/forms/{installed}"
    assert "มีฉบับใหม่ 2569-2" in maker.get("/forms/").content.decode() and "มีฉบับใหม่มากับระบบ: 2569-2" in maker.get(at).content.decode()
    for who in (cast.province, cast.centre, cast.outsider):
        client = cast.client(who)
        assert "มีฉบับใหม่" not in client.get("/forms/").content.decode() and "มีฉบับใหม่" not in client.get(at).content.decode()
        assert client.get(f"{at}/newer").status_code == client.post(f"{at}/newer", {"version": "2", "edition": "2569-2"}).status_code == 403
    page = maker.get(f"{at}/newer").content.decode()
    assert "เพิ่ม 1 ข้อ" in page and "ข้อใหม่" in page and "ตัดออก 1 ข้อ" in page
    with acting(SYSTEM):
        seen = SurveyForm.objects.get(pk=installed).version
    assert maker.post(f"{at}/newer", {"version": str(seen), "edition": "2569-9"}).status_code == 409
    assert maker.post(f"{at}/newer", {"version": str(seen + 5), "edition": "2569-2"}).status_code == 409
    assert maker.post(f"{at}/newer", {}).status_code == 422 and len(versions(installed)) == 1
    asked = {"version": str(seen), "edition": "2569-2"}
    assert maker.post(f"{at}/newer", {**asked, "how": "draft"})["Location"] == at and versions(installed)[-1] == ("2569-2", True)
    assert "มีฉบับใหม่" not in maker.get(at).content.decode(), "it lies there as the draft"
    assert maker.post(f"{at}/drop").status_code == 302
    assert maker.post(f"{at}/newer", asked).status_code == 302 and versions(installed)[-1] == ("2569-2", False)
    assert maker.post(f"{at}/newer", asked)["Location"] == at, "pressed twice"
    assert maker.get(f"{at}/newer")["Location"] == at and len(versions(installed)) == 2


@pytest.mark.django_db
def test_by_program_too(cast, installed, release):
    release("2569-2", add="venue")
    client, at = cast.client(cast.monitor), f"/api/v1/surveys/forms/{installed}"
    [line] = [one for one in client.get("/api/v1/surveys/forms").json()["rows"] if one["code"] == CODE]
    assert line["newer"] == client.get(at).json()["page"]["newer"] == "2569-2"
    found = client.get(f"{at}/newer").json()["newer"]
    assert (found["current"], found["version"], found["changes"][0]["count"]) == ("2569-1", "2569-2", 1)
    asked = {"edition": found["version"], "version": found["form_version"]}
    for _again in range(2):
        made = client.post(f"{at}/newer", asked, content_type="application/json", headers={"Idempotency-Key": "newer-text-1"})
        assert made.status_code == 200 and made.json() == {"id": str(installed)}, made.content
    assert client.get(f"{at}/newer").json() == {"newer": None}
    assert client.post(f"{at}/newer", asked, content_type="application/json").status_code == 409
    assert cast.client(cast.centre).get(f"{at}/newer").status_code == 403


@pytest.mark.django_db
def test_who_may_not_make_it_gets_no_text(cast, installed, release):
    release("2569-2", add="venue")
    edition = queries.text_of(cast.monitor.actor, installed, "2569-2")
    for who in (cast.province, cast.centre, cast.outsider):
        with pytest.raises((Refused, Hidden)):
            queries.newer_text(who.actor, installed)
        with pytest.raises((Refused, Hidden)):
            actions.keep_edition(who.actor, form=installed, edition=edition)
    release("2569-3", add="venue")
    with pytest.raises(Stale):
        actions.keep_edition(cast.monitor.actor, form=installed, edition=edition)
    assert len(versions(installed)) == 1


@pytest.mark.django_db
def test_the_pages_are_good_to_look_at(cast, installed, release, running, chromium):
    own_text(cast, installed)
    with acting(SYSTEM):
        running(SurveyForm.objects.get(pk=installed), cast.centre.organisation)
    release("2569-2", add="venue", drop="need", reword=("problem", "ปัญหาที่เห็นร่วมกัน"))
    maker = cast.client(cast.monitor)
    for path, name in (("/forms/", "forms-newer"), (f"/forms/{installed}", "form-newer"), (f"/forms/{installed}/newer", "newer")):
        look(chromium, maker, path, name)
    wrong = {"version": "1", "edition": "2569-2"}
    look(chromium, maker, f"/forms/{installed}/newer", "newer-late", posted=wrong, status=409)
