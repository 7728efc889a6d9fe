"""What a list from outside says of centres, and an edition of a standard as a table: brought in by the same acts as by hand."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.actions.assessing import add_standard
from prasan.community.centres.actions.committees import change_committee
from prasan.community.centres.actions.common import refuse
from prasan.community.centres.actions.register import close, confirm, put_centre, rest, resume
from prasan.community.centres.models import Centre, Committee, Standard
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions import action

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
