"""A centre's committees with the names of their members: for its own members and for the province. That it was opened is written down."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID

from django.db.models import Q

from prasan.community.centres.models import Centre, Committee, Member, Seat, Training
from prasan.community.centres.rules import words
from prasan.community.centres.rules.elections import since
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Refused
from prasan.ground.policy.scope import can, get, may_begin, scope
from prasan.ground.vault.store import prefetch
from prasan.registry.access.models import Position, User
from prasan.registry.work.queries import language


@dataclass(frozen=True, slots=True)
class Sitting:
    """One member's seat. `trainings` are worded; `sees`: has a sign-in at this centre now."""

    member: UUID
    name: str
    phone: str
    post: str
    represents: str
    pledged: str
    trainings: tuple[str, ...]
    sees: bool
    left: str


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """One committee with its seats."""

    id: UUID
    number: int
    order_no: str
    cause: str
    since: str
    until: str
    ended: str
    late: bool
    seats: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """All committees of a centre, the sitting one first."""

    id: UUID
    name: str
    now: CommitteeView | None
    before: tuple[CommitteeView, ...]
    keeps: bool
    changes: bool
    election: "ElectionNote | None" = None


@dataclass(frozen=True, slots=True)
class ElectionNote:
    """A local election since the committee began: what, when, what to know beside it, and where it was announced."""

    name: str
    day: str
    note: str
    source: str


def committee_page(actor: Actor, pk: UUID) -> CommitteePage:
    """Committees with names. Raises Hidden, Refused for whoever sees the centre but no names."""
    centre = get(actor, "centre.see", Centre, pk)
    if not may_begin(actor, "committee_member.see"):
        raise Refused("committee_member.see")
    rows = list(scope(actor, "committee.see", Committee).filter(organisation_id=pk).order_by("-number"))
    seats = list(scope(actor, "seat.see", Seat).filter(organisation_id=pk).select_related("member").order_by("place"))
    prefetch(seat.member_id for seat in seats)
    trained = _trainings(pk)
    seeing = _seeing(pk)
    found = [_view(row, [seat for seat in seats if seat.committee_id == row.pk], trained, seeing) for row in rows]
    sitting = next((one for one in found if not one.ended), None)
    page = CommitteePage(
        pk, centre.organisation.name(language()), sitting, tuple(one for one in found if one is not sitting),
        can(actor, "centre.keep", centre), may_begin(actor, "committee.change"), _election(rows),
    )
    audit.record("open", "committee_member", root=pk, detail=f"seats={len(seats)}")
    return page


def _election(rows: list[Committee]) -> ElectionNote | None:
    began = next((row.began_on for row in rows if row.ended_on is None), None)
    found, lang = since(began, clock.today()) if began is not None else None, language()
    return ElectionNote(found.name(lang), clock.date_th(found.on, lang), found.note(lang), found.source) if found else None


def _trainings(pk: UUID) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    lang = _lang()
    for member, title, on in Training.objects.filter(organisation_id=pk).order_by("on", "title").values_list("member_id", "title", "on"):
        found.setdefault(member, []).append(f"{title} {clock.date_th(on, lang)}")
    return found


def _seeing(pk: UUID) -> set[UUID]:
    at = clock.now()
    held = Position.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), organisation_id=pk, role="centre_member", starts_at__lte=at)
    return set(held.values_list("user_id", flat=True))


