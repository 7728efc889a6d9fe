"""What a list from outside says of centres, and an edition of a standard as a table: brought in by the same acts as by hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.actions.assessing import add_standard
from prasan.community.centres.actions.committees import add_member, change_committee, record_pledge
from prasan.community.centres.actions.common import centre_for, refuse
from prasan.community.centres.actions.register import close, confirm, put_centre, rest, resume
from prasan.community.centres.models import Centre, Committee, Member, Seat, Standard
from prasan.community.centres.rules.told import Appointed, Listed
from prasan.community.centres.rules.words import POSTS, REPRESENTS
from prasan.ground.policy import Actor, Invalid
from prasan.ground.thai.names import name_words
from prasan.ground.transactions import action
from prasan.ground.vault.store import prefetch

STATES = ("working", "resting", "closed")


@action
def import_centre(
    actor: Actor, *, centre: UUID, founded: str = "", state: str = "", reason: str = "", began_on: date | None = None, until: date | None = None,
    order_no: str = "",
) -> str:
    """Bring a centre up to a line of a list; an empty cell keeps what is known, "" for the state means that it works.

    Returns "changed" or "same". A committee that began later than the one that sits takes its place. Raises Hidden, Refused, Invalid by field.
    """
    refuse(
        state="" if state in {"", *STATES} else _("กรอก working, resting หรือ closed"),
        reason=_("บอกว่าเพราะอะไร") if state in {"resting", "closed"} and not reason else "",
    )
    done = put_centre(actor, centre=centre, founded=founded or None)
    row = Centre.objects.get(pk=centre)
    if _turn(actor, row, state or "working", reason):
        done = "changed"
    sitting = Committee.objects.filter(organisation_id=centre, ended_on=None).values_list("began_on", flat=True).first()
    if began_on is not None and (sitting is None or began_on > sitting):
        change_committee(actor, centre=centre, cause="first" if sitting is None else "other", began_on=began_on, until=until, order_no=order_no)
        done = "changed"
    return done


@action
def import_committee(
    actor: Actor, *, centre: UUID, began_on: date, until: date | None = None, order_no: str = "", cause: str = "", members: Sequence[Listed] = (),
) -> dict[int, str]:
    """A committee as a list tells it; by row "added", "changed" or "same".

    The one that is known by its first day gets who is lacking; a later one takes the place of the one that sits. Whoever is known by name, whatever
    the title, goes on as the same member. Raises Hidden, Refused, Invalid by field, for a row's own cell by "row:column".
    """
    centre_for(actor, "committee.change", centre, lock=True)
    _read_members(members)
    rows = list(Committee.objects.filter(organisation_id=centre).order_by("-number"))
    same = next((row for row in rows if row.began_on == began_on), None)
    if same is not None:
        return _complete(actor, same, members, until, order_no)
    known = _known(Member.objects.filter(organisation_id=centre).order_by("made_at", "id"))
    sitting = any(row.ended_on is None for row in rows)
    change_committee(
        actor, centre=centre, cause=cause or ("other" if sitting else "first"), began_on=began_on, until=until, order_no=order_no,
        members=[Appointed(one.post, one.represents, one.name, one.phone, _found(known, one)) for one in members],
    )
    seated = _known(Member.objects.filter(seats__committee__organisation_id=centre, seats__committee__ended_on=None))
    for one in members:
        _pledge(actor, seated[name_words(one.name)], one)
    return {one.row: "added" for one in members}


def _read_members(members: Sequence[Listed]) -> None:
    """What is wrong with a row by itself, or beside the others of its committee."""
    wrong: dict[str, str] = {}
    names: dict[tuple[str, ...], int] = {}
    chair = 0
    for one in members:
        before = names.setdefault(name_words(one.name), one.row)
        if not name_words(one.name):
            wrong[f"{one.row}:name"] = _("กรอกชื่อ")
        elif before != one.row:
            wrong[f"{one.row}:name"] = _("มีชื่อนี้แล้วในแถว %(row)s") % {"row": before}
        if one.post not in POSTS:
            wrong[f"{one.row}:post"] = _("ไม่รู้จักตำแหน่งนี้ ใช้ %(words)s") % {"words": " ".join(str(word) for word in POSTS.values())}
        if one.post == "chair" and chair:
            wrong[f"{one.row}:post"] = _("มีประธานแล้วในแถว %(row)s") % {"row": chair}
        chair = chair or (one.row if one.post == "chair" else 0)
        if one.represents not in REPRESENTS:
            wrong[f"{one.row}:represents"] = _("ไม่รู้จักกลุ่มนี้ ใช้ %(words)s") % {"words": " ".join(str(word) for word in REPRESENTS.values())}
    refuse(**wrong)


def _known(rows: Iterable[Member]) -> dict[tuple[str, ...], Member]:
    """Members by their names without titles; of two with one name the one known longer."""
    found: dict[tuple[str, ...], Member] = {}
    kept = list(rows)
    prefetch(row.pk for row in kept)
    for row in kept:
        found.setdefault(name_words(row.name or ""), row)
    return found


def _found(known: Mapping[tuple[str, ...], Member], one: Listed) -> UUID | None:
    found = known.get(name_words(one.name))
    return found.pk if found is not None else None


def _complete(actor: Actor, committee: Committee, members: Sequence[Listed], until: date | None, order_no: str) -> dict[int, str]:
    """Who is lacking in a committee that is known; what differs from the register is said, never written over."""
    seats = list(Seat.objects.filter(committee=committee).select_related("member").order_by("place"))
    here = _known(seat.member for seat in seats)
    posts = {seat.member_id: seat for seat in seats}
    known = _known(Member.objects.filter(organisation_id=committee.organisation_id).order_by("made_at", "id"))
    refuse(
        until=_("ในทะเบียนเป็นวันอื่น แก้ในไฟล์หรือตั้งชุดใหม่") if until is not None and until != committee.until else "",
        order_no=_("ในทะเบียนเป็น %(known)s") % {"known": committee.order_no or "–"} if order_no not in {"", committee.order_no} else "",
        **{f"{one.row}:name": _("ชุดนี้สิ้นสุดแล้ว เพิ่มชื่อไม่ได้") for one in members if committee.ended_on and _found(here, one) is None},
        **{f"{one.row}:{column}": text for one in members if (pk := _found(here, one)) for column, text in _differs(posts[pk], one)},
    )
    done = {}
    for one in members:
        pk = _found(here, one)
        if pk is not None:
            done[one.row] = "changed" if _pledge(actor, here[name_words(one.name)], one) else "same"
            continue
        try:
            made = add_member(
                actor, centre=committee.organisation_id, post=one.post, represents=one.represents, name=one.name, phone=one.phone,
                member=_found(known, one),
            )
        except Invalid as wrong:
            raise Invalid({f"{one.row}:{name}": text for name, text in wrong.errors.items()}) from wrong
        _pledge(actor, Member.objects.get(pk=made), one)
        done[one.row] = "added"
    return done


def _differs(seat: Seat, one: Listed) -> Iterator[tuple[str, str]]:
    if seat.post != one.post:
        yield "post", _("ในทะเบียนเป็น %(known)s") % {"known": POSTS[seat.post]}
    if one.represents not in {"other", seat.represents}:
        yield "represents", _("ในทะเบียนเป็น %(known)s") % {"known": REPRESENTS[seat.represents]}


def _pledge(actor: Actor, member: Member, one: Listed) -> bool:
    """The pledge of whom the list says that it was signed, unless it is known."""
    if one.pledged_on is None or member.pledged_on is not None:
        return False
    try:
        record_pledge(actor, id=member.pk, on=one.pledged_on)
    except Invalid as wrong:
        raise Invalid({f"{one.row}:pledged_on": text for text in wrong.errors.values()}) from wrong
    return True


def _turn(actor: Actor, row: Centre, state: str, reason: str) -> bool:
    """Make the move that leads to a state; false when it is there already."""
    if row.state == state:
        return False
    if state == "working":
        (confirm if row.state == "unconfirmed" else resume)(actor, id=row.pk)
    else:
        (rest if state == "resting" else close)(actor, id=row.pk, reason=reason)
    return True


@action
def import_standard(actor: Actor, *, rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[str, str]:
    """An edition of the standard from rows (part, code, th, en, evidence_th, evidence_en, at_least, each); what it came to, and its title.

    `about` rows hold code, version, title, source, from, until, sample. An item belongs to the domain above it. Raises Refused, Invalid by column.
    """
    about: dict[str, Mapping[str, str]] = {}
    scale: list[Any] = []
    domains: list[Any] = []
    levels: list[Any] = []
    for line, row in rows:
        part, code, worded = row.get("part", ""), row.get("code", ""), {"th": row.get("th", ""), "en": row.get("en", "")}
        if part == "about":
            about[code] = worded
        elif part == "scale":
            scale.append(worded)
        elif part == "domain":
            domains.append({"code": code, **worded, "items": []})
        elif part == "item" and domains:
            domains[-1]["items"].append({
                "code": code, **worded, "evidence_th": row.get("evidence_th", ""), "evidence_en": row.get("evidence_en", ""),
            })
        elif part == "level":
            levels.append({"code": code, **worded, "at_least": _percent(row, "at_least"), "each": _percent(row, "each")})
        else:
            raise Invalid({"part": _("แถวที่ %(line)s: ไม่รู้จักส่วนนี้") % {"line": line}})
    told = {name: about.get(name, {}).get("th", "") for name in ("code", "version", "from", "until", "sample")}
    if Standard.objects.filter(code=told["code"], edition=told["version"], content={"scale": scale, "domains": domains, "levels": levels}).exists():
        return "same", about.get("title", {}).get("th", "")
    add_standard(actor, document={
        "code": told["code"], "version": told["version"], "in_force_from": told["from"], "in_force_until": told["until"] or None,
        "sample": bool(told["sample"]), "title_th": about.get("title", {}).get("th", ""), "title_en": about.get("title", {}).get("en", ""),
        "source_th": about.get("source", {}).get("th", ""), "source_en": about.get("source", {}).get("en", ""),
        "content": {"scale": scale, "domains": domains, "levels": levels},
    })
    return "added", about.get("title", {}).get("th", "")


def _percent(row: Mapping[str, str], name: str) -> int:
    text = row.get(name) or "0"
    if not text.isascii() or not text.isdigit() or int(text) > 100:
        raise Invalid({name: _("กรอกร้อยละ 0 ถึง 100")})
    return int(text)
