"""Lists of family centres: the centres, their committees with names, and editions of their standard."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from prasan.community.centres.actions import import_centre, import_committee, import_standard, load_centres
from prasan.community.centres.queries import centre_of, decides_in
from prasan.community.centres.rules import words
from prasan.community.centres.rules.told import Listed
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused
from prasan.registry.areas.queries import search_areas
from prasan.registry.organisations.actions import import_organisations
from prasan.surfaces.ops.importing.cells import day_of, no_day, partial_of
from prasan.surfaces.ops.importing.running import Change, Kind, Outcome, Problem, row_by_row
from prasan.surfaces.ops.importing.tables import Table

STATES = {"ดำเนินงาน": "working", "พักงาน": "resting", "ยุบเลิก": "closed"}
Row = tuple[int, dict[str, str]]


def _centres(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    """Family centres: their organisations first, by the way in which all are brought in, then what only a centre has."""
    rows = [(line, {**row, "state": STATES.get(row.get("state", ""), row.get("state", ""))}) for line, row in _placed(actor, table, outcome)]
    if outcome.problems:
        return
    offices = import_organisations(actor, rows=[(line, {**row, "type": "cfdc"}) for line, row in rows], whole=True, complete=complete)
    outcome.problems.extend(Problem(one.line, one.column, one.text) for one in offices.problems)
    if outcome.problems:
        return
    load_centres()
    done = {one.line: one.kind for one in offices.changes}
    columns = {"began_on": "committee_from", "until": "committee_until"}
    row_by_row(replace(table, rows=tuple(rows)), outcome, lambda row: _centre(actor, row), columns)
    outcome.changes = [Change(one.row, done[one.row] if done.get(one.row) not in {None, "same"} else one.kind, one.name) for one in outcome.changes]
    outcome.changes.extend(Change(one.line, one.kind, one.name) for one in offices.changes if not one.line)


def _placed(actor: Actor, table: Table, outcome: Outcome) -> Iterator[Row]:
    """The rows with the code of their subdistrict, which may be written in words; what lies outside the own areas is a problem of its row."""
    for line, row in table.rows:
        told = row.get("area", "")
        code = told if told.isdecimal() and told.isascii() else _code(told)
        if not code:
            outcome.problems.append(Problem(line, "area", _("หาตำบลนี้ไม่พบหรือมีหลายแห่ง ใส่รหัส 6 หลัก หรือตำบล อำเภอ จังหวัด") if told else _("กรอกตำบล")))
        elif not decides_in(actor, code):
            outcome.problems.append(Problem(line, "area", _("อยู่นอกพื้นที่ของคุณ")))
        else:
            yield line, {**row, "area": code}


def _code(told: str) -> str:
    found = [one.code for one in search_areas(told, limit=3) if one.level == "subdistrict"] if told else []
    return found[0] if len(found) == 1 else ""


def _centre(actor: Actor, row: Mapping[str, str]) -> tuple[str, str]:
    """What only a centre has. A year alone is enough for when it was founded."""
    found = centre_of(row["area"], row["name_th"])
    if found is None:
        raise Invalid({"area": _("ไม่ใช่รหัสตำบล")})
    began, until = day_of(row, "committee_from"), day_of(row, "committee_until")
    done = import_centre(
        actor, centre=found, founded=partial_of(row, "founded"), state=row.get("state", ""), reason=row.get("reason", ""),
        began_on=began.date() if began else None, until=until.date() if until else None, order_no=row.get("order_no", ""),
    )
    return done, row["name_th"]


def _committees(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    """Committees with names: rows of one centre and one first day are one committee, the earlier one first."""
    groups: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    for line, row in _placed(actor, table, outcome):
        centre = centre_of(row["area"], row.get("centre", ""))
        if centre is None:
            outcome.problems.append(Problem(line, "centre", _("ตำบลนี้ไม่มีศูนย์ หรือมีหลายศูนย์ กรอกชื่อศูนย์ให้ตรงทะเบียน")))
            continue
        try:
            began = day_of(row, "committee_from")
            if began is None:
                raise Invalid({"committee_from": no_day()})
            groups[centre, began.date().isoformat()].append((line, row))
        except Invalid as wrong:
            outcome.problems.extend(Problem(line, name, str(text)) for name, text in wrong.errors.items())
    for (centre, _began), rows in sorted(groups.items(), key=lambda group: group[0][1]):
        _committee(actor, centre, rows, outcome)


def _committee(actor: Actor, centre: UUID, rows: list[Row], outcome: Outcome) -> None:
    line, first = rows[0]
    try:
        members = [_listed(line, row) for line, row in rows]
        for at, row in rows[1:]:
            odd = next((name for name in ("committee_until", "order_no", "cause") if row.get(name, "") not in {"", first.get(name, "")}), "")
            if odd:
                raise Invalid({f"{at}:{odd}": _("ไม่ตรงกับแถว %(row)s ของชุดเดียวกัน") % {"row": line}})
        began, until = day_of(first, "committee_from"), day_of(first, "committee_until")
        if began is None:
            raise Invalid({"committee_from": no_day()})
        done = import_committee(
            actor, centre=centre, began_on=began.date(), until=until.date() if until else None, order_no=first.get("order_no", ""),
            cause=_code_of(words.CAUSES, first.get("cause", "")), members=members,
        )
    except Invalid as wrong:
        outcome.problems.extend(_problem(name, str(text), line) for name, text in wrong.errors.items())
    except Conflict as conflict:
        outcome.problems.extend(Problem(line, "", obstacle.text) for obstacle in conflict.obstacles)
    except (Hidden, Refused):
        outcome.problems.append(Problem(line, "", _("ไม่พบ หรือไม่มีสิทธิ์แก้")))
    else:
        outcome.changes.extend(Change(one.row, done[one.row], one.name) for one in members)


def _problem(name: str, text: str, line: int) -> Problem:
    """What is wrong with a row's own cell ("7:post"), or with the committee, which is said at its first row."""
    at, _colon, column = name.rpartition(":")
    told = {"began_on": "committee_from", "until": "committee_until", "members": "name"}
    return Problem(int(at) if at else line, told.get(column, column), text)


