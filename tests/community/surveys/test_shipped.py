"""The shipped instruments: each passes the lint, is what it says, and is valid for JavaRosa, the engine of Collect."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
import pyxform

from prasan.community.surveys.actions import ship
from prasan.community.surveys.models import FormVersion, SurveyForm
from prasan.community.surveys.rules.convert import make
from prasan.community.surveys.rules.scoring import score, scoring_of
from prasan.community.surveys.rules.shipped import INSTRUMENTS, tables, workbook
from prasan.ground.policy import acting, system

SYSTEM = system("test")
JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_each_passes_the_lint_and_says_that_it_is_a_sample(code):
    made = make(workbook(code))
    assert made.good and not [one for one in made.findings if one.code not in {"no_files", "keeps_list"}], [one.text() for one in made.findings]
    assert made.form.form_id == code and made.form.codes == (("th", "en", "ms") if code == "satisfaction" else ("th", "en"))
    assert "ตัวอย่าง" in made.titles["th"] and "sample" in made.titles["en"]
    assert any("ใช้แบบทางการแทน" in one.labels.get("th", "") for one in made.form.questions if one.kind == "note")
    assert workbook(code) == workbook(code) and make(made.xform).good


@pytest.mark.skipif(which("java") is None, reason="JavaRosa needs Java: apt-get install default-jre-headless")
def test_javarosa_takes_each_of_them_and_refuses_what_the_lint_refuses(tmp_path):
    files = []
    for code in INSTRUMENTS:
        files.append(tmp_path / f"{code}.xml")
        files[-1].write_bytes(make(workbook(code)).xform)
    bad = tmp_path / "bad.xml"
    bad.write_bytes(make(workbook("satisfaction")).xform.replace(b"/data/better", "/data/ดีขึ้น".encode()).replace(b"<better/>", "<ดีขึ้น/>".encode()))
    for path in [*files, bad]:
        told = subprocess.run(["java", "-jar", str(JAR), str(path)], capture_output=True, text=True, check=False, timeout=120)
        valid = told.returncode == 0 and "Xform is valid" in told.stdout + told.stderr
        assert valid is (path != bad), (path.name, told.stdout[-500:], told.stderr[-500:])


def test_family_strength_is_five_domains_of_five_items_scored_by_data():
    scoring = scoring_of(make(workbook("family_strength")).book)
    by_domain = [item["domain"] for item in scoring["items"]]
    assert len(scoring["domains"]) == 5 and {by_domain.count(one["code"]) for one in scoring["domains"]} == {5}
    best = {item["name"]: "0" if item["reverse"] else "3" for item in scoring["items"]}
    found = score(scoring, best)
    assert (found.percent, found.level, set(found.domains.values())) == (100.0, "very_strong", {100.0})
    worst = {name: "3" if value == "0" else "0" for name, value in best.items()}
    assert (score(scoring, worst).percent, score(scoring, worst).level) == (0.0, "needs_support")
    middle = {**best, **{name: worst[name] for name in list(best)[:5]}}
    assert score(scoring, middle).domains["relations"] == 0.0 and score(scoring, middle).percent == 80.0


def test_what_was_not_answered_is_not_no():
    scoring = scoring_of(make(workbook("family_strength")).book)
    best = {item["name"]: "0" if item["reverse"] else "3" for item in scoring["items"]}
    one_less = {name: value for name, value in best.items() if name != "rela_talk"}
    assert score(scoring, one_less).percent == 100.0
    two_less = {name: value for name, value in one_less.items() if name != "rela_listen"}
    assert score(scoring, two_less).domains["relations"] is None and score(scoring, two_less).percent is None and score(scoring, two_less).level == ""
    assert score(scoring, {}).percent is None and score(scoring, dict.fromkeys(best, "x")).percent is None
    assert score(scoring, {**best, "rela_talk": "9"}).percent == 100.0, "no answer on the scale is no answer"


def test_families_and_household_are_told_apart():
    form = make(workbook("household_register")).form
    repeats = [one.path for one in form.questions if one.kind == "repeat"]
    assert repeats == ["/data/family", "/data/member"]
    assert any(one.name == "of_family" and one.repeat == "/data/member" for one in form.questions)
    assert {one.name for one in form.questions if one.sealed and one.kind == "question"} == {"house_no", "point", "name", "head"}
    assert form.files == ("provinces.csv", "districts.csv", "subdistricts.csv")


def test_danger_is_asked_alone_and_never_kept():
    form = make(workbook("family_strength")).form
    danger = [one for one in form.questions if one.danger]
    assert [one.name for one in danger] == ["wants_help"] and "private" in danger[0].relevant
    assert [one["name"] for one in tables("family_strength")["survey"] if one.get("bind::prasan:danger") == "yes"] == ["wants_help"]


@pytest.mark.django_db
def test_shipping_again_changes_nothing_that_people_changed(cast):
    first = ship()
    assert [one.new for one in first] == [True] * len(INSTRUMENTS)
    with acting(SYSTEM):
        form = SurveyForm.objects.get(code="satisfaction")
        assert form.state == "open" and form.sample and form.organisation_id == cast.monitor.organisation
        form.title = "ชื่อของเรา"
        form.save()
        assert not SurveyForm.objects.get(code="workshop_board").rounds_only and SurveyForm.objects.get(code="family_strength").rounds_only
    assert [one.new for one in ship()] == [False] * len(INSTRUMENTS)
    with acting(SYSTEM):
        assert SurveyForm.objects.get(code="satisfaction").title == "ชื่อของเรา" and FormVersion.objects.count() == len(INSTRUMENTS)
