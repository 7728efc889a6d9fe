"""Filling the network from its plan: only what is missing is written, so that what people changed stays changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from prasan.ground.thai import sort_key
from prasan.registry.organisations import rules
from prasan.registry.organisations.actions.naming import search_text
from prasan.registry.organisations.actions.network import Plan, Ref, data, planned
from prasan.registry.organisations.models import (
    Alias,
    Hotline,
    Organisation,
    OrganisationType,
    Roster,
    RosterPlace,
    Service,
    ServiceOffered,
    Tie,
)

_BATCH = 1000
_AGREED_ON = date(2021, 9, 21)  # 21 September 2564, seed 004
_EXPECTED = {"40": 15, "86": 12, "45": 12}  # seed 004: 15 + 12 + 12 = 39 agencies


@dataclass(frozen=True, slots=True)
class NetworkLoaded:
    """What a load found: all planned organisations, and how many of them were new."""

    total: int
    written: int


def load_network() -> NetworkLoaded:
    """Make the types, services, organisations, ties, rosters and hotlines that are missing. Areas must be loaded first."""
    with transaction.atomic():
        _load_types()
        plans = list(planned())
        fresh = _load_organisations(plans)
        if fresh:
            _load_details(fresh)
            _load_ties({plan.ref.id for plan in fresh})
        _load_rosters()
        _load_hotlines()
    return NetworkLoaded(len(plans), len(fresh))


def _load_types() -> None:
    OrganisationType.objects.bulk_create(
        (
            OrganisationType(
                code=row["code"], name_th=row["name_th"], name_en=row["name_en"], short_th=row["short_th"],
                sector=row["sector"], level=row["level"], state="state" in row["flags"].split(),
                security="security" in row["flags"].split(), desk="desk" in row["flags"].split(),
            )
            for row in data("types")
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    Service.objects.bulk_create(
        (Service(position=n, **row) for n, row in enumerate(data("services"), 1)), ignore_conflicts=True
    )


def _load_organisations(plans: Iterable[Plan]) -> list[Plan]:
    paths: dict[UUID, str] = dict(Organisation.objects.values_list("id", "path"))
    types = OrganisationType.objects.in_bulk()
    fresh = [plan for plan in plans if plan.ref.id not in paths]
    rows = []
    for plan in fresh:
        paths[plan.ref.id] = rules.path_of(plan.ref.id, paths[plan.parent.id] if plan.parent else "")
        rows.append(_row(plan, types[plan.ref.type_code], paths[plan.ref.id]))
    Organisation.objects.bulk_create(rows, batch_size=_BATCH)
    return fresh


def _row(plan: Plan, kind: OrganisationType, path: str) -> Organisation:
    area = plan.ref.area
    return Organisation(
        id=plan.ref.id, type=kind, unit=plan.ref.unit, name_th=plan.name_th, name_en=plan.name_en,
        sort_key=sort_key(plan.name_th)[:400], parent_id=plan.parent.id if plan.parent else None, path=path,
        search_text=search_text(plan.name_th, plan.name_en, kind, area, plan.ref.unit, plan.aliases),
        area_id=area or None, serves_id=plan.serves or None, level=kind.level, sector=kind.sector,
        is_desk=kind.desk if plan.desk is None else plan.desk, phones=list(plan.phones), languages=plan.languages,
        opening_hours_th=plan.hours_th, opening_hours_en=plan.hours_en, generated=plan.generated,
        marked_plausible=plan.plausible, note_th=plan.note_th,
    )  # fmt: skip


def _load_details(fresh: list[Plan]) -> None:
    ServiceOffered.objects.bulk_create(
        (ServiceOffered(organisation_id=plan.ref.id, service_id=code) for plan in fresh for code in plan.services),
        batch_size=_BATCH,
    )
    Alias.objects.bulk_create(
        (Alias(organisation_id=plan.ref.id, text=text) for plan in fresh for text in plan.aliases), batch_size=_BATCH
    )


def _load_ties(fresh: set[UUID]) -> None:
    Tie.objects.bulk_create(
        (
            Tie(organisation_id=Ref.read(row["organisation"]).id, other_id=Ref.read(row["other"]).id, kind=row["kind"])
            for row in data("ties")
            if Ref.read(row["organisation"]).id in fresh
        ),
        ignore_conflicts=True,
    )


def _load_rosters() -> None:
    known = set(Roster.objects.values_list("province_id", flat=True))
    for province, expected in _EXPECTED.items():
        if province in known:
            continue
        roster = Roster.objects.create(
            id=rules.organisation_id("roster", province), province_id=province, agreed_on=_AGREED_ON, expected=expected,
            title_th="บันทึกความร่วมมือว่าด้วยการขับเคลื่อนกลไกป้องกันและแก้ไขปัญหาความรุนแรงในสังคม",
            source="ข่าว พม. 21 กันยายน 2564: จำนวนและแปดหน่วยงานแรก",
        )  # fmt: skip
        RosterPlace.objects.bulk_create(
            RosterPlace(
                roster=roster, organisation_id=Ref.read(row["organisation"]).id, position=int(row["position"]),
                named=row["named"] == "yes",
            )
            for row in data("rosters")
            if row["province"] == province
        )  # fmt: skip


def _load_hotlines() -> None:
    known = set(Hotline.objects.values_list("number", flat=True))
    Hotline.objects.bulk_create(
        Hotline(
            **{name: row[name] for name in ("number", "name_th", "name_en", "for_th", "for_en", "hours_th", "hours_en")},
            languages=row["languages"].split(), position=position,
            effective_from=date.fromisoformat(row["effective_from"]) if row["effective_from"] else None,
        )
        for position, row in enumerate(data("hotlines"), 1)
        if row["number"] not in known
    )  # fmt: skip