def _listed(line: int, row: Mapping[str, str]) -> Listed:
    """A member as a row tells. The name may stand in one cell or with title and surname apart."""
    name = " ".join(f"{row.get('title', '')}{row.get('name', '')} {row.get('surname', '')}".split())
    try:
        pledged = day_of(row, "pledged_on")
    except Invalid:
        raise Invalid({f"{line}:pledged_on": no_day()}) from None
    return Listed(
        line, name, _code_of(words.POSTS, row.get("post", "")) or "member", _code_of(words.REPRESENTS, row.get("represents", "")) or "other",
        row.get("phone", ""), pledged.date() if pledged else None,
    )


def _code_of(said: Mapping[str, object], told: str) -> str:
    """The code of a Thai word; a code as it is."""
    with translation.override("th"):
        return {str(word): code for code, word in said.items()}.get(told, told)


def _standards(actor: Actor, table: Table, outcome: Outcome, complete: bool) -> None:  # noqa: FBT001 - as Kind.take
    """One edition of the standard of centres: a row for each point of the scale, domain, item and level."""
    if not table.rows:
        return
    try:
        done, name = import_standard(actor, rows=table.rows)
    except Invalid as wrong:
        outcome.problems.extend(Problem(0, column, str(text)) for column, text in wrong.errors.items())
    else:
        outcome.changes.append(Change(0, done, name))


