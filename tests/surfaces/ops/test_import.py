"""Lists are shown first, written wholly or not at all, and change nothing the second time."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from openpyxl import Workbook, load_workbook

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Invalid, Refused, system
from prasan.registry.access.models import Duty, Position, User
from prasan.registry.areas.actions import put_area
from prasan.registry.areas.models import Area
from prasan.registry.limits import queries as limits
from prasan.registry.limits.actions import put_holiday
from prasan.registry.limits.models import Holiday
from prasan.registry.organisations.models import Alias, Organisation
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.commands import import_
from prasan.surfaces.ops.importing import KINDS, TableProblem, bring_in, read_table, write_template
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SYSTEM = system("import")
WORKBOOK_TIME = datetime(2026, 11, 21, 8, 30)  # noqa: DTZ001 - a workbook knows no zones


@pytest.fixture(autouse=True)
def _noon(frozen, cast: Cast) -> None:
    """A fixed day, with Khon Kaen's offices and officers."""


def listed(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8-sig")
    return file


def brought(kind: str, file: Path, **more: bool):
    return bring_in(SYSTEM, KINDS[kind], read_table(file), apply=more.pop("apply", True), **more)


PERSONS = (
    "username,name,organisation,role,areas,title,starts_on,ends_on,phone\n"
    "suda.k,สุดา ตัวอย่าง,psdhso:40:intake,intake_officer,,,,,043-000-100\n"
    "suda.k,สุดา ตัวอย่าง,psdhso:40:casework,case_manager,,,,30/9/2570,\n"
)


def test_persons_come_with_their_posts_and_without_a_secret(tmp_path) -> None:
    file = listed(tmp_path, PERSONS)
    shown = brought("persons", file, apply=False)
    assert (shown.counts()["added"], shown.counts()["changed"], shown.written) == (1, 1, False)
    assert not User.objects.filter(username="suda.k").exists()
    done = brought("persons", file)
    assert done.written
    user = User.objects.get(username="suda.k")
    assert not user.has_usable_password()
    assert set(Position.objects.filter(user=user).values_list("role", flat=True)) == {"intake_officer", "case_manager"}
    again = brought("persons", file)
    assert set(again.counts()) == {"same"}
    assert Position.objects.filter(user=user).count() == 2


def test_a_post_ends_on_the_day_that_the_list_says(tmp_path) -> None:
    brought("persons", listed(tmp_path, PERSONS))
    ended = brought("persons", listed(tmp_path, PERSONS.replace("intake_officer,,,,,", "intake_officer,,,,1/1/2570,")))
    assert ended.counts()["ended"] == 1
    post = Position.objects.get(user__username="suda.k", role="intake_officer")
    assert post.ends_at is not None
    assert clock.local(post.ends_at).date().isoformat() == "2027-01-01"


def test_one_wrong_cell_and_nothing_is_kept(tmp_path) -> None:
    text = PERSONS + "ไทย,x,psdhso:40:intake,intake_officer,,,,,\nb.two,ข,psdhso:99:,intake_officer,,,,,\nc.three,ค,psdhso:40:intake,king,,,,,\n"
    done = brought("persons", listed(tmp_path, text))
    assert [(one.row, one.column) for one in done.problems] == [(4, "username"), (5, "organisation"), (6, "role")]
    assert all(one.text for one in done.problems)
    assert not done.written
    assert not User.objects.filter(username__in=["suda.k", "b.two", "c.three"]).exists()


DUTIES = "organisation,username,starts_at,ends_at,phone\npsdhso:40:intake,{who},21/11/2569 08:30,21/11/2569 16:30,\n"


def test_a_duty_roster_is_brought_in_once(tmp_path, cast) -> None:
    who = User.objects.get(pk=cast.intake.user).username
    file = listed(tmp_path, DUTIES.format(who=who))
    before = Duty.objects.count()
    assert brought("duties", file).counts()["added"] == 1
    assert set(brought("duties", file).counts()) == {"same"}
    assert Duty.objects.count() == before + 1
    wrong = brought("duties", listed(tmp_path, DUTIES.format(who=who).replace("21/11/2569 16:30", "23/11/2569 16:30")))
    assert [one.column for one in wrong.problems] == ["ends_at"]


def test_an_area_is_added_renamed_abolished_and_again_the_same(tmp_path) -> None:
    new = listed(tmp_path, "code,name_th,abolished_on,replaced_by\n400190,ศิลาใหม่,,\n")
    assert brought("areas", new).counts()["added"] == 1
    assert set(brought("areas", new).counts()) == {"same"}
    gone = listed(tmp_path, "code,name_th,abolished_on,replaced_by\n400190,ศิลาใหม่,1/12/2569,400114\n")
    assert brought("areas", gone).counts()["ended"] == 1
    assert Area.objects.get(pk="400190").replaced_by == "400114"
    wrong = brought("areas", listed(tmp_path, "code,name_th,replaced_by\n4,ก,\n409999,ข,\n400191,ค,400114\n"))
    assert [(one.row, one.column) for one in wrong.problems] == [(2, "code"), (3, "code"), (4, "abolished_on")]


def test_areas_are_for_the_command_line_only(cast) -> None:
    with pytest.raises(Refused):
        put_area(cast.province.actor, code="400114", name_th="ชื่ออื่น")
    with pytest.raises(Invalid):
        put_area(SYSTEM, code="x", name_th="")


def generated(area: str) -> Organisation:
    own = organisation_id("cfdc", area)
    row, _made = Organisation.objects.get_or_create(id=own, defaults={
        "type_id": "cfdc", "name_th": f"ศพค. {area}", "sort_key": "0", "search_text": "", "path": own.hex, "area_id": area, "level": "subdistrict",
        "sector": "local", "is_desk": True, "generated": True, "note_th": "ประมาณ",
    })
    return row


def test_a_complete_list_of_centres_takes_the_place_of_the_generated_ones(tmp_path) -> None:
    real, other, elsewhere = generated("400101"), generated("400102"), generated("45")
    file = listed(tmp_path, "type,area,name_th,aliases,ended_on\ncfdc,400101,ศพค.เทศบาลนครตัวอย่าง,ศูนย์ครอบครัวในเมือง,\n")
    done = brought("organisations", file, complete=True)
    assert (done.counts()["replaced"], done.written) == (1, True)
    real.refresh_from_db()
    assert (real.name_th, real.generated) == ("ศพค.เทศบาลนครตัวอย่าง", False)  # the same id: what hangs on it stays
    assert Alias.objects.filter(organisation=real, text="ศูนย์ครอบครัวในเมือง").exists()
    assert Organisation.objects.get(pk=other.pk).active_until == clock.today()
    assert Organisation.objects.get(pk=elsewhere.pk).active_until is None
    again = brought("organisations", file, complete=True)
    assert set(again.counts()) == {"same"}
    assert Alias.objects.filter(organisation=real).count() == 1


def test_an_organisation_ends_and_a_wrong_line_keeps_all_of_it_out(tmp_path) -> None:
    row = generated("400101")
    wrong = brought("organisations", listed(tmp_path, "type,area,name_th,ended_on\ncfdc,400101,ศพค.จริง,\ncfdc,400102,ข,พรุ่งนี้\nking,40,ค,\n"))
    assert [(one.row, one.column) for one in wrong.problems] == [(3, "ended_on"), (4, "type")]
    row.refresh_from_db()
    assert row.generated
    done = brought("organisations", listed(tmp_path, "type,area,name_th,ended_on\ncfdc,400101,ศพค. 400101,30 ก.ย. 2570\n"))
    assert done.counts()["ended"] == 1


def test_what_was_done_is_written_down_and_a_repeat_is_not(tmp_path) -> None:
    file = listed(tmp_path, PERSONS)
    brought("persons", file, apply=False)
    assert not AuditRow.objects.filter(verb="import").exists()
    brought("persons", file)
    assert AuditRow.objects.filter(verb="import").count() == 1
    brought("persons", file)
    assert AuditRow.objects.filter(verb="import").count() == 1


def test_a_workbook_is_read_as_it_was_typed(tmp_path, cast) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["organisation", "username", "starts_at", "ends_at"])
    sheet.append(["psdhso:40:intake", User.objects.get(pk=cast.intake.user).username, WORKBOOK_TIME, "21/11/2569 16.30"])
    book.save(tmp_path / "duty.xlsx")
    assert brought("duties", tmp_path / "duty.xlsx").counts()["added"] == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_blank_list_has_every_column_and_brings_nothing(tmp_path, kind, ending) -> None:
    file = tmp_path / f"blank.{ending}"
    write_template(file, KINDS[kind].columns)
    done = brought(kind, file)
    assert (done.problems, done.changes) == ([], [])
    if ending == "xlsx":
        assert [row[0] for row in load_workbook(file)["คำอธิบาย"].iter_rows(values_only=True)] == [name for name, _ in KINDS[kind].columns]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe\xfd" * 9, b"PK\x03\x04nonsense", b"a,a\n1,2\n", b'"open\n' + b"x" * 200_000])
