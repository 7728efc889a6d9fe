"""What ODK Collect's engine fills by chance, our page fills and sends alike: on every shipped form, answer by answer."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, Route

from prasan.community.surveys.actions import ship
from prasan.community.surveys.models import CentreList, FormFile, FormVersion
from prasan.community.surveys.rules.entries import Body, Said, file_of, said_in
from prasan.community.surveys.rules.plan import plan_of
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.surfaces.fill import bundle
from tests.assurance.result import Result, count, seed
from tests.cast import PROVINCES
from tests.community.surveys.rounds import lists_of_version
from tests.surfaces.fill.survey import xform
from tests.surfaces.openrosa import javarosa

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve().parent
SYSTEM = system("test")
ORIGIN = "https://form.test"
HOUSE, OTHER = UUID(int=7, version=4), UUID(int=8, version=4)
ANSWERS = {
    "/data/household": str(HOUSE), "/data/agrees": "yes", "/data/house/here": "same", "/data/living/more": "1", "/data/member[1]/stays": "yes",
    "/data/member[2]/stays": "left", "/data/member[3]/name": "แก้ม", "/data/member[3]/of_family": "1", "/data/member[3]/sex": "male",
    "/data/member[3]/relation": "grandchild",
}
DRAWN = re.compile(r"(?!0{8})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # an id of a device; those of the made-up lists begin with noughts
OWN = ("/meta/", "/start", "/end", "/today", "/deviceid", "/username", "/audit")  # each engine writes its own


@pytest.fixture
def engine(chromium: Browser) -> Iterator[Page]:
    """A page with the client's modules and the built engine, without a server."""
    if not bundle.there():
        pytest.skip("no Node here: web filling is not built")
    context = chromium.new_context(locale="th-TH", timezone_id="Asia/Bangkok")

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        found = {"/client": bundle.CLIENT, "/built": bundle.BUILT, "/agree": HERE}.get("/" + path.split("/")[1])
        if found is None:
            route.fulfill(body="<!doctype html><meta charset=utf-8>", content_type="text/html")
        else:
            route.fulfill(body=(found / path.split("/", 2)[2]).read_bytes(), content_type="text/javascript")

    context.route("**/*", serve)
    page = context.new_page()
    page.goto(ORIGIN)
    yield page
    context.close()


def fill(page: Page, form: bytes, files: dict[str, bytes], instance: bytes, then: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """What our page makes of the answers of an instance, and of what is answered `then` (path and value)."""
    lists = {name: body.decode() for name, body in files.items()}
    given = {"engine": "/built/engine.js", "xml": form.decode(), "lists": lists, "instance": instance.decode(), "then": then}
    told: dict[str, Any] = page.evaluate("async (given) => (await import('/agree/agree.mjs')).run(given)", given)
    return told


def alike(one: str, other: str) -> bool:
    """The same answer, whatever digits follow the point and whichever id an engine draws."""
    if one == other or (DRAWN.fullmatch(one) and DRAWN.fullmatch(other)):
        return True
    pairs = list(zip(one.split(" "), other.split(" "), strict=False))
    try:
        return len(one.split(" ")) == len(other.split(" ")) and all(math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-6) for a, b in pairs)
    except ValueError:
        return False


def differences(told: dict[str, Any]) -> list[str]:
    """Where the two instances say something else. Empty and absent are one; files and what is never kept are left out."""
    ours, theirs = dict(told["ours"]), dict(told["theirs"])
    left = [*told["dangers"], *told["files"]]
    found = []
    for path in sorted({*ours, *theirs}):
        plain = "/".join(part.split("[")[0] for part in path.split("/"))
        if any(mark in f"{path}/" for mark in OWN) or plain in left or path in left:
            continue
        one, other = ours.get(path, ""), theirs.get(path, "")
        if path in told["many"]:  # the page sends them in the order of the form, the phone in which they were touched
            one, other = (" ".join(sorted(text.split())) for text in (one, other))
        if not alike(one, other):
            found.append(f"{path}: web {ours.get(path)!r}, phone {theirs.get(path)!r}")
    return found


