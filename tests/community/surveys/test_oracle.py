"""The lint against JavaRosa, the engine of Collect (the jar in pyxform, test time only): what it refuses the lint refuses, what it takes the lint takes."""

import subprocess
from pathlib import Path
from shutil import which

import pytest
import pyxform

from prasan.community.surveys.rules import convert
from prasan.community.surveys.rules.convert import make
from prasan.community.surveys.rules.xpath import BOTH, WEB_ONLY
from tests.community.surveys.books import EN, GOOD, TH, xlsx

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
pytestmark = pytest.mark.skipif(which("java") is None, reason="JavaRosa needs Java: apt-get install default-jre-headless")


def asked(name, **more):
    return {"type": "integer", "name": name, TH: "ก", EN: "a", **more}


def calculated(name, formula):
    return {"type": "calculate", "name": name, "calculation": formula}


GROUP, REPEAT, END, END_REPEAT = ({"type": "begin_group", "name": "g"}, {"type": "begin_repeat", "name": "r"}, {"type": "end_group"}, {"type": "end_repeat"})
RINGS = {
    "group by its child": [{**GROUP, "relevant": "${a} > 1"}, asked("a"), END], "own relevance": [asked("a", relevant="${a} > 1")],
    "own relevance by a dot": [asked("a", relevant=". > 1")], "own requirement": [asked("a", required=". > 1")],
    "own lock": [asked("a", readonly="${a} > 1")], "own value": [asked("a", calculation="${a} + 1")],
    "own value by a dot": [asked("a", calculation=". + 1")], "each other": [asked("a", relevant="${b} > 1"), asked("b", relevant="${a} > 1")],
    "relevance and value": [asked("a", relevant="${b} > 1"), asked("b", calculation="${a} + 1")],
    "requirement and lock": [asked("a", required="${b} > 1"), asked("b", readonly="${a} > 1")],
    "repeat by its child": [{**REPEAT, "relevant": "count(${c}) > 1"}, asked("c"), END_REPEAT],
    "sum of itself": [REPEAT, asked("c"), calculated("s", "sum(${s}) + 1"), END_REPEAT],
    "itself one before": [REPEAT, calculated("s", "indexed-repeat(${s}, ${r}, position(..) - 1)"), asked("c"), END_REPEAT],
}
NO_RINGS = {
    "constraints of each other": [asked("a", constraint=". > 1 and ${b} > 1"), asked("b", constraint="${a} > 1")],
    "count and sum": [asked("n"), {**REPEAT, "repeat_count": "${n}"}, asked("c"), calculated("s", "sum(${c})"), END_REPEAT],
    "another one before": [REPEAT, asked("c"), calculated("s", "indexed-repeat(${c}, ${r}, position(..) - 1)"), END_REPEAT],
}
# Good calls of functions that want more than numbers.
CALLS = {
    "jr:choice-name": "jr:choice-name(${yn}, '${yn}')", "jr:itext": "jr:itext('/data/a:label')", "instance": "instance('yn')/root/item[name='yes']/label",
    "indexed-repeat": "indexed-repeat(${c}, ${r}, 1)", "current": "current()/../a", "position": "position(..)", "count": "count(${r})", "sum": "sum(${c})",
    "randomize": "join(' ', randomize(${c}))", "count-non-empty": "count-non-empty(${c})", "selected": "selected(${yn}, 'yes')",
    "selected-at": "selected-at(${yn}, 0)", "count-selected": "count-selected(${yn})", "area": "area(${pt})", "distance": "distance(${pt})",
    "geofence": "geofence(${pt}, ${pt})", "checklist": "checklist(1,2,true())", "weighted-checklist": "weighted-checklist(1,2,true(),1)",
    "date": "date('2026-01-01')", "date-time": "date-time('2026-01-01T00:00:00')", "decimal-date-time": "decimal-date-time('2026-01-01T00:00:00')",
    "format-date": "format-date(today(),'%Y')", "format-date-time": "format-date-time(now(),'%Y')", "digest": "digest('a','MD5')",
    "base64-decode": "base64-decode('YQ==')", "boolean-from-string": "boolean-from-string('1')", "if": "if(true(),1,2)", "join": "join(' ', ${c})",
}
APART = {"pulldata": "needs a file", "decimal-time": "wants a time that a question gives"}
WORLD = [
    asked("a"), {**asked("yn"), "type": "select_multiple yn"}, {**asked("pt"), "type": "geotrace"}, REPEAT, asked("c"), END_REPEAT,
]


def judged(tmp_path, forms, monkeypatch):
    """Which of these forms (name to rows of the sheet) JavaRosa takes: converted without our lint, all in one run of Java."""
    monkeypatch.setattr(convert, "lint", lambda draft: [])
    for name, rows in forms.items():
        made = make(xlsx({**GOOD, "survey": rows}))
        assert made.good, (name, [one.text() for one in made.findings])
        (tmp_path / f"{name}.xml").write_bytes(made.xform)
    monkeypatch.undo()
    told = subprocess.run(["java", "-jar", str(JAR), *(str(tmp_path / f"{name}.xml") for name in forms)], capture_output=True, text=True, check=False)
    parts = {Path(part.splitlines()[0]).stem: part for part in told.stdout.split("Validating: ")[1:]}
    return {name: "Xform is valid" in parts[name] for name in forms}


def stops(rows):
    return {one.code for one in make(xlsx({**GOOD, "survey": rows})).findings if one.stops}


def test_rings_are_those_of_javarosa(tmp_path, monkeypatch):
    theirs = judged(tmp_path, RINGS | NO_RINGS, monkeypatch)
    assert theirs == dict.fromkeys(RINGS, False) | dict.fromkeys(NO_RINGS, True)
    assert {name: "cycle" in stops(rows) for name, rows in (RINGS | NO_RINGS).items()} == {name: not good for name, good in theirs.items()}


def test_functions_that_pass_are_known_to_javarosa_and_the_web_ones_are_not(tmp_path, monkeypatch):
    forms = {}
    for name in sorted({*BOTH, *WEB_ONLY} - set(APART)):
        call = CALLS.get(name) or f"{name}({', '.join(['1'] * BOTH.get(name, (1, 1))[0])})"
        forms[name.replace(":", "_")] = [*WORLD, calculated("z", call)]
    theirs = judged(tmp_path, forms, monkeypatch)
    assert sorted(name for name, good in theirs.items() if not good) == sorted(WEB_ONLY)
    assert sorted(name for name, rows in forms.items() if stops(rows)) == sorted(WEB_ONLY)
