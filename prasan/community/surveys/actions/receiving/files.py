"""Files of a submission: only those of which it speaks are kept. A telephone's own notes (audit.csv) tell what was answered when, and are not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from prasan.community.surveys.models import Attachment
from prasan.community.surveys.rules.instance import plain_name
from prasan.ground import ids
from prasan.ground.files.store import Incoming, accept, keep
from prasan.ground.policy import Actor, Invalid
from prasan.ground.transactions.put import alter, put

Left = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of files that are not here, and of files that were not taken."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at; `incoming` None: of a kind that is not taken."""

    name: str
    incoming: Incoming | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where files of a version go."""

    actor: Actor
    submission: UUID
    version: UUID
    organisation: UUID
    area_code: str


def looked_at(given: Sequence[Handed], named: Iterable[str]) -> tuple[Looked, ...]:
    """The files that the instance names, looked at by their content; each name once, the first of it."""
    wanted = set(named)
    found: dict[str, Looked] = {}
    for one in given:
        name = plain_name(one.name)
        if name in wanted and name not in found:
            try:
                found[name] = Looked(name, accept(name, one.content))
            except Invalid:
                found[name] = Looked(name, None)
    return tuple(found.values())


def put_files(place: Place, named: Iterable[str], files: Sequence[Looked], carried: Mapping[str, Attachment] | None = None) -> Left:
    """A row for each file that a new version names: kept, carried over from the version before, refused, or awaited. Returns (awaited, refused)."""
    here = {one.name: one for one in files}
    rows = []
    for name in named:
        row = Attachment(
            id=ids.new(), version_id=place.version, submission_id=place.submission, organisation_id=place.organisation, area_code=place.area_code, name=name,
        )
        if name in here:
            _take(place, row, here[name])
        elif carried and name in carried:
            row.file_id, row.state, row.refused = carried[name].file_id, carried[name].state, carried[name].refused
        rows.append(row)
    put(rows)
    return _left(rows)


def join_files(place: Place, rows: Sequence[Attachment], files: Sequence[Looked]) -> int:
    """Files that came later join the version that waits for them; what is there already stays as it is. Returns how many joined."""
    here = {one.name: one for one in files}
    joined = 0
    for row in rows:
        if row.state != "kept" and row.name in here:
            before = row.state, row.refused
            _take(place, row, here[row.name])
            if before != (row.state, row.refused):
                alter(row, ["file", "state", "refused"])
                joined += 1
    return joined


def _take(place: Place, row: Attachment, one: Looked) -> None:
    if one.incoming is None:
        row.state, row.refused = "refused", "kind"
        return
    row.file_id = keep(place.actor, incoming=one.incoming, key_owner=place.submission, root=place.submission)
    row.state, row.refused = "kept", ""


def _left(rows: Iterable[Attachment]) -> Left:
    kept = list(rows)
    return tuple(row.name for row in kept if row.state == "awaited"), tuple(row.name for row in kept if row.state == "refused")


def left_of(version: UUID) -> Left:
    """Names of a version's files that are not here, and that were not taken."""
    return _left(Attachment.objects.filter(version_id=version).order_by("name"))
