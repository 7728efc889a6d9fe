"""The named cast of the tests: the same few people in every chapter, an outsider among them.

`cast` (a fixture) lays a small network into the test's database: all provinces; every area and office of Khon Kaen (40),
Roi Et (45) and Yala (95); all national bodies; local governments and family centres of the three capital districts only.
Each person has `.user` and `.organisation` (ids), `.username`, `.name`, `.actor` (as signed in with a second factor).
`cast.client(cast.manager)` is a Django test client signed in as that person; a second factor was passed unless `strong=False`.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from prasan.ground import clock
from prasan.ground.installation import mark as installation
from prasan.ground.policy import Actor, system
from prasan.registry.access import gates
from prasan.registry.access.actions import add_user, give_position
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for
from prasan.registry.areas import actions as area_actions
from prasan.registry.areas import queries as areas
from prasan.registry.areas.models import Area
from prasan.registry.limits.actions import load_limits
from prasan.registry.organisations.actions import load
from prasan.registry.organisations.actions.network import Plan, Ref, data, planned
from prasan.registry.organisations.queries import organisation_id

PASSWORD = "แม่น้ำชีไหลผ่านทุ่งกุลา 27"
KHON_KAEN, ROI_ET, YALA = "40", "45", "95"
PROVINCES = (KHON_KAEN, ROI_ET, YALA)
SYSTEM = system("cast")

# Who, what their name is, which role, at which office (type, area, unit).
PARTS: dict[str, tuple[str, str, tuple[str, str, str]]] = {
    "intake": ("อารีย์ รับสาย", "intake_officer", ("psdhso", KHON_KAEN, "intake")),
    "manager": ("มานี ดูแลดี", "case_manager", ("psdhso", KHON_KAEN, "casework")),
    "colleague": ("สมใจ เพื่อนร่วมกลุ่ม", "case_manager", ("psdhso", KHON_KAEN, "casework")),
    "head": ("วิภา หัวหน้ากลุ่ม", "unit_head", ("psdhso", KHON_KAEN, "")),
    "hospital": ("นวลจันทร์ โต๊ะศูนย์พึ่งได้", "receiving_desk", ("hospital_oscc", KHON_KAEN, "")),
    "doctor": ("แพทย์หญิงรัตนา ใจเย็น", "team_member", ("hospital_oscc", KHON_KAEN, "")),
    "police": ("ร้อยตำรวจโทหญิงกานดา", "receiving_desk", ("police_station", KHON_KAEN, "")),
    "province": ("ประเสริฐ พมจ.ขอนแก่น", "province_head", ("psdhso", KHON_KAEN, "")),
    "monitor": ("ดวงพร ส่วนกลาง", "central_monitor", ("dwf", "", "")),
    "auditor": ("ธีระ ผู้ตรวจ", "auditor", ("division", "", "inspection")),
    "privacy": ("จิราภา คุ้มครองข้อมูล", "privacy_officer", ("privacy_officer", "", "")),
    "admin": ("อนันต์ ดูแลระบบ", "system_administrator", ("ministry", "", "msdhs")),
    "centre": ("ป้าสมร ศพค.", "centre_member", ("cfdc", "400101", "")),
    "border": ("ฟาตีเมาะ ศูนย์ประสานงาน", "centre_head", ("coordination_centre", "", "")),
    "joint": ("ผู้ช่วยเลขาธิการ ศอ.บต.", "joint_supervisor", ("coordination_centre", "", "")),
    "hotline": ("พิมพ์ใจ ศรส. 1300", "intake_officer", ("msdhs_1300", "", "")),
    "outsider": ("กมล พมจ.ร้อยเอ็ด", "case_manager", ("psdhso", ROI_ET, "casework")),
    "outsider_intake": ("ชบา รับแจ้งร้อยเอ็ด", "intake_officer", ("psdhso", ROI_ET, "intake")),
    "outsider_head": ("เดชา หัวหน้าร้อยเอ็ด", "unit_head", ("psdhso", ROI_ET, "")),
    # Same post as the head of Khon Kaen; tests exclude this person by name from a record: `policy.access.exclude`.
    "excluded": ("ทวี ถูกกันออก", "unit_head", ("psdhso", KHON_KAEN, "")),
}
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # before any clock that a test holds still
HIRED: list["Person"] = []


@dataclass
class Person:
    """One of the cast. `user` and `organisation` are ids."""

    key: str
    username: str
    name: str
    role: str
    user: UUID
    organisation: UUID

    @cached_property
    def actor(self) -> Actor:
        """As signed in with a second factor, when first asked; `fresh()` reads positions anew."""
        return self.fresh()

    def fresh(self, *, strong: bool = True) -> Actor:
        """The actor of this moment."""
        return actor_for(User.objects.get(pk=self.user), strong=strong)


class Cast:
    """The people, by name; `desks` has the ids of offices by (type, area, unit)."""

    intake: Person
    manager: Person
    colleague: Person
    head: Person
    hospital: Person
    doctor: Person
    police: Person
    province: Person
    monitor: Person
    auditor: Person
    privacy: Person
    admin: Person
    centre: Person
    border: Person
    joint: Person
    hotline: Person
    outsider: Person
    outsider_intake: Person
    outsider_head: Person
    excluded: Person

    def __init__(self, hired: Sequence[Person] = ()) -> None:
        """Those who were hired already, or everybody anew."""
        self.everyone = [replace(person) for person in hired] or [
            hire(key, name, role, organisation_id(*place), **({"areas": [""]} if key == "admin" else {}))
            for key, (name, role, place) in PARTS.items()
        ]
        for person in self.everyone:
            setattr(self, person.key, person)

    @staticmethod
    def organisation(type_code: str, area: str = "", unit: str = "") -> UUID:
        """The id of an office of the network, such as ("psdhso", "40", "intake")."""
        return organisation_id(type_code, area, unit)

    @staticmethod
    def client(person: Person, *, strong: bool = True, **options: Any) -> Client:
        """A test client signed in as this person."""
        client = Client(**options)
        client.force_login(User.objects.get(pk=person.user))
        session = client.session
        session[gates.BEGAN] = clock.now().isoformat()
        if strong:
            session[gates.STRONG] = clock.now().isoformat()
        session.save()
        return client


def hire(key: str, name: str, role: str, organisation: UUID, **position: Any) -> Person:
    """One more person with one position: for tests that need a part of their own."""
    user = add_user(SYSTEM, username=f"t.{key}".replace("_", "-"), name=name)
    User.objects.filter(pk=user).update(password=_hashed())
    give_position(SYSTEM, user=user, organisation=organisation, role=role, **{"starts_at": BEGINNING, **position})
    return Person(key, f"t.{key}".replace("_", "-"), name, role, user, organisation)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The small network and its people; what the test writes is rolled back."""
    areas.forget()
    installation.forget()
    yield Cast(HIRED)
    areas.forget()
    installation.forget()


