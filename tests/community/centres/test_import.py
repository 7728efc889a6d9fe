"""Centres and editions of the standard by CSV or XLSX: shown first, written wholly or not at all, the same list again changes nothing."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from prasan.community.centres import queries
from prasan.community.centres.models import Centre, Committee, Standard
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.organisations.models import Organisation
from prasan.surfaces.ops.importing import KINDS, bring_in, read_table, write_template
from tests.community.centres.conftest import SYSTEM

pytestmark = pytest.mark.django_db
IMPORT = system("import")
HEAD = "area,name_th,founded,state,reason,phones,committee_from,committee_until,order_no"
LINES = (
    "400101,ศูนย์พัฒนาครอบครัวในชุมชน เทศบาลนครขอนแก่น,2547,,,043-111-222;043-111-223,26/4/2569,25/4/2573,7/2569",
    "400102,ศูนย์พัฒนาครอบครัวในชุมชน ตำบลสำราญ,5/2550,resting,กรรมการย้าย,,,,",
    "409999,ศูนย์ที่ไม่มีตำบล,,,,,,,",
)


def brought(folder: Path, lines, *, apply=True, kind="centres", head=HEAD, name="list.csv"):
    file = folder / name
    file.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return bring_in(IMPORT, KINDS[kind], read_table(file), apply=apply)


def centre(cast, area):
    with reading(SYSTEM):
        return Centre.objects.select_related("organisation").get(pk=cast.organisation("cfdc", area))


def test_a_list_is_shown_then_written_and_again_changes_nothing(cast, tmp_path):
    shown = brought(tmp_path, LINES[:2], apply=False)
    assert not shown.problems and not shown.written and centre(cast, "400101").founded == ""
    done = brought(tmp_path, LINES[:2])
    assert done.written and done.counts()["replaced"] == 2
    first, second = centre(cast, "400101"), centre(cast, "400102")
    assert (first.state, first.founded, first.organisation.phones) == ("working", "2004", ["043-111-222", "043-111-223"])
    assert first.organisation.name_th.endswith("เทศบาลนครขอนแก่น") and not first.organisation.generated
    assert (second.state, second.founded, second.note) == ("resting", "2007-05", "กรรมการย้าย")
    with reading(SYSTEM):
        sitting = Committee.objects.get(organisation_id=first.pk)
        assert (sitting.cause, sitting.order_no, str(sitting.until)) == ("first", "7/2569", "2030-04-25")
    assert set(brought(tmp_path, LINES[:2]).counts()) == {"same"}


def test_one_wrong_cell_and_nothing_is_written(cast, tmp_path):
    done = brought(tmp_path, LINES)
    assert {(one.row, one.column) for one in done.problems} == {(4, "area")} and not done.written
    wrong = brought(tmp_path, ["400101,ศูนย์ ก,ปีก่อน,sleeping,,,,,"])
    assert {one.column for one in wrong.problems} == {"founded"}
    assert {one.column for one in brought(tmp_path, ["400101,ศูนย์ ก,,sleeping,,,,,"]).problems} == {"state"}
    assert {one.column for one in brought(tmp_path, ["400101,ศูนย์ ก,,resting,,,,,"]).problems} == {"reason"}
    with reading(SYSTEM):
        assert not Organisation.objects.filter(name_th="ศูนย์ ก").exists() and centre(cast, "400101").founded == ""


def test_a_later_committee_takes_the_place_of_the_one_that_sits(cast, tmp_path):
    brought(tmp_path, LINES[:1])
    brought(tmp_path, [LINES[0].replace("26/4/2569", "1/11/2569").replace("7/2569", "9/2569")])
    with reading(SYSTEM):
        found = Committee.objects.filter(organisation_id=cast.centre.organisation).order_by("number")
        assert [(one.order_no, one.ended_on is None) for one in found] == [("7/2569", False), ("9/2569", True)]


def test_a_blank_workbook_has_the_columns_and_a_filled_one_is_read(cast, tmp_path):
    blank = tmp_path / "blank.xlsx"
    write_template(blank, KINDS["centres"].columns)
    assert read_table(blank).columns[:3] == ("area", "name_th", "name_en")
    book = Workbook()
    book.active.append(["area", "name_th", "founded"])
    book.active.append(["400103", "ศูนย์จากตาราง", 2549])
    book.save(tmp_path / "full.xlsx")
    assert bring_in(IMPORT, KINDS["centres"], read_table(tmp_path / "full.xlsx"), apply=True).written
    assert centre(cast, "400103").founded == "2006"


STANDARD = (
    "about,code,official,,,,,", "about,version,2569,,,,,", "about,title,มาตรฐานของกรม,Standard,,,,",
    "about,source,หนังสือกรม ที่ 1/2569,,,,,", "about,from,2026-10-01,,,,,",
    "scale,,ไม่มี,No,,,,", "scale,,มี,Yes,,,,", "domain,plan,แผน,Plan,,,,", "item,plan.has,มีแผน,Has a plan,แผน,The plan,,",
    "level,good,ดี,Good,,,80,", "level,low,ควรพัฒนา,Low,,,0,0",
)
STANDARD_HEAD = "part,code,th,en,evidence_th,evidence_en,at_least,each"


def test_an_edition_of_the_standard_comes_by_a_table_and_is_never_written_anew(cast, tmp_path):
    done = brought(tmp_path, STANDARD, kind="standards", head=STANDARD_HEAD)
    assert done.written and not done.problems
    found = next(one for one in queries.editions() if one.code == "official")
    assert (found.title, found.sample, found.items, found.in_force) == ("มาตรฐานของกรม", False, 1, True)
    assert set(brought(tmp_path, STANDARD, kind="standards", head=STANDARD_HEAD).counts()) == {"same"}
    changed = brought(tmp_path, [line.replace("มีแผน", "มีแผนดี") for line in STANDARD], kind="standards", head=STANDARD_HEAD)
    assert [one.column for one in changed.problems] == ["version"] and not changed.written
    for broken in (STANDARD[:-1], [*STANDARD, "chapter,x,ย,,,,,"], [*STANDARD, "level,x,ย,,,,200,"]):
        assert brought(tmp_path, broken, kind="standards", head=STANDARD_HEAD).problems
    with reading(SYSTEM):
        assert Standard.objects.filter(code="official").count() == 1