def test_every_shipped_form_is_filled_alike(cast, engine: Page, tmp_path: Path) -> None:
    result = Result("S1-web", seed())
    ship()
    with reading(SYSTEM):
        versions = list(FormVersion.objects.exclude(published_at=None).select_related("form").order_by("form__code"))
        lists = {version.pk: of(version) for version in versions}
    assert len(versions) >= 5
    each = -(-count("S1-web", 3 * len(versions)) // len(versions))  # no fewer in all than are asked
    for version in versions:
        folder = tmp_path / version.form.code
        folder.mkdir()
        bodies = javarosa.filled(bytes(version.xform), lists[version.pk], count=each, seed=seed(), folder=folder)
        assert bodies, version.form.code
        for body in bodies:
            told = fill(engine, bytes(version.xform), lists[version.pk], body)
            assert told["lacks"] == [], version.form.code
            result.compare(differences(told) == [], f"{version.form.code}: {differences(told)[:5]} {told['problems'][:3]}")
    result.plant("an answer that the page would change", lambda: bool(differences(changed(told))))
    result.settle()


def test_both_say_the_same_of_the_household_that_was_chosen(cast, engine: Page, tmp_path: Path) -> None:
    ship(("household_register", "household_round"))
    with reading(SYSTEM):
        version = FormVersion.objects.get(form__code="household_round")
    wanted = {("households", False), ("household_members", False), ("household_members", True)}
    changed: set[tuple[str, bool]] = set()
    for drawn in range(seed(), seed() + 10):  # a dozen houses may by chance change no member
        for body in javarosa.filled(bytes(version.xform), lists_of_version(version), count=12, seed=drawn, folder=tmp_path):
            told = fill(engine, bytes(version.xform), lists_of_version(version), body)
            phone, web = (said_in(etree.fromstring(text), plan_of(bytes(version.xform)).entries, ()) for text in (body, told["xml"].encode()))
            # Several choices are sent in the order of the form by the page, in which they were touched by the phone.
            assert [alike_choices(one) for one in phone] == [alike_choices(one) for one in web]
            assert all(one.label and one.base == {"households": 3, "household_members": None if one.makes else 2}[one.roster] for one in phone)
            changed.update((one.roster, one.makes) for one in phone)
        if changed == wanted:
            break
    assert changed == wanted


def alike_choices(one: Said) -> Said:
    """What is said, several choices in one order, and a drawn mark as any."""
    many = {name: " ".join(sorted(text.split())) for name, text in one.values.items() if name in {"services", "needs"}}
    return replace(one, values={**one.values, **many}, mark=UUID(int=0) if one.makes else one.mark)


def of(version: FormVersion) -> dict[str, bytes]:
    """The lists of a version."""
    return {one.name: here(one.name, bytes(one.body)) for one in FormFile.objects.filter(version=version, replaced_at=None)} | lists_of_version(version)


def here(name: str, body: bytes) -> bytes:
    """Of the provinces only those whose districts the tests know: chance cannot fill a form where it has none."""
    if name != "provinces.csv":
        return body
    return b"\n".join(line for n, line in enumerate(body.splitlines()) if not n or line[:2].decode() in PROVINCES)


def changed(told: dict[str, Any]) -> dict[str, Any]:
    """A finished filling of which one answer is another one."""
    ours = [[path, value] for path, value in told["ours"]]
    at = next(n for n, (path, value) in enumerate(ours) if value and not any(mark in f"{path}/" for mark in OWN))
    ours[at][1] += "x"
    return {**told, "ours": ours}


def told_of_a_house(folder: Path, others: int = 0) -> tuple[bytes, dict[str, bytes], bytes]:
    """The next round about one house, answered with the phone's engine: of three people one stays, one has left; one is new. Form, lists, instance.

    `others`: so many more houses, each with one person.
    """
    ship(("household_register", "household_round"))
    with reading(SYSTEM):
        version = FormVersion.objects.get(form__code="household_round")
        columns = {row.name: [one["name"] for one in row.columns] for row in CentreList.objects.all()}
    people = [(f"คนที่ {n}", {"called": f"คนที่ {n}", "sex": "female", "of_family": "1", "birth_year": "2500", "relation": "head", "work": "farm",
                              "needs": "illness", "household": str(HOUSE), "stays": stays}) for n, stays in enumerate(("", "yes", "died"))]
    house = {"village": "4", "families": "1", "tenure": "own"}
    houses = [(mark, 3, Body(f"{number} หมู่ 4", {**house, "house_no": number})) for mark, number in ((HOUSE, "12/3"), (OTHER, "8"))]
    members = [(UUID(int=n + 100, version=4), 2, Body(*one)) for n, one in enumerate(people)]
    more = [(UUID(int=n + 1000, version=4), UUID(int=n + 9000, version=4), f"{n}/{n}") for n in range(others)]
    houses += [(mark, 1, Body(f"{number} หมู่ 5", {**house, "house_no": number})) for mark, _who, number in more]
    members += [(who, 1, Body("คนอื่น", {**people[0][1], "called": "คนอื่น", "household": str(mark)})) for mark, who, _number in more]
    lists = {f"{name}.csv": file_of(columns[name], rows) for name, rows in (("households", houses), ("household_members", members))}
    [body] = javarosa.filled(bytes(version.xform), lists, count=1, seed=1, folder=folder, answers=ANSWERS)
    return bytes(version.xform), lists, body


@pytest.mark.parametrize("others", [0, 300])
def test_who_lives_in_a_house_is_filled_in_on_the_phone_and_on_the_page(cast, engine: Page, tmp_path: Path, others: int) -> None:
    form, lists, body = told_of_a_house(tmp_path, others)
    told = fill(engine, form, lists, body)
    assert told["asked"] == (2 if others else 0), "long lists are asked by their columns"
    assert (differences(told), differences({**told, "theirs": told["again"]}), told["problems"]) == ([], [], [])
    web = told["xml"].encode()
    for text in (body, web):
        root = etree.fromstring(text)
        stays, left, new = root.findall("member")
        assert [stays.findtext(name) for name in ("name", "sex", "birth_year", "work", "needs")] == ["คนที่ 0", "female", "2500", "farm", "illness"]
        assert (left.find("name"), root.findtext("names"), root.findtext("members")) == (None, "คนที่ 0, คนที่ 1", "2")  # who has died is asked of nowhere
        said = {one.mark: one for one in said_in(root, plan_of(form).entries, ()) if one.roster == "household_members"}
        assert [(one.makes, one.base, one.values.get("stays")) for one in said.values()] == [(False, 2, "yes"), (False, 2, "left"), (True, None, None)]
        assert {one.values["household"] for one in said.values()} == {str(HOUSE)} and UUID(int=102, version=4) not in said
        assert "work" not in said[UUID(int=101, version=4)].values and new.findtext("name") == "แก้ม"


@pytest.mark.parametrize("others", [0, 300])
def test_the_members_of_one_house_are_not_taken_for_those_of_another(cast, engine: Page, tmp_path: Path, others: int) -> None:
    form, lists, body = told_of_a_house(tmp_path, others)
    assert fill(engine, form, lists, body)["problems"] == []
    then = fill(engine, form, lists, body, then=(("/data/household", str(OTHER)),))
    assert any(problem.startswith("/data/household: constraint") for problem in then["problems"]), "another house after its members were opened"
    folder = tmp_path / "phone"
    folder.mkdir()
    [kept] = javarosa.filled(form, lists, count=1, seed=1, folder=folder, answers=ANSWERS, then={"/data/household": str(OTHER)})
    assert etree.fromstring(kept).findtext("household") == str(HOUSE), "the phone refuses the other house when it is chosen"


def test_a_long_list_is_taken_out_of_the_engine_and_answered_alike(engine: Page) -> None:
    rows = "".join(f"9{n:05},ต.ทดสอบที่ {n}\n" for n in range(7436))
    body = b'<data id="home_visit" version="1"><place><tambon>901234</tambon><house_no>14/2</house_no></place><life><content>7</content></life></data>'
    told = fill(engine, xform(), {"areas.csv": f"name,label\n{rows}".encode()}, body)
    assert told["long"] == 1
    assert dict(told["ours"])["/data/place/tambon"] == "901234"
    assert "/data/life/afraid" not in json.dumps([one for one in told["ours"] if one[1]])
    wrong = fill(engine, xform(), {"areas.csv": f"name,label\n{rows}".encode()}, body.replace(b"901234", b"800000"))
    assert any("/data/place/tambon: constraint" in problem for problem in wrong["problems"])
