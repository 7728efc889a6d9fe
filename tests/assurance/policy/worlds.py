"""Random worlds: offices in a tree, people with posts, and rows of every protected model that belong to nobody's story.

Rows are written as they are, without the actions: foreign keys may dangle (they are looked at when a transaction ends, and none of these
does), so that every combination of columns that a grant looks at can be met. Nothing sealed is written.
"""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Model

from prasan.ground import clock
from prasan.ground.policy import Section, Where, acting, roles, system
from prasan.ground.policy.grants import all_grants, protected_models, protection_of
from prasan.ground.policy.models import AccessRow, Exclusion
from prasan.ground.policy.where import Both, Either
from prasan.registry.access.models import Position, User
from prasan.registry.areas.models import RegionSetMember
from prasan.registry.organisations.models import Organisation

SYSTEM = system("world")
AREAS = ("40", "4001", "400101", "400102", "4002", "400201", "45", "450101", "95", "950101", "960101")
SETS: dict[str, tuple[str, ...]] = {"sbp": ("95", "96"), "alone": ("45",), "empty": ()}
ROOTS = ("cases.Case", "intake.Report", "people.Person", "referrals.Referral", "files.StoredFile")
ROWS = 5  # of each protected model in a world

# Codes that a CHECK asks for, where the column's default is not one of them or where grants look at it.
CODES: dict[str, dict[str, tuple[Any, ...]]] = {
    "cases.Case": {"restricted": (False, True), "state": ("open", "closing"), "urgency": (1, 4)},
    "cases.Tenure": {"ends_at": ("now",), "open_for": (None,)},
    "cases.CaseParty": {"role": ("affected", "alleged", "guardian")},
    "cases.Note": {"kind": ("note", "counselling")},
    "intake.Report": {"urgency_suggested": (1, 4), "outcome": ("",)},
    "intake.ReportParty": {"role": ("affected", "alleged", "witness")},
    "triage.Decision": {"urgency": (2,)},
    "triage.Escalation": {"step": (1, 2)},
    "triage.Likeness": {"state": ("offered",)},
    "referrals.Referral": {"urgency": (2, 4), "state": ("sent", "received")},
    "work.WorkItem": {"urgency": (1, 4), "role": ("", "intake_officer", "receiving_desk", "unit_head", "case_manager")},
    "closure.Closure": {"persons_view_missing": ("not_reached",), "decided_by": (None,)},
    "contact.SafeContact": {"about_kind": ("person", "reporter"), "ends_at": ("now",)},
    "contact.Outgoing": {"about_kind": ("person", "reporter"), "state": ("held", "asked")},
    "access.BreakGlass": {"ends_at": ("later",)},
    "people.PersonAddress": {"kind": ("living", "safe", "other")},
    "people.PersonMerge": {"decided_by": ("somebody",)},
    "limits.RunningLimit": {"root_kind": ("case", "report")},
    "privacy.RightsRequest": {"kind": ("access", "erasure"), "root_kind": ("case", "report")},
    "privacy.Annotation": {"kind": ("correction", "objection"), "root_kind": ("case", "report")},
    "privacy.LegalHold": {"root_kind": ("case", "report")},
    "privacy.Disposal": {"root_kind": ("case", "report")},
    "watch.Watch": {"level": (1, 3)},
    "watch.WatchLook": {"found": ("calm", "same")},
    "counselling.Talk": {"again_on": ("today",)},
    "localhelp.Resource": {"kind": ("person", "thing")},
    "localhelp.Help": {"ended_at": (None,)},
    "centres.Committee": {"ended_on": (None,)},
    "centres.Assessment": {"assessor": ("province", "self"), "state": ("draft",)},
    "centres.Activity": {"cost": (0,), "reach": (None,), "source": ("none",)},
    "surveys.SurveyForm": {"topic": ("", "strength"), "state": ("draft", "open", "closing", "closed")},
    "surveys.Round": {"state": ("planned", "running", "ended"), "method": ("all",)},
    "surveys.Submission": {"way": ("phone", "web"), "test": (False, False, True)},
    "surveys.Taking": {"state": ("asked",), "decided_by": (None,), "decided_at": (None,), "lapses_at": (None,), "fetched_at": (None,)},
    "surveys.Book": {"quarter": ("2569-4",)},
    "surveys.Doubt": {"code": ("fast", "far")},
    "surveys.EntryVersion": {"kind": ("answered",), "base": (None,)},
    "links.AnswerLink": {"state": ("standing",), "ended_by": (None,), "ended_at": (None,)},
    "access.User": {"suspended_at": (None, None, None, "now"), "is_active": (True, True, True, True, False)},
}