def test_what_is_no_list_is_refused(tmp_path, content) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    with pytest.raises(TableProblem, match=r"\S"):
        read_table(file)


def test_an_unknown_or_missing_heading_is_named(tmp_path) -> None:
    done = brought("areas", listed(tmp_path, "code,nam_th\n400101,ก\n"))
    assert [(one.row, one.column) for one in done.problems] == [(1, "name_th"), (1, "nam_th")]


HOLIDAYS = (
    "day,name_th,source,open\n"
    "25/11/2569,วันหยุดพิเศษ,มติคณะรัฐมนตรี 12 พฤศจิกายน 2569,\n"
    "7/12/2569,วันหยุดชดเชยที่ยกเลิก,ประกาศสำนักนายกรัฐมนตรี,เปิด\n"
)


@pytest.fixture
def _holidays_as_they_were() -> Iterator[None]:
    yield
    clock.tell_holidays({})
    limits.forget()


@pytest.mark.usefixtures("_holidays_as_they_were")
def test_holidays_are_counted_from_now_on_and_say_by_whose_word(tmp_path, cast) -> None:
    tuesday, friday = date(2026, 11, 24), date(2026, 12, 4)
    code = next(one.code for one in limits.rules_in_force() if one.kind == "working_days")
    before = limits.due_for(code, datetime(2026, 11, 24, 9, tzinfo=clock.BANGKOK))
    file = listed(tmp_path, HOLIDAYS)
    shown = brought("holidays", file, apply=False)
    assert [one.name for one in shown.changes] == [
        "25 พ.ย. 2569 วันหยุดพิเศษ ที่มา: มติคณะรัฐมนตรี 12 พฤศจิกายน 2569",
        "7 ธ.ค. 2569 วันหยุดชดเชยที่ยกเลิก (เปิดทำการ) ที่มา: ประกาศสำนักนายกรัฐมนตรี",
    ]
    limits.forget()
    assert limits.due_for(code, datetime(2026, 11, 24, 9, tzinfo=clock.BANGKOK)) == before, "shown only"

    assert brought("holidays", file).counts() == {"added": 2}
    limits.forget()
    assert limits.due_for(code, datetime(2026, 11, 24, 9, tzinfo=clock.BANGKOK)) != before
    assert clock.add_working_days(tuesday, 1) == date(2026, 11, 26), "closed by the Cabinet"
    assert clock.add_working_days(friday, 1) == date(2026, 12, 7), "open after all"
    assert brought("holidays", file).counts() == {"same": 2}

    told = {one["day"]: one for one in cast.client(cast.manager).get("/api/v1/limits/holidays/2569").json()["holidays"]}
    assert told["2026-11-25"] == {"day": "2026-11-25", "name": "วันหยุดพิเศษ", "open": False, "source": "มติคณะรัฐมนตรี 12 พฤศจิกายน 2569"}
    assert told["2026-12-07"]["open"] is True
    assert told["2026-12-05"]["source"] == "holidays"
    assert cast.client(cast.manager).get("/api/v1/limits/holidays/99999999").json() == {"holidays": []}


