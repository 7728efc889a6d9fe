"""The kinds of lists, each brought in by the actions that people use."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_noop

from prasan.ground import clock
from prasan.ground.policy import Actor, Invalid
from prasan.registry.access.actions import add_duty, add_user, change_user, end_position, give_position
from prasan.registry.access.queries.imports import duty_like, positions_of, user_like
from prasan.registry.access.roles import BY_CODE
from prasan.registry.areas.actions import put_area
from prasan.registry.limits.actions import put_holiday
from prasan.registry.organisations.actions import import_organisations
from prasan.registry.organisations.queries import organisation, organisation_id
from prasan.surfaces.ops.importing.cells import day_of, moment_of, no_day
from prasan.surfaces.ops.importing.centres import CENTRE_KINDS
from prasan.surfaces.ops.importing.running import Change, Kind, Outcome, Problem, row_by_row
from prasan.surfaces.ops.importing.tables import Table

YES = {"เปิด", "open", "x", "1", "yes", "ใช่"}


def _organisations(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    done = import_organisations(actor, rows=table.rows, whole=True, complete=complete)
    outcome.problems.extend(Problem(one.line, one.column, one.text) for one in done.problems)
    outcome.changes.extend(Change(one.line, one.kind, one.name) for one in done.changes)


def _persons(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    row_by_row(table, outcome, lambda row: _person(actor, row), {"areas": "areas", "ends_at": "ends_on", "user": "username"})


def _person(actor: Actor, row: Mapping[str, str]) -> tuple[str, str]:
    """A user, made without any secret (the invitation gives one), and one position."""
    office, role = _office(row), row["role"]
    starts, ends = day_of(row, "starts_on"), day_of(row, "ends_on")
    if role not in BY_CODE:
        raise Invalid({"role": "เลือกบทบาทจากรายการใน docs/operators.md"})
    known, done = user_like(row["username"]), "same"
    if known is None:
        user = add_user(actor, username=row["username"], name=row["name"], phone=row.get("phone", ""), home=office)
        done = "added"
    else:
        user = known.id
        if row["name"] != known.name:
            change_user(actor, user=user, name=row["name"], phone=row.get("phone") or known.phone, language=known.language)
            done = "changed"
    areas = row.get("areas", "").split()
    held = next((post for post in positions_of(user) if (post.organisation, post.role, list(post.areas)) == (office, role, areas)), None)
    if held is None:
        give_position(actor, user=user, organisation=office, role=role, areas=areas, starts_at=starts, ends_at=ends, title=row.get("title", ""))
        return ("added" if done == "added" else "changed"), row["username"]
    if ends is not None and held.ends_at != ends:
        end_position(actor, position=held.id, ends_at=ends)
        return "ended", row["username"]
    return done, row["username"]


def _duties(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    row_by_row(table, outcome, lambda row: _duty(actor, row), {"user": "username", "ends": "ends_at"})


def _duty(actor: Actor, row: Mapping[str, str]) -> tuple[str, str]:
    office, known = _office(row), user_like(row["username"])
    if known is None:
        raise Invalid({"username": "ไม่พบผู้ใช้ชื่อนี้"})
    starts, ends = moment_of(row, "starts_at"), moment_of(row, "ends_at")
    if duty_like(office, known.id, starts, ends):
        return "same", row["username"]
    add_duty(actor, organisation=office, user=known.id, starts_at=starts, ends_at=ends, phone=row.get("phone", ""))
    return "added", row["username"]


def _areas(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    row_by_row(table, outcome, lambda row: _area(actor, row), {})


def _area(actor: Actor, row: Mapping[str, str]) -> tuple[str, str]:
    abolished = day_of(row, "abolished_on")
    done = put_area(
        actor, code=row["code"], name_th=row["name_th"], name_en=row.get("name_en", ""), postal_codes=row.get("postal_codes", ""),
        abolished_on=abolished.date() if abolished else None, replaced_by=row.get("replaced_by", ""),
    )
    return done, row["name_th"]


def _holidays(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    row_by_row(table, outcome, lambda row: _holiday(actor, row), {})


def _holiday(actor: Actor, row: Mapping[str, str]) -> tuple[str, str]:
    """A day off, named with its source; with something in `open`, a day on which offices work after all."""
    day, told = day_of(row, "day"), row.get("open", "")
    if day is None:
        raise Invalid({"day": no_day()})
    if told.lower() not in {"", *YES}:
        raise Invalid({"open": "เว้นว่าง หรือกรอก เปิด"})
    done = put_holiday(actor, day=day.date(), name_th=row["name_th"], source=row["source"], is_open=bool(told))
    return done, f"{clock.date_th(day)} {row['name_th']}{' (เปิดทำการ)' if told else ''} ที่มา: {row['source']}"


def _office(row: Mapping[str, str]) -> UUID:
    """An organisation by its id, or as type:area:unit ("psdhso:40:intake"). Raises Invalid."""
    told = row["organisation"]
    try:
        found = UUID(told)
    except ValueError:
        parts = told.split(":")
        found = organisation_id(*parts, *[""] * (3 - len(parts))) if 1 <= len(parts) <= 3 else organisation_id("", "")
    if organisation(found) is None:
        raise Invalid({"organisation": "ไม่พบหน่วยงานนี้ กรอกเป็น ประเภท:พื้นที่:หน่วย เช่น psdhso:40:intake"})
    return found


OFFICE_HINT = "ประเภท:พื้นที่:หน่วย เช่น psdhso:40:intake หรือรหัส (id)"
KINDS: dict[str, Kind] = {kind.code: kind for kind in (
    Kind("organisations", gettext_noop("หน่วยงาน"), (
        ("type", "รหัสประเภท เช่น cfdc, lao, family_shelter"), ("area", "รหัสพื้นที่ 2, 4 หรือ 6 หลัก ว่างได้เมื่อดูแลทั้งประเทศ"), ("name_th", "ชื่อเต็ม"),
    ), (
        ("unit", "รหัสหน่วยย่อย ถ้ามี"), ("name_en", "ชื่ออังกฤษ"), ("phones", "เบอร์กลาง คั่นด้วย ;"), ("address", "ที่อยู่"),
        ("opening_hours_th", "เวลาทำการ"), ("opening_hours_en", "เวลาทำการ (อังกฤษ)"), ("aliases", "ชื่ออื่นหรือชื่อย่อ คั่นด้วย ;"), ("ended_on", "วันสุดท้ายที่มีอยู่"),
    ), _organisations),
    *CENTRE_KINDS,
    Kind("persons", gettext_noop("ผู้ปฏิบัติงานและตำแหน่ง"), (
        ("username", "ชื่อเข้าใช้ 3-40 ตัว a-z 0-9 . _ -"), ("name", "ชื่อที่เพื่อนร่วมงานเห็น"), ("organisation", OFFICE_HINT), ("role", "รหัสบทบาท เช่น case_manager"),
    ), (
        ("areas", "รหัสพื้นที่ คั่นด้วยช่องว่าง ว่าง = ตามหน่วยงาน"), ("title", "ชื่อตำแหน่ง"), ("starts_on", "วันเริ่ม"), ("ends_on", "วันสิ้นสุด"), ("phone", "เบอร์ที่ทำงาน"),
    ), _persons),
    Kind("duties", gettext_noop("ตารางเวร"), (
        ("organisation", OFFICE_HINT), ("username", "ชื่อเข้าใช้"), ("starts_at", "เริ่ม เช่น 30/9/2569 08:30"), ("ends_at", "สิ้นสุด ไม่เกิน 24 ชั่วโมง"),
    ), (("phone", "เบอร์ที่รับเวร"),), _duties),
    Kind("areas", gettext_noop("พื้นที่"), (
        ("code", "รหัส 2, 4 หรือ 6 หลัก"), ("name_th", "ชื่อ ไม่มีคำว่าตำบลหรืออำเภอ"),
    ), (
        ("name_en", "ชื่ออังกฤษ"), ("postal_codes", "รหัสไปรษณีย์ คั่นด้วยช่องว่าง"), ("abolished_on", "วันที่ยกเลิก"), ("replaced_by", "รหัสที่มาแทน คั่นด้วยช่องว่าง"),
    ), _areas),
    Kind("holidays", gettext_noop("วันหยุดราชการ"), (
        ("day", "วันที่ เช่น 2/6/2570 หรือ 2027-06-02"), ("name_th", "ชื่อวันหยุด"), ("source", "ที่มา เช่น มติคณะรัฐมนตรี 12 พฤศจิกายน 2569"),
    ), (("open", "กรอก เปิด เมื่อวันนั้นกลับเปิดทำการ"),), _holidays),
)}  # fmt: skip
