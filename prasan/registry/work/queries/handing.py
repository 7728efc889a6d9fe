"""What can be handed over, to whom, and how a hand-over stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import get, scope
from prasan.registry.access.models import Leave, Position, User
from prasan.registry.access.queries import actor_for
from prasan.registry.organisations.models import Organisation
from prasan.registry.work.flow import HAND_OVER, REASONS
from prasan.registry.work.models import HandedItem, HandOver, WorkItem
from prasan.registry.work.queries.rows import COLUMNS, Item, language, line, moment, office_names
from prasan.registry.work.rules import HANDS, never_alone

MOST = 300  # rows offered on one page


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to hand over: its id, what it is, safe facts, its urgency. `kind` is "work" or that of a later chapter."""

    id: UUID
    kind: str
    title: str
    facts: tuple[str, ...]
    urgency: int
    href: str = ""
    state: str = ""
    state_tag: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take it: name, office, and whether they are away."""

    user: UUID
    name: str
    office: str
    away: str


@dataclass(frozen=True, slots=True)
class Giving:
    """The page from which work is handed over."""

    user: UUID
    name: str
    away: str
    work: tuple[Thing, ...]
    things: tuple[tuple[str, str, tuple[Thing, ...]], ...]  # kind, what they are called, the things
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A hand-over as the giver, the receiver or the head sees it."""

    id: UUID
    giver: str
    receiver: str
    when: str
    reason: str
    mine: bool  # this reader answers
    given: bool  # this reader may take it back
    things: tuple[Thing, ...]

    @property
    def open(self) -> bool:
        """Whether something waits for an answer."""
        return any(thing.open for thing in self.things)


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """A line in the list of hand-overs."""

    id: UUID
    giver: str
    receiver: str
    when: str
    state: str
    tag: str


def giving(actor: Actor, user: UUID) -> Giving | None:
    """What of a user's work this actor may hand over; None for somebody whose work is not the actor's to hand over."""
    rows = scope(actor, "work.hand_over", WorkItem).filter(assignee_id=user, done_at=None).exclude(object_kind__in=never_alone())
    now = clock.now()
    items = [Item(row, moment(row[5]), row[1]) for row in rows.order_by("due_at", "id").values_list(*COLUMNS)[:MOST]]
    held = [(kind, hand.th, hand.held(actor, user)) for kind, hand in HANDS.items()]
    if user != actor.user and not items and not any(things for *_rest, things in held) and not _below(actor, user):
        return None
    name = User.objects.filter(pk=user).values_list("name", flat=True).first() or ""
    things = tuple(
        (kind, _(th), tuple(Thing(one.id, kind, one.title, one.facts, one.urgency, one.href) for one in found)) for kind, th, found in held if found
    )
    return Giving(user, name, away(user), tuple(_thing(item, now) for item in items), things, colleagues(user, actor.user))


def _thing(item: Item, now: datetime) -> Thing:
    row = line(item, now, {})
    return Thing(item.id, "work", row.title, (row.clock.text, *row.facts), row.urgency, row.href)


def _below(actor: Actor, user: UUID) -> bool:
    """Whether the user works at an office that the actor heads."""
    heads = {o for post in actor.posts if post.role in {"unit_head", "province_head", "centre_head"} for o in post.organisations}
    return Position.objects.filter(in_force(), user_id=user, organisation_id__in=heads).exists()


def in_force() -> Q:
    """Positions that hold now."""
    at = clock.now()
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def colleagues(user: UUID, asker: UUID | None = None) -> tuple[Colleague, ...]:
    """Who works at the same offices, at those above and below them, by name; who stands in for an absent person comes first.

    Of somebody who has left, and works nowhere: those near the asker.
    """
    paths = _paths(user) or (_paths(asker) if asker else [])
    near = Q(pk__in=[])
    for path in paths:
        top = path.rpartition("/")[0] or path
        near |= Q(path=top) | Q(path__gt=f"{top}/", path__lt=f"{top}0")
    offices = Organisation.objects.filter(near).values_list("id", flat=True)
    rows = Position.objects.filter(in_force(), organisation_id__in=offices, user__is_active=True, user__suspended_at=None).exclude(user_id=user)
    found: dict[UUID, tuple[str, UUID]] = {}
    for pk, name, office in rows.order_by("user__name", "user_id", "starts_at").values_list("user_id", "user__name", "organisation_id"):
        found.setdefault(pk, (name, office))
    names = office_names({office for _name, office in found.values()})
    stand_in = Leave.objects.filter(user_id=user, ends_at__gt=clock.now()).order_by("starts_at").values_list("stand_in_id", flat=True).first()
    gone = absences(found)
    lines = [Colleague(pk, name, names.get(office, ""), gone.get(pk, "")) for pk, (name, office) in found.items()]
    return tuple(sorted(lines, key=lambda one: (one.user != stand_in, bool(one.away))))