SAME = {("centres.Centre", "organisation")}  # its key is that of what it is about
NAMED = {("privacy.RightsRequest", "root_id")}  # may be empty, and grants look at it


@dataclass
class Post:
    """A position as the world holds it: plain facts."""

    user: UUID
    organisation: UUID
    role: str
    areas: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime | None


@dataclass
class Place:
    """An organisation: the ones above it (its own id last), where it serves."""

    line: tuple[UUID, ...]
    area: str
    serves: str


@dataclass
class Access:
    """An access row."""

    subject: UUID
    role: str
    object: UUID
    sections: int
    ends_at: datetime | None


@dataclass
class World:
    """All facts by which it can be said who sees what, read back from the database as it stands."""

    at: datetime
    places: dict[UUID, Place] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    away: set[UUID] = field(default_factory=set)  # users who are suspended or inactive
    users: list[UUID] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)
    exclusions: set[tuple[UUID, UUID]] = field(default_factory=set)  # subject, object; those in force
    rows: dict[type[Model], dict[UUID, Mapping[str, Any]]] = field(default_factory=dict)


def build(seed: int, *, rows: int = ROWS) -> World:
    """Write a world into the database, inside the caller's transaction, and read it back."""
    maker = _Maker(random.Random(seed), rows)  # noqa: S311 - chance that can be repeated
    with acting(SYSTEM):
        maker.offices()
        maker.people()
        for protection in protected_models():
            maker.fill(protection.model)
        maker.access_rows()
        maker.sure()
        maker.exclusions()
        return maker.read()


