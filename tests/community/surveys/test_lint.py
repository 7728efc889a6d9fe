"""The lint: a good form passes, and for each rule one bad form is stopped at its sheet, row and column, in Thai."""

import re

import pytest

from prasan.community.surveys.rules.convert import make
from prasan.community.surveys.rules.findings import SENTENCES, from_plain
from tests.community.surveys.books import EN, GOOD, TH, changed, repacked, xlsx

DEEP = [{"type": "begin_group", "name": f"g{n}"} for n in range(13)] + [{"type": "text", "name": "x", TH: "ก", EN: "a"}] + [{"type": "end_group"}] * 13
# code: (the change, sheet, row, column)
BAD = {
    "no_form_id": (changed(settings={0: {"form_id": ""}}), "settings", 2, "form_id"),
    "form_id": (changed(settings={0: {"form_id": "แบบหนึ่ง"}}), "settings", 2, "form_id"),
    "no_title": (changed(settings={0: {"form_title": ""}}), "settings", 2, "form_title"),
    "no_version": (changed(settings={0: {"version": ""}}), "settings", 2, "version"),
    "version_long": (changed(settings={0: {"version": "1" * 250}}), "settings", 2, "version"),
    "encrypted": (changed(settings={0: {"public_key": "MIIBIjANBgkqhkiG9w0"}}), "settings", 2, "public_key"),
    "sends_elsewhere": (changed(settings={0: {"submission_url": "https://example.com/"}}), "settings", 2, "submission_url"),
    "default_language": (changed(settings={0: {"default_language": "ไทย"}}), "settings", 2, "default_language"),
    "no_type": (changed(survey={1: {"type": ""}}), "survey", 3, "type"),
    "unknown_type": (changed(survey={1: {"type": "number"}}), "survey", 3, "type"),
    "no_name": (changed(survey={1: {"name": ""}}), "survey", 3, "name"),
    "name_ascii": (changed(survey={0: {"name": "ชื่อ"}}), "survey", 2, "name"),
    "name_twice": (changed(survey={1: {"name": "head"}}), "survey", 3, "name"),
    "no_end": (changed(survey={6: {"type": "note", "name": "x", TH: "ก", EN: "a"}}), "survey", 4, "name"),
    "no_begin": (changed(survey={9: {"type": "end_group"}}), "survey", 11, "type"),
    "too_deep": (xlsx({**GOOD, "survey": DEEP}), "survey", 14, "name"),
    "no_list": (changed(survey={5: {"type": "select_one other"}}), "survey", 7, "type"),
    "list_name": (changed(choices={2: {"list_name": "รายการ", "name": "a", TH: "ก", EN: "a"}}), "choices", 4, "name"),
    "choice_no_name": (changed(choices={1: {"name": ""}}), "choices", 3, "name"),
    "choice_space": (changed(choices={1: {"name": "not yes"}}), "choices", 3, "name"),
    "choice_twice": (changed(choices={1: {"name": "yes"}}), "choices", 3, "name"),
    "file_name": (changed(survey={5: {"type": "select_one_from_file ../พื้นที่.csv"}}), "survey", 7, "type"),
    "listens": (changed(survey={9: {"type": "background-audio", "name": "ear"}}), "survey", 11, "name"),
    "xpath": (changed(survey={1: {"constraint": ". > 0 and"}}), "survey", 3, "constraint"),
    "unknown_function": (changed(survey={7: {"calculation": "counts(${member})"}}), "survey", 9, "calculation"),
    "web_only": (changed(survey={7: {"calculation": "substring(${head}, 1)"}}), "survey", 9, "calculation"),
    "phone_only": (changed(survey={7: {"calculation": "property('x')"}}), "survey", 9, "calculation"),
    "arguments": (changed(survey={7: {"calculation": "if(${n} > 1, 2)"}}), "survey", 9, "calculation"),
    "unknown_ref": (changed(survey={7: {"calculation": "${nobody} + 1"}}), "survey", 9, "calculation"),
    "ref_in_predicate": (changed(survey={7: {"calculation": "count(${member}[${age} < 18])"}}), "survey", 9, "calculation"),
    "decimal_date": (changed(survey={4: {"calculation": "int(decimal-date-time(${dob}) div 365.25)"}}), "survey", 6, "calculation"),
    "cycle": (changed(survey={1: {"relevant": "${kids} > 0"}, 7: {"calculation": "${n} + 1"}}), "survey", None, "name"),
    "label_form": (xlsx({**GOOD, "survey": [{**row, "label": "ก"} for row in GOOD["survey"][:2]]}), "survey", 1, "label"),
    "language_code": (xlsx({**GOOD, "survey": [{**row, "label::Malay": "a"} for row in GOOD["survey"][:2]]}), "survey", 1, "label::Malay"),
    "language_two_ways": (xlsx({**GOOD, "choices": [{**row, "label::Thai (th)": "ก"} for row in GOOD["choices"]]}), "settings", 2, "label"),
    "no_thai": (
        xlsx({name: [{head: text for head, text in row.items() if head not in {TH, "default_language"}} for row in rows] for name, rows in GOOD.items()}),
        "settings", 2, "label",
    ),
    "no_label": (changed(survey={1: {TH: "", EN: ""}}), "survey", 3, "name"),
    "language_lacking": (changed(choices={1: {EN: ""}}), "choices", 3, EN),
    "twice_column": (b"", "", 0, ""),  # below: xlsxwriter's rows are maps
    "ref_many": (
        changed(survey={9: {"type": "begin_group", "name": "g"}, 10: {"type": "text", "name": "head", TH: "ก", EN: "a"}, 11: {"type": "end_group"},
                        12: {"type": "calculate", "name": "c", "calculation": "${head}"}}), "survey", 14, "calculation",
    ),
}


