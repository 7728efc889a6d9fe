"""The check: whoever was shown something of a case or a report stands in the log, with that record's name or as somebody who looked at a list."""

import random
import re
from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import acting
from tests.assurance.access.check import LISTS, MARK, parts_of
from tests.assurance.access.doors import Door, apart, doors, routes
from tests.assurance.access.scenes import SYSTEM, Scene, worker
from tests.assurance.result import Result
from tests.cast import Person

LOOKED = frozenset({"open", "list", "search", "print"})  # what a page of many records leaves, which names none of them
Root = tuple[str, int]
# Pages that ask: of the record they tell its number, its state and whether somebody may be called, unless a mark is in them.
# Of all others each answer must be logged.
ASKING = re.compile(
    r"access/open/.*|(api/v1/)?contact/.*<uuid(str)?:about_id>(/<uuid:root_id>/send)?|cases/<uuid:case_id>/(answers/new|ask_close|code-word|files/new|join|merge"
    r"|exclusions/<uuid:subject>/lift|notes/new|parties/new|plan/new|print|refer|reopen|reporter/<uuid:report_id>|reports/<uuid:report_id>/undo|step"
    r"|supervisor|team/<uuid:member_id>/end|transfer|unmerge)"
)
EMPTY = re.compile(r'\{"\w+": ?\[\]\}')  # what a program is told when there is nothing


@dataclass(frozen=True)
class Line:
    """A line of the log, as far as it says who looked at what."""

    actor: str
    verb: str
    kind: str
    object: str
    root: str


def check(result: Result, scene: Scene, person: Person, chance: random.Random, *, most: int = 0, until: bool = False) -> None:
    """One person at every door (or at `most`) of the records of which they see something, and at the lists; or `until` something is found."""
    client, actor = scene.cast.client(person), person.fresh()
    asked = [*_doors(scene, person), *(Door(path.partition("?")[0], path, None) for path in LISTS)]
    chance.shuffle(asked)
    for door in asked[: most or None]:
        before = _last()
        shown = _shown(scene, client, door)
        if shown is None:
            continue
        lines = _lines_after(before)
        result.met(door.route)
        result.compare(_told(scene, door, shown, actor.key, lines), f"UNLOGGED: {person.key} at {door.path}, in the log stands {lines}")
        if until and result.failed:
            return


def _doors(scene: Scene, person: Person) -> list[Door]:
    """Where somebody meets something at all; what is behind the others is asked by S2-access."""
    who = worker(person, person.fresh())
    seen = {root: bool(parts_of(who, scene, root)) for root in set(scene.roots.values()) if root[0] in {"case", "report"}}
    return [
        door for route in routes() if not apart(route) for door in doors(scene, route)
        if door.root is None or seen.get(scene.roots[door.root])
    ]


def _last() -> int:
    with acting(SYSTEM):
        return AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _lines_after(before: int) -> list[Line]:
    with acting(SYSTEM):
        rows = AuditRow.objects.filter(pk__gt=before).values_list("actor", "verb", "object_kind", "object_id", "root_id")
        return [Line(*row) for row in rows]


def _shown(scene: Scene, client: Client, door: Door) -> set[Root] | None:
    """The records of which an answer tells something: by the marks in it, and what was asked for. None: it tells nothing."""
    answer = client.get(door.path)
    if answer.status_code != 200:
        return None
    text = "" if answer.streaming else answer.content.decode(errors="replace")
    marks = set(MARK.findall(text))
    told = {root for one in scene.secrets if one.mark in marks and not one.plain and (root := _record(one.case, one.report)) is not None}
    if told or door.root is None or ASKING.fullmatch(door.route) or EMPTY.fullmatch(text) or not _is_of_record(scene, door.root):
        return told or None
    return {scene.roots[door.root]}


def _is_of_record(scene: Scene, pk: UUID) -> bool:
    return scene.roots[pk][0] in {"case", "report"}


def _record(case: int | None, report: int | None) -> Root | None:
    return ("case", case) if case is not None else ("report", report) if report is not None else None


def _told(scene: Scene, door: Door, shown: set[Root], actor: str, lines: list[Line]) -> bool:
    """Whether the log says who looked and, of a page of one thing, names the thing or its record."""
    own = [line for line in lines if line.actor == actor]
    if door.root is None:
        return any(line.verb in LOOKED for line in own)
    names = _names(scene, door.root, shown)
    return any(names & {line.object, line.root} for line in own)


def _names(scene: Scene, root: UUID, shown: set[Root]) -> set[str]:
    return {str(root)} | {str(pk) for pk, of in scene.roots.items() if of in shown | {scene.roots[root]}}
