"""What heads see: late, refused and untaken work, and how the load lies; of an area counts and what is late, never a name of those helped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from prasan.ground import audit, clock
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.ground.screens.parts import Row
from prasan.registry.access.models import Position, User
from prasan.registry.work.models import WorkItem
from prasan.registry.work.queries.handing import absences, in_force
from prasan.registry.work.queries.rows import Item, bounded, line, no_oversight, office_names, offices, open_rows
from prasan.registry.work.queries.worklist import tab_of
from prasan.registry.work.rules import HANDS, TABS, VERBS

SHOWN = 30
OFFICERS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A list of a head's page: rows and their bounded count."""

    id: str
    title: str
    count: str
    rows: tuple[Row, ...]
    late: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What one officer carries: cases, open and late things to do; until when the officer is away."""

    user: UUID
    name: str
    office: str
    cases: int
    open: int
    late: int
    away: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit as its head sees it."""

    parts: tuple[Part, ...]
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class OfficeLoad:
    """Open and late things to do of an office."""

    name: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area as its head sees it: by kind, by office, and what is late."""

    kinds: tuple[OfficeLoad, ...]
    offices: tuple[OfficeLoad, ...]
    late: Part


def unit(actor: Actor) -> UnitView:
    """The work of the actor's offices: late, refused, untaken; and the load of everybody who works there."""
    refused = [code for code, _verb in VERBS.items() if code.startswith("reroute") or code.endswith("refused")]
    late = open_rows(actor, "work.oversee", limit=SHOWN + 1, such=_late, key="late")
    back = open_rows(actor, "work.oversee", limit=SHOWN + 1, verbs=refused)
    free = open_rows(actor, "work.oversee", limit=SHOWN + 1, such=_untaken, key="untaken")
    names, who = offices([*late, *back, *free], whose=True), _people([*late, *back])
    audit.record("list", "work", detail=f"unit {len(late)} {len(back)} {len(free)}")
    parts = (
        _part("late", _("เลยกำหนด"), late, names, who), _part("refused", _("ถูกปฏิเสธ ต้องหาทางใหม่"), back, names, who),
        _part("untaken", _("ยังไม่มีคนรับ"), free, names, who),
    )
    return UnitView(tuple(part for part in parts if part.rows), _loads(actor))


def area(actor: Actor) -> AreaView:
    """The work of the actor's area in counts, and what is late at which office."""
    now = clock.now()
    rows = scope(actor, "work.oversee", WorkItem).filter(done_at=None).order_by()
    by_verb = rows.values_list("verb").annotate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=now)))
    kinds = {code: [0, 0] for code, _th in TABS}
    for verb, count, late in by_verb:
        kinds[tab_of(verb)][0] += count
        kinds[tab_of(verb)][1] += late
    by_office = list(rows.values_list("organisation_id").annotate(n=Count("id"), late=Count("id", filter=Q(due_at__lt=now))))
    items = open_rows(actor, "work.oversee", limit=SHOWN + 1, such=_late, key="late")
    names = office_names({pk for pk, *_rest in by_office}) | offices(items, whose=True)
    audit.record("list", "work", detail=f"area {len(items)}")
    return AreaView(
        tuple(OfficeLoad(_(th), *kinds[code]) for code, th in TABS),
        tuple(sorted((OfficeLoad(names.get(pk, ""), count, late) for pk, count, late in by_office), key=lambda one: (-one.late, -one.open, one.name))),
        _part("late", _("เลยกำหนด"), items, names, {}),
    )


def at_office(actor: Actor, *, action: str = "work.see") -> Part:
    """What lies open at the actor's own offices, whoever does it, by the time left."""
    items = open_rows(actor, action, limit=SHOWN + 1)
    names = offices(items, whose=True)
    audit.record("list", "work", detail=f"office {len(items)}")
    return _part("office", _("งานที่เปิดอยู่"), items, names, _people(items))


def _late() -> Q:
    return Q(due_at__lt=clock.now()) & no_oversight()


def _untaken() -> Q:
    return Q(assignee=None)


def _people(items: Iterable[Item]) -> dict[UUID, str]:
    wanted = {who for item in items if (who := item.assignee)}
    return dict(User.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def _part(code: str, title: str, items: Sequence[Item], names: dict[UUID, str], who: dict[UUID, str]) -> Part:
    now = clock.now()
    rows = tuple(line(item, now, names, before=_whose(item, names, who)) for item in items[:SHOWN])
    return Part(code, title, bounded(len(items), SHOWN), rows, code == "late")


def _whose(item: Item, names: dict[UUID, str], who: dict[UUID, str]) -> tuple[str, ...]:
    name = who.get(item.assignee, "") if item.assignee else ""
    return tuple(filter(None, (name or names.get(item.organisation, ""),)))


def _loads(actor: Actor) -> tuple[Load, ...]:
    headed = {o for post in actor.posts if post.role == "unit_head" for o in post.organisations}
    rows = Position.objects.filter(in_force(), organisation_id__in=headed, user__is_active=True, user__suspended_at=None)
    people: dict[UUID, tuple[str, UUID]] = {}
    for pk, name, office in rows.order_by("user__name", "user_id", "starts_at").values_list("user_id", "user__name", "organisation_id")[:OFFICERS]:
        people.setdefault(pk, (name, office))
    counts = scope(actor, "work.oversee", WorkItem).filter(done_at=None, assignee_id__in=people).order_by().values_list("assignee_id")
    tasks = {pk: (n, late) for pk, n, late in counts.annotate(n=Count("id"), late=Count("id", filter=_late()))}
    cases: dict[UUID, int] = {}
    for _kind, hand in HANDS.items():  # noqa: PERF102 - a registry, not a dict
        for pk, n in hand.count(actor, list(people)).items():
            cases[pk] = cases.get(pk, 0) + n
    names, gone = office_names({office for _name, office in people.values()}), absences(people)
    loads = [
        Load(pk, name, names.get(office, ""), cases.get(pk, 0), *tasks.get(pk, (0, 0)), gone.get(pk, "")) for pk, (name, office) in people.items()
    ]
    return tuple(sorted(loads, key=lambda one: (-one.late, -one.cases, -one.open, one.name)))