def test_a_good_form_passes_and_says_what_it_is():
    made = make(changed())
    assert [one.text() for one in made.findings] == []
    assert (made.form.form_id, made.form.version, made.titles, made.form.codes) == ("test_form", "1", {"th": "แบบทดสอบ"}, ("th", "en"))
    assert [(one.path, one.kind, one.repeat) for one in made.form.questions][:6] == [
        ("/data/head", "question", ""), ("/data/n", "question", ""), ("/data/member", "repeat", ""), ("/data/member/dob", "question", "/data/member"),
        ("/data/member/age", "hidden", "/data/member"), ("/data/member/school", "question", "/data/member"),
    ]
    assert make(made.xform).good, "what we make, we take"


@pytest.mark.parametrize("code", [code for code in BAD if BAD[code][0]])
def test_a_bad_form_is_stopped_at_its_place(code):
    content, sheet, row, column = BAD[code]
    made = make(content)
    found = [one for one in made.findings if one.code == code]
    assert found and not made.good, [one.text() for one in made.findings]
    assert (found[0].place.sheet, found[0].place.column) == (sheet, column)
    assert row is None or found[0].place.row == row
    assert re.search(r"[ก-๙]{3}", found[0].text()) and "%(" not in found[0].text()
    assert from_plain(found[0].plain()) == found[0]


def test_a_column_that_stands_twice_is_named(tmp_path):
    import openpyxl

    path = tmp_path / "twice.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for line in (["type", "name", TH, TH], ["text", "a", "ก", "ข"]):
        book.active.append(line)
    book.create_sheet("settings").append(["form_id"])
    book.save(path)
    found = [one for one in make(path.read_bytes()).findings if one.code == "twice_column"]
    assert found[0].place.cell == "D1"


def test_the_version_must_be_new_and_the_form_the_same():
    assert "version_same" in {one.code for one in make(changed(), taken={"1"}).findings}
    assert "other_form" in {one.code for one in make(changed(), wanted="family").findings}
    assert make(changed(), taken={"2"}, wanted="test_form").good


@pytest.mark.parametrize("calculation", [
    "count(${member}[age < 18])", "count(${member}[./age < 18])",
    "instance('yn')/root/item[name = ${head}]/name", "sum(${age})", "count(${member}[age < ${n}])",
])
def test_what_phone_and_web_agree_on_is_not_refused(calculation):
    made = make(changed(survey={7: {"calculation": calculation}}))
    assert made.good, [one.text() for one in made.findings]


def test_a_list_filtered_inside_a_repeat_passes():
    made = make(changed(survey={5: {"choice_filter": "name != ${age}"}}))
    assert made.good, [one.text() for one in made.findings]


def test_a_word_is_said_and_the_form_still_taken():
    made = make(changed(survey={9: {"type": "deviceid", "name": "device"}}, choices={2: {"list_name": "yn", "name": "ไม่รู้", TH: "ไม่รู้", EN: "?"}}))
    assert made.good and {one.code for one in made.findings} == {"follows", "choice_thai"}


