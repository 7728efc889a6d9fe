"""Who could be given a case: people with the post, their office and how many cases they carry. Names of colleagues are no secret."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.excluded import barred_users
from prasan.casework.intake.queries.desks import kept
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, current, system
from prasan.registry.access.models import Position
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import name_in
from prasan.registry.organisations.queries.facts import inside

MOST = 200


@dataclass(frozen=True, slots=True)
class ManagerChoice:
    """A case manager at a unit, with the number of cases that are not closed."""

    user: UUID
    organisation: UUID
    name: str
    office: str
    cases: int
    path: str  # of the unit

    @property
    def label(self) -> str:
        """"มานี ดูแลดี · กลุ่มการคุ้มครอง พมจ.ขอนแก่น · ดูแลอยู่ 23 เคส"."""
        return _("%(name)s · %(office)s · ดูแลอยู่ %(n)s เคส") % {"name": self.name, "office": self.office, "n": self.cases}


def managers_of(organisation: UUID, *, barred_from: UUID | None = None) -> list[ManagerChoice]:
    """The case managers of a unit, the least loaded first; those excluded from a record are simply not there."""
    return _choices(_posts().filter(organisation_id=organisation), barred_from)


def managers_near(actor: Actor, *, barred_from: UUID | None = None) -> list[ManagerChoice]:
    """The case managers of the own office and of the province, those of the own office first."""
    if actor.home is None:
        return []
    office_id = actor.home
    home = kept(("home", office_id), lambda: Organisation.objects.filter(pk=office_id).values("path", "area_id", "parent__area_id").first())
    if home is None:
        return []
    # The office of a unit is what stands above it and serves a place; above that are ministries.
    office = home["path"].rpartition("/")[0] if home["parent__area_id"] else home["path"]
    places = Q(organisation__path__startswith=office)
    if home["area_id"]:
        places |= inside(home["area_id"][:2], "organisation__area_id")
    return sorted(_choices(_posts().filter(places), barred_from), key=lambda one: not one.path.startswith(office))


def manager_choices() -> tuple[tuple[str, str], ...]:
    """`managers_near` whoever acts now, as the options of a question."""
    actor = current()
    return tuple((str(one.user), one.label) for one in managers_near(actor)) if actor is not None else ()


def _posts() -> QuerySet[Position]:
    at = clock.now()
    return Position.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), role="case_manager", starts_at__lte=at, user__is_active=True, user__suspended_at=None
    )


def _choices(posts: QuerySet[Position], barred_from: UUID | None) -> list[ManagerChoice]:
    carried = Case.objects.filter(manager_id=OuterRef("user_id")).exclude(state="closed").order_by().values("manager_id").annotate(n=Count("id"))
    columns = ("user_id", "organisation_id", "user__name", name_in(get_language() or "th"), "organisation__path", Subquery(carried.values("n")))
    with acting(system("caseload")):  # a number, no case
        rows = list(posts.order_by("user__name", "id").values_list(*columns)[:MOST])
    barred = barred_users(barred_from, [user for user, *_rest in rows]) if barred_from else set()
    found = [ManagerChoice(user, office, name, office_name, n or 0, path) for user, office, name, office_name, path, n in rows if user not in barred]
    return sorted(found, key=lambda one: (one.cases, one.name))