def _view(row: Committee, seats: list[Seat], trained: dict[UUID, list[str]], seeing: set[UUID]) -> CommitteeView:
    lang = _lang()
    return CommitteeView(
        row.pk, row.number, row.order_no, words.said(words.CAUSES, row.cause), clock.date_th(row.began_on, lang),
        clock.date_th(row.until, lang) if row.until else "", clock.date_th(row.ended_on, lang) if row.ended_on else "",
        row.ended_on is None and row.until is not None and row.until < clock.today(),
        tuple(
            Sitting(
                seat.member_id, seat.member.name or "", seat.member.phone or "", words.said(words.POSTS, seat.post),
                words.said(words.REPRESENTS, seat.represents), clock.date_th(seat.member.pledged_on, lang) if seat.member.pledged_on else "",
                tuple(trained.get(seat.member_id, ())), seat.member.user_id in seeing if seat.member.user_id else False,
                words.said(words.LEFT, seat.end_cause) if seat.ended_on and seat.end_cause != "committee" else "",
            )
            for seat in seats
        ),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A member to choose: id, name and what they are now."""

    id: UUID
    name: str
    post: str
    represents: str
    seated: bool


def known_members(actor: Actor, pk: UUID) -> tuple[Known, ...]:
    """Everybody who is or was in a committee of this centre, those who sit first. Raises Hidden."""
    get(actor, "centre.keep", Centre, pk, see="centre.see")
    rows = list(scope(actor, "committee_member.see", Member).filter(organisation_id=pk).order_by("made_at", "id"))
    prefetch(row.pk for row in rows)
    seats = {
        member: (post, represents) for member, post, represents in
        Seat.objects.filter(organisation_id=pk, ended_on=None).values_list("member_id", "post", "represents")
    }
    found = [Known(row.pk, row.name or "", *seats.get(row.pk, ("member", "other")), row.pk in seats) for row in rows]
    order = list(words.POSTS)
    return tuple(sorted(found, key=lambda one: (not one.seated, order.index(one.post), one.name)))


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member, for the pages that ask about one."""

    id: UUID
    centre: UUID
    name: str
    pledged: bool
    users: tuple[tuple[str, str], ...]


def member_view(actor: Actor, pk: UUID) -> MemberView:
    """One member, with the sign-ins of the centre that could be theirs. Raises Hidden, Refused."""
    row = get(actor, "committee_member.keep", Member, pk, see="committee_member.see")
    taken = Member.objects.filter(organisation_id=row.organisation_id, user__isnull=False).exclude(pk=pk).values_list("user_id", flat=True)
    here = User.objects.filter(pk__in=_seeing(row.organisation_id)).exclude(pk__in=list(taken)).order_by("sort_key")
    return MemberView(
        pk, row.organisation_id, row.name or "", row.pledged_on is not None, tuple((str(user), name) for user, name in here.values_list("id", "name")),
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be changed of a centre's own facts. `founded`: a partial date as stored."""

    name: str
    founded: str
    phones: tuple[str, ...]
    address: str


def centre_facts(actor: Actor, pk: UUID) -> Facts:
    """The facts of a centre that the actor keeps. Raises Hidden, Refused."""
    row = get(actor, "centre.keep", Centre, pk, see="centre.see")
    return Facts(row.organisation.name(language()), row.founded, tuple(row.organisation.phones), row.organisation.address)


def centre_name(actor: Actor, action: str, pk: UUID) -> str:
    """The name of a centre on which the actor may do this. Raises Hidden, Refused."""
    row = get(actor, action, Centre, pk, see="centre.see")
    return row.organisation.name(language())


def own_centre(actor: Actor) -> UUID:
    """The centre of which the actor is a member. Raises Hidden without one."""
    home = next((post.organisation for post in actor.posts_as("centre_member")), None)
    if home is None:
        raise Hidden("centre", "")
    return home


def _lang() -> Literal["th", "en"]:
    return cast("Literal['th', 'en']", language())


def decides_in(actor: Actor, area_code: str) -> bool:
    """Whether the actor decides about centres of this place: before there is one, no row can be asked."""
    if actor.system:
        return True
    posts = (post for role in ("province_head", "centre_head") for post in actor.posts_as(role))
    return may_begin(actor, "centre.decide") and any(area_code.startswith(area) for post in posts for area in post.areas)


def centre_of(area_code: str, name_th: str) -> UUID | None:
    """The centre of this name in a subdistrict, else the only one there; None when there is none, or it is not clear which."""
    rows = list(Centre.objects.filter(area_code=area_code).values_list("id", "organisation__name_th"))
    named = [pk for pk, name in rows if name == name_th]
    return named[0] if named else rows[0][0] if len(rows) == 1 else None
