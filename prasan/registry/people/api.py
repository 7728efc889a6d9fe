"""Persons for programs: found, read, changed; never more than the caller would see on a page."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from prasan.ground import audit
from prasan.ground.http.answers import Done, Made, MoveNow, move_now, moves_now
from prasan.ground.http.asker import actor_of
from prasan.ground.http.idempotency import held_to_key, once
from prasan.ground.policy import Invalid
from prasan.ground.transactions import reading
from prasan.registry.people import actions, panels, queries, rules
from prasan.registry.people.flow import MERGE

router = Router()
AT = "/people"
Line = Annotated[str, Field(max_length=200)]


class SearchIn(Schema):
    """What is looked for. It is posted, because a term in an address would lie in logs."""

    model_config = ConfigDict(extra="forbid")
    q: Annotated[str, Field(min_length=1, max_length=200, description="A name in any spelling, a part of it, or a whole number")]
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class NameIn(Schema):
    """A name; `text` for one that is not split."""

    model_config = ConfigDict(extra="forbid")
    kind: str = "given"
    title: Line = ""
    given: Line = ""
    middle: Line = ""
    surname: Line = ""
    text: Line = ""


class NumberIn(Schema):
    """An identity number of any kind; a wrong check digit is kept."""

    model_config = ConfigDict(extra="forbid")
    kind: str = ""
    number: Annotated[str, Field(max_length=64)] = ""


class PhoneIn(Schema):
    """A telephone and whose it is."""

    model_config = ConfigDict(extra="forbid")
    number: Annotated[str, Field(max_length=64)]
    whose: Line = ""


class AddressIn(Schema):
    """An address; `area` is an area code of 2, 4 or 6 digits."""

    model_config = ConfigDict(extra="forbid")
    kind: str = "living"
    safe_to_visit: str = "unknown"
    house: Line = ""
    moo: Line = ""
    village: Line = ""
    soi: Line = ""
    trok: Line = ""
    road: Line = ""
    postal: Line = ""
    area: Annotated[str, Field(pattern=r"^([0-9]{2}){0,3}$")] = ""
    words: Line = ""


class ChangeIn(Schema):
    """What changes. What is left out stays; a list replaces the old one; a fact that is null is taken away."""

    model_config = ConfigDict(extra="forbid")
    version: int
    facts: dict[str, Any] | None = None
    names: list[NameIn] | None = None
    numbers: list[NumberIn] | None = None
    phones: list[PhoneIn] | None = None
    addresses: list[AddressIn] | None = None


class MergeIn(Schema):
    """Another record of the same person, and why it is."""

    model_config = ConfigDict(extra="forbid")
    gone: UUID
    why: Annotated[str, Field(min_length=1, max_length=2000)]


class MoveIn(Schema):
    """A move of a merge."""

    model_config = ConfigDict(extra="forbid")
    version: int | None = None
    reason: Annotated[str, Field(max_length=2000)] = ""


class Hit(TypedDict):
    """A person who was found, and the records in sight in which the person stands."""

    person: queries.PersonHit
    records: list[panels.Whereabouts]


class Hits(TypedDict):
    """Persons, the best first."""

    hits: list[Hit]


class Merge(TypedDict):
    """A merge of two records, with its moves."""

    id: UUID
    version: int
    keep: UUID
    gone: UUID
    state: str
    moves: list[MoveNow]


class OnePerson(TypedDict):
    """A person in the sections that the caller may see, and what may be done."""

    person: queries.PersonView
    sections: list[str]
    moves: list[MoveNow]
    merges: list[Merge]


class Changed(TypedDict):
    """The person, and the version that stands now."""

    id: UUID
    version: int


@router.post("/search", summary="Find persons by name, in any spelling, or by number; only those in sight")
def search(request: HttpRequest, payload: SearchIn) -> Hits:
    """Hits, best first, each with the records that the caller may open. The search is written down."""
    actor = actor_of(request)
    held_to_key(request, "search")
    with reading(actor):
        hits = queries.find(actor, payload.q, limit=payload.limit)
        places = panels.where(actor, [pk for hit in hits for pk in (hit.id, *hit.same)])
    return {"hits": [{"person": hit, "records": [place for pk in (hit.id, *hit.same) for place in places[pk]]} for hit in hits]}


@router.get("/{uuid:pk}", summary="One person, the sections that this caller may see")
def one(request: HttpRequest, pk: UUID) -> OnePerson:
    """The person with its version, and what may be done."""
    actor = actor_of(request)
    with reading(actor):
        view = queries.person(actor, pk)
        may = queries.may_change(actor, pk)
        merges = queries.merges_of(actor, pk)
        audit.record("open", "person", pk)
    return {
        "person": view, "sections": view.sections.names(), "moves": [move_now("change", "แก้ไข")] if may else [],
        "merges": [{"id": merge.id, "version": merge.version, "keep": merge.keep, "gone": merge.gone, "state": merge.state,
                    "moves": moves_now(merge.offers)} for merge in merges],
    }


@router.post("/{uuid:pk}", summary="Change a person")
def change(request: HttpRequest, pk: UUID, payload: ChangeIn) -> Changed:
    """The new version. 409 when somebody changed it since `version`."""
    told = payload.dict(exclude_unset=True)
    must_be_known(told)

    def act() -> UUID:
        actions.change_person(actor_of(request), id=pk, **told)
        return pk

    return {"id": once(request, "person", act), "version": payload.version + 1}


@router.post("/{uuid:pk}/merges", summary="Ask that another record be taken for this person")
def ask_merge(request: HttpRequest, pk: UUID, payload: MergeIn) -> Made:
    """The id of the merge; somebody else decides."""
    return {"id": once(request, "merge", lambda: actions.ask_merge(actor_of(request), keep=pk, gone=payload.gone, why=payload.why))}


@router.post("/merges/{uuid:pk}/{move}", summary="Decide on a merge, or undo it")
def move_merge(request: HttpRequest, pk: UUID, move: str, payload: MoveIn) -> Done:
    """approve, refuse (reason), undo (reason)."""

    def act() -> UUID:
        MERGE.make(actor_of(request), move, id=pk, version=payload.version, **({"reason": payload.reason} if payload.reason else {}))
        return pk

    return {"id": once(request, "merge", act), "done": move}


def must_be_known(told: dict[str, Any]) -> None:
    """Raise Invalid for a kind of name, number or address, or a fact, that is not in the lists. Other chapters that take persons ask it too."""
    for group, known in (("names", rules.NAME_KINDS), ("numbers", {**rules.NUMBER_KINDS, "": ""}), ("addresses", rules.ADDRESS_KINDS)):
        if any(one.get("kind", next(iter(known))) not in known for one in told.get(group) or ()):
            raise Invalid({group: _("ประเภทไม่อยู่ในรายการ")})
    if any(one.get("safe_to_visit", "unknown") not in rules.VISITS for one in told.get("addresses") or ()):
        raise Invalid({"addresses": _("ประเภทไม่อยู่ในรายการ")})
    if unknown := rules.wrong_facts(told.get("facts") or {}):
        raise Invalid({"facts": _("ใช้ไม่ได้: %(names)s") % {"names": " ".join(sorted(unknown))}})

