"""The register: a row for every family centre, its own facts, its state."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prasan.community.centres.actions.common import SYSTEM, centre_for, note, refuse, words
from prasan.community.centres.flow import CENTRE, REASON
from prasan.community.centres.models import Centre
from prasan.ground import audit, clock
from prasan.ground.clock import PartialDate
from prasan.ground.policy import Actor, Refused, acting
from prasan.ground.policy.scope import may_begin
from prasan.ground.transactions import action, writing
from prasan.registry.areas.queries import area
from prasan.registry.organisations.actions import add_organisation, end_organisation
from prasan.registry.organisations.models import Organisation

TYPE = "cfdc"
FIRST = 2004  # family centres began in B.E. 2547 (domain.md 3)
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many centres the register holds, and how many of them are new to it."""

    total: int
    written: int


def load_centres() -> Loaded:
    """A row for every family centre among the organisations that has none yet. Loading again adds only what is new."""
    with writing(SYSTEM):
        written = _take_up(_without())
        return Loaded(Centre.objects.count(), written)


def take_up(organisations: Collection[UUID]) -> None:
    """A row for these organisations, which are new: their members find their first page at once."""
    if organisations:
        with acting(SYSTEM):
            _take_up(_without().filter(pk__in=list(organisations)))


def _take_up(found: QuerySet[Organisation]) -> int:
    rows = [
        Centre(id=pk, organisation_id=pk, area_code=code, state="unconfirmed" if generated else "working")
        for pk, code, generated in found.values_list("id", "area_id", "generated")
    ]
    Centre.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _without() -> QuerySet[Organisation]:
    return Organisation.objects.filter(type_id=TYPE, centre=None, area__level="subdistrict", active_until=None).order_by("id")


@action
def add_centre(
    actor: Actor, *, area_code: str, name_th: str, founded: str = "", phones: tuple[str, ...] = (), address: str = "", name_en: str = "",
) -> UUID:
    """A centre that the register does not know. Raises Refused, Hidden for a place outside of the own areas, Invalid by field."""
    found = area(area_code)
    refuse(
        area_code="" if found is not None and found.level == "subdistrict" and found.abolished_on is None else _("เลือกตำบล"),
        founded=_founded_problem(founded),
    )
    if not may_begin(actor, "centre.decide"):
        raise Refused("centre.decide")
    made = add_organisation(SYSTEM, type_code=TYPE, name_th=name_th, name_en=name_en, area_code=area_code, phones=phones, address=address)
    row = centre_for(actor, "centre.decide", made.id, lock=True)  # it has its row (panels.MADE)
    row.founded = founded
    row.save(update_fields=["founded"])
    note(actor, row, "added")
    audit.record("centre.add", "centre", row.pk)
    return row.pk


@action
def put_centre(
    actor: Actor, *, centre: UUID, founded: str | None = None, phones: tuple[str, ...] | None = None, address: str | None = None,
) -> str:
    """Say when the centre was founded ("2004", "2004-05", "2004-05-16"), its own telephones and address; None keeps what is known.

    Returns "changed" or "same". Raises Hidden, Refused, Invalid by field.
    """
    row = centre_for(actor, "centre.keep", centre, lock=True)
    refuse(founded=_founded_problem(founded or ""))
    told, before = _reach(row.pk, phones, address), row.founded
    if not told and founded in {None, before}:
        return "same"
    row.founded = before if founded is None else founded
    row.version += 1
    row.save(update_fields=["founded", "version"])
    if before != row.founded:
        note(actor, row, "founded", detail=row.founded)
    audit.record("centre.put", "centre", row.pk)
    return "changed"


def _reach(pk: UUID, phones: tuple[str, ...] | None, address: str | None) -> bool:
    """The centre's own telephones and address are its organisation's; true when they changed."""
    office = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    before = (list(office.phones), office.address)
    if phones is not None:
        office.phones = [words(one, longest=20) for one in phones if one.strip()][:4]
    if address is not None:
        office.address = words(address, longest=300)
    if before == (list(office.phones), office.address):
        return False
    office.save(update_fields=["phones", "address"])
    return True


def _founded_problem(text: str) -> str:
    if not text:
        return ""
    try:
        day = PartialDate.from_iso(text)
    except ValueError:
        return _("กรอกปีที่ตั้ง เช่น 2547 หรือวันที่เต็ม")
    if day.earliest > clock.today():
        return _("ปีนี้ยังมาไม่ถึง")
    return _("ศูนย์เริ่มมีตั้งแต่ปี 2547") if day.year < FIRST else ""


@CENTRE.does("confirm")
@action
def confirm(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Somebody who knows says that the centre is really there and works."""
    row = CENTRE.advance(actor, Centre, "confirm", id=id, version=version)
    Organisation.objects.filter(pk=id).update(generated=False, note_th="")
    note(actor, row, "confirmed")


@CENTRE.does("rest")
@action
def rest(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """It does not work for the time being."""
    row = CENTRE.advance(actor, Centre, "rest", id=id, version=version, also={"note": words(reason, longest=REASON)})
    note(actor, row, "rests", detail=row.note)


@CENTRE.does("resume")
@action
def resume(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It works again."""
    row = CENTRE.advance(actor, Centre, "resume", id=id, version=version, also={"note": ""})
    Organisation.objects.filter(pk=id).update(active_until=None, generated=False, note_th="")
    note(actor, row, "works")


@CENTRE.does("close")
@action
def close(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """It is no more; its organisation takes no work after today. What it did stays."""
    row = CENTRE.advance(actor, Centre, "close", id=id, version=version, also={"note": words(reason, longest=REASON)})
    end_organisation(SYSTEM, organisation_id=id, on=clock.today())
    note(actor, row, "closed", detail=row.note)