class _Maker:
    def __init__(self, chance: random.Random, rows: int) -> None:
        self.chance, self.size, self.at = chance, rows, clock.now()
        self.posts: list[Position] = []
        self.given: list[tuple[UUID, UUID]] = []  # subject and object of each access row
        self.named: set[UUID] = set()  # by the row that is being made
        self.nowhere, self.of_none = self.id(), self.id()  # offices without an area, and of a set without provinces
        self.ids = {protection.model._meta.label: [self.id() for _ in range(rows)] for protection in protected_models()}

    def id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def one(self, label: str) -> UUID:
        return self.chance.choice(self.ids[label])

    def offices(self) -> None:
        made: list[Organisation] = []
        for n in range(7):
            parent = self.chance.choice([None, *made]) if n else None
            pk = self.id()
            area, serves = self.chance.choice([(one, None) for one in AREAS] + [(None, None), (None, "sbp")])
            made.append(_office(pk, f"office {n}", parent=parent, path=f"{parent.path}/{pk.hex}" if parent else pk.hex, area_id=area, serves_id=serves))
        made += [_office(pk, name, path=pk.hex, serves_id=serves) for pk, name, serves in ((self.nowhere, "nowhere", None), (self.of_none, "of none", "empty"))]
        Organisation.objects.bulk_create(made)
        RegionSetMember.objects.bulk_create([RegionSetMember(region_set_id=name, area_id=area) for name, areas in SETS.items() for area in areas])
        self.ids["organisations.Organisation"] = [office.pk for office in made]
        self.ids["centres.Centre"] = [office.pk for office in made[: self.size]]

    def sure(self) -> None:
        """What chance must not leave out: who heads an area without one, in each way; who knows that everything exists and may do nothing.

        They stand in offices of their own, to which no row belongs that chance made before.
        """
        begun = self.at - timedelta(days=9)
        lost, knowing = self.id(), self.id()
        places = [("system_administrator", self.nowhere), ("province_head", self.nowhere), ("centre_head", self.of_none)]
        for pk, name, held in ((lost, "lost", places), (knowing, "knowing", [(role, self.nowhere) for role in ("unit_head", "intake_officer")])):
            User.objects.create(id=pk, username=name, name=name, made_at=begun)
            posts = [Position(id=self.id(), user_id=pk, organisation_id=office, role=role, starts_at=begun, areas=[]) for role, office in held]
            self.posts += Position.objects.bulk_create(posts)
            self.ids["access.User"].append(pk)
        AccessRow.objects.bulk_create(
            AccessRow(id=self.id(), subject_id=knowing, object_kind=kind[:24], object_id=pk, sections=int(Section.EXISTENCE), basis="own",
                      starts_at=begun, cause_kind="world", cause_id=self.id())
            for kind in ROOTS for pk in self.ids[kind]
        )

    def people(self) -> None:
        self.ids["access.User"] = [self.id() for _ in range(6)]
        heads = ["province_head", "centre_head", "unit_head", "intake_officer", "case_manager"]  # to whom most is granted
        codes = [*(code for code in roles() if code != "holder"), *heads, *heads, "system_administrator", "system_administrator"]
        moments = (self.at - timedelta(days=9), self.at - timedelta(days=9), self.at - timedelta(days=9), self.at + timedelta(hours=1))
        ends = (None, None, None, None, None, self.at + timedelta(seconds=1), self.at, self.at - timedelta(hours=1))
        for user in self.ids["access.User"]:
            for _ in range(self.chance.choice((0, 1, 2, 2, 3, 3))):
                starts, end = self.chance.choice(moments), self.chance.choice(ends)
                # A stand-in holds a position of its own that names the covered one.
                covered = self.chance.choice([None, None, *self.posts])
                self.posts.append(Position(
                    id=self.id(), user_id=user, organisation_id=covered.organisation_id if covered else self.one("organisations.Organisation"),
                    role=covered.role if covered else self.chance.choice(codes), starts_at=starts, for_position=covered,
                    areas=self.chance.sample(AREAS, self.chance.choice((0, 0, 0, 1, 2))), ends_at=end if end is None or end > starts else None,
                ))
        Position.objects.bulk_create(self.posts)

    def fill(self, model: type[Model]) -> None:
        if model is Organisation:
            return
        rows = []
        for n, pk in enumerate(self.ids[model._meta.label]):
            self.named = {pk}
            rows.append(model(**dict(pair for f in model._meta.concrete_fields for pair in self._value(model, f, pk, n))))
        # Two rows may not have one pair of ids by chance: the second one is left out.
        model._default_manager.bulk_create(rows, ignore_conflicts=True)

    def _value(self, model: type[Model], f: Any, pk: UUID, n: int) -> list[tuple[str, Any]]:  # noqa: C901, PLR0911, PLR0912 - one answer a kind
        codes = CODES.get(model._meta.label, {})
        if f.primary_key:
            return [(f.attname, pk)]
        if f.name in codes:
            value = self.chance.choice(codes[f.name])
            moments = {"now": self.at, "later": self.at + timedelta(days=1), "today": self.at.date()}
            return [(f.attname, moments.get(value, value) if isinstance(value, str) else value)]
        if (model._meta.label, f.name) in SAME:
            return [(f.attname, pk)]
        if isinstance(f, models.ForeignKey):
            return [(f.attname, self._pointer(model, f))]
        if f.name == "area_code":
            return [(f.attname, self.chance.choice((*AREAS, "")))]
        if isinstance(f, models.UUIDField):
            return [(f.attname, self.one(self.chance.choice(ROOTS)) if not f.null or (model._meta.label, f.name) in NAMED else None)]
        if f.has_default() or f.null or f.blank:
            return []
        if isinstance(f, models.DateTimeField):
            return [(f.attname, self.at)]
        if isinstance(f, models.DateField):
            return [(f.attname, self.at.date())]
        if isinstance(f, models.BooleanField):
            return [(f.attname, self.chance.random() < 0.5)]
        if isinstance(f, models.IntegerField):
            return [(f.attname, n + 1)]
        if isinstance(f, models.FloatField):
            return [(f.attname, n + 0.5)]
        if isinstance(f, models.BinaryField):
            return [(f.attname, secrets.token_bytes(16))]
        return [(f.attname, f"{n}{pk.hex}"[: f.max_length])]

    def _pointer(self, model: type[Model], f: Any) -> UUID | None:
        """Whom or what a key names: nobody where it may and no grant looks; never the same one twice in a row, which CHECKs refuse."""
        label = f.related_model._meta.label
        if f.null and (f.attname not in looked_at(model) or self.chance.random() < 0.4):
            return None
        others = [pk for pk in self.ids.get(label, ()) if pk not in self.named] or [self.id()]
        chosen = self.chance.choice(others)
        self.named.add(chosen)
        return chosen

    def access_rows(self) -> None:
        codes = ("", "", "intake_officer", "unit_head", "receiving_desk", "case_manager", "province_head", "team_member", "support_coordinator")
        rows = []
        for _ in range(60):
            kind = self.chance.choice(ROOTS)
            personal = self.chance.random() < 0.5
            bits = self.chance.choice((0, int(Section.MANAGE), int(Section.everything()), self.chance.getrandbits(18) & int(Section.everything())))
            rows.append(AccessRow(
                id=self.id(), subject_id=self.one("access.User" if personal else "organisations.Organisation"),
                role="" if personal and self.chance.random() < 0.9 else self.chance.choice(codes), object_kind=kind[:24], object_id=self.one(kind),
                # A row always lets its holder know that the thing exists.
                sections=bits | int(Section.EXISTENCE), starts_at=self.at - timedelta(days=2), basis="own", cause_kind="world", cause_id=self.id(),
                ends_at=self.chance.choice((None, None, None, self.at + timedelta(minutes=1), self.at, self.at - timedelta(days=1))),
            ))
        AccessRow.objects.bulk_create(rows)
        self.given = [(row.subject_id, row.object_id) for row in rows]

    def exclusions(self) -> None:
        every = [*ROOTS, "access.BreakGlass", "closure.Closure", "followup.FollowUp", "triage.Likeness", "work.HandOver"]
        rows = []
        for _ in range(16):
            kind = self.chance.choice(every)
            subject, thing = self.one(self.chance.choice(("access.User", "access.User", "organisations.Organisation"))), self.one(kind)
            if self.chance.random() < 0.6:  # somebody to whom it was given
                subject, thing = self.chance.choice(self.given)
            if self.chance.random() < 0.25:  # an office that stands above others
                subject = self.ids["organisations.Organisation"][0]
            rows.append(Exclusion(
                id=self.id(), subject_id=subject, object_kind="thing", object_id=thing, root_id=self.id(), made_by="world",
                made_at=self.at, lifted_at=self.chance.choice((None, None, self.at)),
            ))
        Exclusion.objects.bulk_create(rows)

    def read(self) -> World:
        world = World(self.at)
        offices = Organisation.objects.filter(pk__in=self.ids["organisations.Organisation"])
        for pk, path, area, serves in offices.values_list("pk", "path", "area_id", "serves_id"):
            world.places[pk] = Place(tuple(UUID(hex=part) for part in path.split("/")), area or "", serves or "")
        world.posts = [Post(p.user_id, p.organisation_id, p.role, tuple(p.areas), p.starts_at, p.ends_at) for p in self.posts]
        for pk, active, suspended in User.objects.filter(pk__in=self.ids["access.User"]).values_list("pk", "is_active", "suspended_at"):
            world.users.append(pk)
            if not active or suspended is not None:
                world.away.add(pk)
        world.access = [Access(*row) for row in AccessRow.objects.values_list("subject_id", "role", "object_id", "sections", "ends_at")]
        holding = Exclusion.objects.exclude(lifted_at__isnull=False)  # not asked as policy asks: a fault there must not reach this
        world.exclusions = set(holding.values_list("subject_id", "object_id"))
        for protection in protected_models():
            found = protection.model._default_manager.filter(pk__in=self.ids[protection.model._meta.label])
            columns = [f.attname for f in protection.model._meta.concrete_fields if not _sealed(f)]
            world.rows[protection.model] = {row["id"]: row for row in found.values(*columns)}
        return world


def _office(pk: UUID, name: str, **facts: Any) -> Organisation:
    return Organisation(id=pk, type_id="psdhso", name_th=name, sort_key=name, search_text=name, level="provincial", sector="state", **facts)


@cache
def looked_at(model: type[Model]) -> frozenset[str]:
    """The columns of a model that some grant or exclusion looks at."""
    protection = protection_of(model)
    places = [grant.where for grant in all_grants() if grant.action.partition(".")[0] == protection.kind]
    found = {column.partition("__")[0] for place in places for column in _columns(place)} | set(protection.roots)
    return frozenset(found | {f"{name}_id" for name in found})


def _columns(place: Where) -> list[str]:
    if isinstance(place, Either | Both):
        return [*_columns(place.a), *_columns(place.b)]
    column = getattr(place, "column", None)
    return [column] if column else []


def _sealed(f: Any) -> bool:
    return type(f).__module__.startswith("prasan.ground.vault")


