"""Who can be in charge at a desk that was asked, and which desks are on offer. Who is excluded is in neither list; nobody is told why."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import get
from prasan.registry.access.models import Position
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import OrganisationFact, search_organisations, services_near

NEVER = frozenset(code for code, role in BY_CODE.items() if not role.sees_cases) | {"centre_member"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whom the desk can put in charge."""

    id: UUID
    name: str


def colleagues_at(receiver: UUID, case_id: UUID) -> tuple[Colleague, ...]:
    """Who holds a post at the office that was asked (with all its units), and is not excluded from the case; by name."""
    with acting(system("colleagues")):
        office = office_of(receiver)
        at = clock.now()
        held = Position.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), Q(organisation__path=office) | Q(organisation__path__startswith=f"{office}/"),
            starts_at__lte=at, user__is_active=True, user__suspended_at=None,
        ).exclude(role__in=NEVER)
        people = dict(held.order_by("user__name", "user_id").values_list("user_id", "user__name"))
        barred = barred_users(case_id, people)
    return tuple(Colleague(user, name) for user, name in people.items() if user not in barred)


def office_of(receiver: UUID) -> str:
    """The path of the office to which a desk belongs: the intake unit of an office stands for the whole office."""
    unit, path = Organisation.objects.filter(pk=receiver).values_list("unit", "path").get()
    return path.rpartition("/")[0] if unit and "/" in path else path


@dataclass(frozen=True, slots=True)
class DeskOffer:
    """A desk that can be asked: why it is offered, and when it is open."""

    id: UUID
    name: str
    reason: str
    hours: str
    phones: tuple[str, ...]


def desks_on_offer(actor: Actor, case_id: UUID, *, service: str, text: str = "", limit: int = 8) -> tuple[DeskOffer, ...]:
    """Desks for a service near the place of a case, nearest first; then those whose name or place matches `text`.

    Excluded bodies and the case's own unit are left out. Raises Hidden for a case that the actor does not manage.
    """
    case = get(actor, "case.see", Case, case_id)
    found: dict[UUID, tuple[OrganisationFact, str]] = {}
    if text.strip():
        for fact in search_organisations(text, limit=limit, desks_only=True):
            found.setdefault(fact.id, (fact, _("ชื่อหรือพื้นที่ตรงกับที่ค้นหา")))
    for fact in services_near(case.area_code, service, 4 * limit):
        found.setdefault(fact.id, (fact, nearness(fact, case.area_code)))
    desks = {pk: one for pk, one in found.items() if one[0].is_desk and one[0].unit != "casework" and pk != case.organisation_id}
    with acting(system("desks")):
        barred = barred_organisations(case_id, desks)
    lang = get_language() or "th"
    return tuple(
        DeskOffer(fact.id, fact.name(lang), reason, fact.opening_hours_th if lang == "th" else fact.opening_hours_en, fact.phones)
        for fact, reason in desks.values() if fact.id not in barred
    )[:limit]


def nearness(fact: OrganisationFact, area_code: str) -> str:
    """Why an office is near a place, in words."""
    if fact.area_code and area_code.startswith(fact.area_code):
        return {2: _("ดูแลทั้งจังหวัดนี้"), 4: _("อยู่ในอำเภอเดียวกัน"), 6: _("อยู่ในตำบลเดียวกัน")}[len(fact.area_code)]
    if fact.serves:
        return _("ดูแลกลุ่มจังหวัดนี้")
    return _("ให้บริการทั้งประเทศ")