def test_one_wrong_holiday_and_none_is_kept(tmp_path) -> None:
    wrong = brought("holidays", listed(tmp_path, "day,name_th,source,open\n25/11/2569,หยุด,มติ,\n31/2/2569,หยุด,มติ,\n26/11/2569,,,\n27/11/2569,หยุด,มติ,อาจ\n"))
    assert [(one.row, one.column) for one in wrong.problems] == [(3, "day"), (4, "name_th"), (4, "source"), (5, "open")]
    assert not Holiday.objects.exists()


def test_only_who_keeps_the_rules_puts_down_a_holiday(cast) -> None:
    with pytest.raises(Refused):
        put_holiday(cast.manager.actor, day=date(2026, 11, 25), name_th="หยุดเอง", source="ไม่มี")
    assert put_holiday(cast.admin.actor, day=date(2026, 11, 25), name_th="วันหยุดพิเศษ", source="มติคณะรัฐมนตรี") == "added"


class Typed:
    """The command's arguments."""

    def __init__(self, kind: str, file: Path, *, apply: bool = True) -> None:
        self.kind, self.file, self.apply, self.template, self.complete = kind, file, apply, False, False


def test_real_lists_stay_out_of_a_demonstration_and_the_other_way_round(tmp_path, monkeypatch, capsys) -> None:
    real, made_up = listed(tmp_path, PERSONS), listed(tmp_path, "# demonstration\n" + PERSONS, "demo.csv")
    with pytest.raises(CommandError):
        import_.run(Typed("persons", made_up))  # type: ignore[arg-type]
    monkeypatch.setattr(import_, "is_demonstration", lambda: True)
    with pytest.raises(CommandError):
        import_.run(Typed("persons", real))  # type: ignore[arg-type]
    assert not User.objects.filter(username="suda.k").exists()
    assert import_.run(Typed("persons", made_up)) == 0  # type: ignore[arg-type]
    assert User.objects.filter(username="suda.k").exists()
    assert "แถว 3: เพิ่ม suda.k" in capsys.readouterr().out
