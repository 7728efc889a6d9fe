"""What an answer does to its centre's lists: in the transaction that keeps the answer, so that neither is there without the other.

Nobody's words are lost: every version stays, what was changed from an older one is laid over what is there now, and where two wrote something
else into one column the entry waits for a person.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from prasan.community.surveys.actions.receiving.given import Given
from prasan.community.surveys.flow import ENTRY
from prasan.community.surveys.models import Entry, EntryVersion
from prasan.community.surveys.queries.receiving import rosters_of
from prasan.community.surveys.rules.entries import Body, Said, merged
from prasan.ground import audit, ids
from prasan.ground.transactions.put import alter, put
from prasan.ground.vault import mint


def keep_entries(given: Given, submission: UUID, *, at: datetime) -> None:
    """Make and change the entries of which the answer speaks. `submission`: the one that is kept in this transaction."""
    rosters = rosters_of(given.target.version, given.target.form)
    for said in given.told.entries:
        roster = rosters.get(said.roster)
        if roster is None:
            continue
        mine = Entry.objects.filter(organisation_id=given.sender.organisation, roster_id=roster, mark=said.mark)
        row = mine.select_for_update(no_key=True).first()
        if row is None:
            _make(given, said, roster, submission, at)
        elif row.body is not None:  # what was erased stays so
            _change(given, said, row, submission, at)


def _make(given: Given, said: Said, roster: UUID, submission: UUID, at: datetime) -> None:
    sender, body = given.sender, Body(said.label or "–", said.values)
    row = Entry(
        id=ids.new(), roster_id=roster, organisation_id=sender.organisation, area_code=sender.area_code, mark=said.mark, belongs=said.belongs(body),
        body=body.plain(), made_at=at, changed_at=at,
    )
    mint(row.pk)
    put([row])
    put([version_of(row, body, made_by=sender.door.key, at=at, said=said, submission=submission)])
    audit.record("entry.make", "entry", row.pk, detail=said.roster)


def _change(given: Given, said: Said, row: Entry, submission: UUID, at: datetime) -> None:
    versions = {one.number: one for one in EntryVersion.objects.filter(entry_id=row.pk).order_by("number")}
    base, beneath = _began_from(said, submission, versions)
    now = body_of(row.body)
    if beneath:
        told = {name: text for name, text in said.values.items() if not now.values.get(name)}
        made = merged(now, None, replace(said, label=None if now.label else said.label, values=told))
    else:
        made = merged(now, body_of(versions[base].body) if base is not None else None, said)
    row.body, row.number, row.changed_at, row.belongs = made.body.plain(), row.number + 1, at, said.belongs(made.body) or row.belongs
    version = version_of(row, made.body, made_by=given.sender.door.key, at=at, said=said, submission=submission, base=base, clashes=made.clashes)
    if row.state != "doubtful" and (row.state == "retired" or made.clashes):
        also = {"body": row.body, "number": row.number, "changed_at": at, "belongs": row.belongs}
        ENTRY.advance(given.sender.door, Entry, "doubt", id=row.pk, detail=str(row.number), also=also)
    else:
        row.version += 1
        alter(row, ["body", "number", "changed_at", "version", "belongs"])
        audit.record("entry.change", "entry", row.pk, detail=str(row.number))
    put([version])


def _began_from(said: Said, submission: UUID, versions: Mapping[int, EntryVersion]) -> tuple[int | None, bool]:
    """The version that whoever answered had before them (None: none that is here), and whether others of the same hand are newer already.

    An edit begins from what the same submission said before. A telephone that changed one entry several times without a connection counts on in a
    branch of its own; its answers may come in any order. One that makes an entry which an answer to it has made already comes late.
    """
    own = [number for number, one in versions.items() if one.submission_id == submission]
    if own:
        return max(own), False
    if said.makes:
        return None, True
    ordinal = (said.base or 0) + 1
    branch = {one.ordinal: number for number, one in versions.items() if said.branch and one.branch == said.branch}
    if any(known is not None and known > ordinal for known in branch):
        return said.trunk if said.trunk in versions else None, True
    if said.base in branch:
        return branch[said.base], False
    base = said.trunk if said.branch and said.trunk is not None else said.base
    return base if base in versions else None, False


def version_of(
    row: Entry, body: Body, *, made_by: str, at: datetime, said: Said | None = None, submission: UUID | None = None, base: int | None = None,
    clashes: tuple[str, ...] = (),
) -> EntryVersion:
    """The version that is written beside the entry as it is now."""
    branch = said.branch if said is not None else ""
    return EntryVersion(
        id=ids.new(), entry_id=row.pk, organisation_id=row.organisation_id, area_code=row.area_code, number=row.number,
        kind="answered" if said is not None else "corrected", body=body.plain(), base=base, branch=branch,
        ordinal=(said.base or 0) + 1 if said is not None and branch else None, clashes=list(clashes), submission_id=submission, made_by=made_by, made_at=at,
    )


def body_of(kept: Mapping[str, object] | None) -> Body:
    """What was sealed, opened; nothing where its key is gone."""
    values = (kept or {}).get("values")
    return Body(str((kept or {}).get("label", "")), dict(values) if isinstance(values, Mapping) else {})