def test_xml_is_held_to_the_same_rules():
    xform = make(changed()).xform.decode()
    for code, old, new in (
        ("unknown_function", "count( /data/member [age", "counts( /data/member [age"), ("ref_in_predicate", "[age &lt; 18]", "[ /data/member/age &lt; 18]"),
        ("name_ascii", "kids", "ลูก"), ("no_version", ' version="1"', ""), ("encrypted", "<bind ", '<submission base64RsaPublicKey="MIIB"/><bind '),
        ("cycle", 'nodeset="/data/n" type="int"', 'nodeset="/data/n" type="int" relevant="/data/n = 1"'),
        ("decimal_date", "int((today() -  ../dob ) div 365.25)", "decimal-date-time( ../dob )"), ("language_lacking", "<value>Head of family</value>", ""),
        ("sends_elsewhere", "<bind ", '<submission action="https://example.com"/><bind '), ("xpath", ". &gt; 0 and", ". &gt; 0 and and"),
    ):
        changed_xml = xform.replace(old, new, 1) if code != "name_ascii" else xform.replace(old, new)
        assert changed_xml != xform, code
        made = make(changed_xml.encode())
        assert code in {one.code for one in made.findings} and not made.good, code


# -- hostile files -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "content"), [
    ("no_file", b"hello"), ("no_file", b""), ("no_file", b"PK\x03\x04broken"), ("old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ("bomb", repacked(changed(), **{"xl/media/a.bin": b"\0" * 30_000_000})),
    ("bomb", repacked(changed(), **{f"xl/media/{n}.png": b"" for n in range(500)})),
    ("macros", repacked(changed(), **{"xl/vbaProject.bin": b"x"})),
    ("links", repacked(changed(), **{"xl/externalLinks/externalLink1.xml": b"<a/>"})),
    ("entities", repacked(changed(), **{"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&b;</sst>'})),
    ("entities", repacked(changed(), **{"xl/sharedStrings.xml": '<?xml version="1.0" encoding="UTF-16"?><sst/>'.encode("utf-16")})),
    ("entities", b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><h:html xmlns:h="http://www.w3.org/1999/xhtml">&b;</h:html>'),
    ("entities", b'<?xml version="1.0" encoding="utf-7"?><html/>'), ("not_xform", b"<html/>"), ("not_xform", b"<a><b></a>"),
    ("too_large", b"<" + b"a" * 5_000_001), ("no_survey", xlsx({"other": [{"a": "b"}], "more": [{"a": "b"}]})),
    ("empty", xlsx({**GOOD, "survey": [{"type": ""}]})),
    ("too_many_rows", xlsx({**GOOD, "survey": [{"type": "text", "name": f"q{n}"} for n in range(2_100)]})),
    ("much_formula", xlsx({**GOOD, "survey": [{"type": "calculate", "name": f"c{n}", "calculation": "1" + "+1" * 900} for n in range(200)]})),
    ("much_formula", xlsx({**GOOD, "survey": [{"type": "note", "name": f"n{n}", TH: "${head} " * 900, EN: "a"} for n in range(40)]})),
    ("much_formula", xlsx({**GOOD, "survey": [{"type": "text", "name": f"n{n}", "default": "1+" * 900, TH: "ก", EN: "a"} for n in range(200)]})),
    ("xpath", changed(survey={1: {"constraint": "1" + "+1" * 2_000}})),
    ("long_cell", changed(survey={1: {TH: "ก" * 9_000}})),
])
def test_a_hostile_or_broken_file_is_refused_in_words(code, content):
    made = make(content)
    assert code in {one.code for one in made.findings} and not made.good, [one.text() for one in made.findings]


def test_a_sheet_of_a_million_empty_rows_costs_nothing(tmp_path):
    import openpyxl

    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", TH])
    book.active.append(["text", "a", "ก"])
    book.active.cell(1_048_576, 16_384, "far")
    book.save(path)
    assert {one.code for one in make(path.read_bytes()).findings} >= {"no_form_id"}


def test_whatever_the_converter_raises_becomes_a_finding(monkeypatch):
    for error in (TypeError("x"), RecursionError(), KeyError("y"), MemoryError()):
        def fail(*given, raised=error, **more):
            raise raised

        monkeypatch.setattr("pyxform.xls2xform.convert", fail)
        assert [one.code for one in make(changed()).findings] == ["failed"]


def test_every_sentence_is_thai():
    assert [code for code, text in SENTENCES.items() if not re.search("[ก-๙]", str(text))] == []