def _paths(user: UUID) -> list[str]:
    return list(Position.objects.filter(in_force(), user_id=user).values_list("organisation__path", flat=True))


def away(user: UUID) -> str:
    """Until when a user is away now and who stands in, in words; "" when present."""
    return absences([user]).get(user, "")


def absences(users: Iterable[UUID]) -> dict[UUID, str]:
    """Of those who are away now: until when, and who stands in, in words."""
    now, lang = clock.now(), language()
    rows = Leave.objects.filter(user_id__in=list(users), starts_at__lte=now, ends_at__gt=now).values_list("user_id", "ends_at", "stand_in__name")
    return {pk: _("ลาถึง %(day)s %(name)s แทน") % {"day": clock.date_th(clock.local(ends), lang), "name": name} for pk, ends, name in rows}


def hand_over_view(actor: Actor, hand_over_id: UUID) -> HandOverView:
    """One hand-over, its things as far as the actor may see them. Raises Hidden."""
    made = get(actor, "hand_over.see", HandOver, hand_over_id)
    seen = scope(actor, "handed.see", HandedItem).filter(hand_over_id=hand_over_id).order_by("id")
    rows = list(seen.values_list("id", "kind", "thing_id", "state"))
    with acting(system("hand_over")):  # what was offered to me is not on my list yet; its safe facts are shown
        wanted = WorkItem.objects.filter(pk__in=[thing for _pk, kind, thing, _state in rows if kind == "work"])
        works = {row[0]: Item(row, moment(row[5]), row[1]) for row in wanted.values_list(*COLUMNS)}
        things = tuple(_handed(pk, kind, thing, state, works.get(thing)) for pk, kind, thing, state in rows)
    people = dict(User.objects.filter(pk__in=[made.from_user_id, made.to_user_id]).values_list("id", "name"))
    return HandOverView(
        made.pk, people[made.from_user_id], people[made.to_user_id], clock.moment_th(made.made_at, language()), _(dict(REASONS)[made.reason]),
        made.to_user_id == actor.user, actor.user in {made.from_user_id, made.made_by_id},
        things,
    )


def _handed(pk: UUID, kind: str, thing: UUID, state: str, item: Item | None) -> Thing:
    known = HAND_OVER.states[state]
    if item is not None:
        row = line(item, clock.now(), {})
        title, facts, urgency, href = row.title, (row.clock.text, *row.facts), row.urgency, row.href
    else:
        hand = HANDS.get(kind)
        title, facts, urgency, href = hand.named(thing) if hand else (kind, (), 1, "")
    return Thing(pk, kind, title, facts, urgency, href, _(known.th), known.tag, state == "offered")


def hand_overs(actor: Actor, *, cursor: str = "", size: int = 50) -> tuple[tuple[HandOverLine, ...], str]:
    """Hand-overs that concern the actor, or the actor's unit, the newest first, and the next cursor. Raises Invalid for a cursor that is not ours."""
    rows = scope(actor, "hand_over.see", HandOver).select_related("from_user", "to_user")
    found, following = keyset(rows, ("-made_at", "-id"), cursor, size)
    lang = language()
    return tuple(
        HandOverLine(
            row.pk, row.from_user.name, row.to_user.name, clock.moment_th(row.made_at, lang),
            _("ตอบครบแล้ว") if row.done_at else _("รอผู้รับตอบ"), "done" if row.done_at else "wait",
        )
        for row in found
    ), following


def opens(action: str, model: type[Model]) -> Callable[..., bool]:
    """A `Passing.may` for what passes on with its row alone: whether the thing opens to the user, by the grants of `action`. To be asked as the system."""

    def may(*, object_id: UUID, verb: str, user: UUID) -> bool:
        return scope(actor_for(User.objects.get(pk=user), strong=True), action, model).filter(pk=object_id).exists()

    return may