def lay_cast() -> None:
    """Write the network and its people, whom the next tests have; they have been there since long before a clock that a test holds still."""
    with clock.frozen(BEGINNING):
        lay_network()
        installation.forget()
        HIRED[:] = Cast().everyone


def lay_network() -> None:
    """Write the small network into the database; tests with real transactions call this and `Cast()` themselves."""
    areas.forget()
    with transaction.atomic():
        Area.objects.bulk_create(copy.copy(area) for area in _areas())
        area_actions._load_region_sets()
        areas.forget()
        load._load_types()
        load._load_organisations(_plans())
        load._load_details(list(_plans()))
        load._load_ties({plan.ref.id for plan in _plans()})
        load._load_hotlines()
    load_limits()


@cache
def _areas() -> tuple[Area, ...]:
    return tuple(area for area in area_actions._official() if len(area.code) == 2 or area.code.startswith(PROVINCES))


@cache
def _plans() -> tuple[Plan, ...]:
    """Read once a process, after the areas were laid the first time."""
    capitals = tuple(f"{province}01" for province in PROVINCES)
    bodies = {Ref.read(row["ref"]) for row in data("bodies")}
    return tuple(
        plan for plan in planned()
        if plan.ref in bodies or plan.ref.area.startswith(capitals if len(plan.ref.area) == 6 else PROVINCES)
    )


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