AREA = ("area", gettext_noop("รหัสตำบล 6 หลัก หรือตำบล อำเภอ จังหวัด"))
TERM = {
    "committee_from": ("คณะกรรมการเริ่ม", "วันเริ่มวาระ", "วันที่แต่งตั้ง"), "committee_until": ("ครบวาระ", "วันครบวาระ"),
    "order_no": ("เลขที่คำสั่ง", "คำสั่งแต่งตั้ง"),
}
CENTRE_KINDS = (
    Kind("centres", gettext_noop("ศูนย์พัฒนาครอบครัวในชุมชน"), (
        AREA,
        ("name_th", gettext_noop("ชื่อศูนย์")),
    ), (
        ("name_en", gettext_noop("ชื่ออังกฤษ")),
        ("founded", gettext_noop("ตั้งเมื่อ รู้เพียงปีใส่เพียงปี เช่น 2547")),
        ("state", gettext_noop("ดำเนินงาน พักงาน หรือยุบเลิก ว่าง = ดำเนินงาน")),
        ("reason", gettext_noop("พักหรือยุบเลิกเพราะอะไร")),
        ("phones", gettext_noop("เบอร์ของที่ทำการ คั่นด้วย ;")),
        ("address", gettext_noop("ที่ทำการ")),
        ("committee_from", gettext_noop("คณะกรรมการเริ่มวันที่")),
        ("committee_until", gettext_noop("ครบวาระวันที่")),
        ("order_no", gettext_noop("เลขที่คำสั่งแต่งตั้ง")),
    ), _centres, {
        "area": ("ตำบล", "รหัสตำบล"), "name_th": ("ชื่อศูนย์", "ศูนย์"), "name_en": ("ชื่ออังกฤษ",), "founded": ("ตั้งเมื่อ", "ปีที่ตั้ง", "วันที่ตั้ง"),
        "state": ("สถานะ",), "reason": ("เหตุผล", "เพราะอะไร"), "address": ("ที่ทำการ", "ที่อยู่", "ที่ตั้ง"), "phones": ("เบอร์ของศูนย์", "เบอร์โทรศูนย์"),
        **TERM,
    }, may="centre.decide"),
    Kind("committees", gettext_noop("คณะกรรมการศูนย์พัฒนาครอบครัว"), (
        AREA,
        ("name", gettext_noop("ชื่อและนามสกุล มีคำนำหน้าได้")),
        ("committee_from", gettext_noop("คณะกรรมการชุดนี้เริ่มวันที่")),
    ), (
        ("centre", gettext_noop("ชื่อศูนย์ ถ้าตำบลมีมากกว่าหนึ่ง")),
        ("title", gettext_noop("คำนำหน้า ถ้าแยกช่อง")),
        ("surname", gettext_noop("นามสกุล ถ้าแยกช่อง")),
        ("post", gettext_noop("ประธาน รองประธาน เลขานุการ เหรัญญิก กรรมการ หรือที่ปรึกษา ว่าง = กรรมการ")),
        ("represents", gettext_noop("มาจากกลุ่ม เช่น ผู้นำชุมชน อสม. กลุ่มสตรี")),
        ("phone", gettext_noop("เบอร์โทร")),
        ("pledged_on", gettext_noop("ลงชื่อคำมั่นวันที่")),
        ("committee_until", gettext_noop("ครบวาระวันที่")),
        ("order_no", gettext_noop("เลขที่คำสั่งแต่งตั้ง")),
        ("cause", gettext_noop("ตั้งชุดนี้เพราะ เช่น มีการเลือกตั้งท้องถิ่น ครบวาระ")),
    ), _committees, {
        "area": ("ตำบล", "รหัสตำบล"), "name": ("ชื่อ-สกุล", "ชื่อ", "ชื่อและนามสกุล", "ชื่อ-นามสกุล", "ชื่อสกุล"), "centre": ("ชื่อศูนย์", "ศูนย์"),
        "title": ("คำนำหน้า", "คำนำหน้าชื่อ"), "surname": ("นามสกุล", "สกุล"), "post": ("ตำแหน่ง",), "represents": ("มาจากกลุ่ม", "กลุ่ม", "ผู้แทน"),
        "phone": ("เบอร์โทร", "โทรศัพท์"), "pledged_on": ("วันลงชื่อคำมั่น", "คำมั่น"), "cause": ("ตั้งเพราะ", "เหตุ"),
        **TERM,
    }, may="committee.change"),
    Kind("standards", gettext_noop("มาตรฐานศูนย์ หนึ่งฉบับต่อไฟล์"), (
        ("part", "about, scale, domain, item หรือ level"), ("code", "รหัส a-z; ของ item เช่น plan.written; ของ about: code, version, from, until, source"),
        ("th", "ข้อความไทย หรือค่า"),
    ), (
        ("en", "ข้อความอังกฤษ"), ("evidence_th", "เห็นได้จากอะไร (item)"), ("evidence_en", "เห็นได้จากอะไร (item) อังกฤษ"),
        ("at_least", "ตั้งแต่ร้อยละ (level)"), ("each", "ทุกด้านไม่ต่ำกว่าร้อยละ (level)"),
    ), _standards),
)
