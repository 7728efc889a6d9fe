"""Whom to choose: people for a team, organisations for the plan and for a transfer. Those who are excluded are simply not there."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import TeamMember
from prasan.casework.cases.queries.excluded import barred_organisations, barred_users
from prasan.ground import clock
from prasan.ground.policy import Actor, acting, system
from prasan.registry.access.models import Position
from prasan.registry.access.roles import BY_CODE
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import name_in, search_organisations
from prasan.registry.organisations.queries.facts import inside

MOST = 30
SEEING = tuple(code for code, role in BY_CODE.items() if role.sees_cases and code not in {"system_administrator", "auditor", "central_monitor"})

Choice = tuple[str, str]


def people_for_team(actor: Actor, case_id: UUID, *, area: str, text: str = "", everybody: bool = False) -> list[Choice]:
    """People whose name or office holds `text`, else those of the province; not in the team yet. `everybody`: also who is in it."""
    at, lang = clock.now(), get_language() or "th"
    with acting(system("candidates")):
        posts = Position.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=at), role__in=SEEING, starts_at__lte=at, user__is_active=True, user__suspended_at=None
        )
        words = text.split()[:6]
        for word in words:
            posts = posts.filter(Q(user__name__contains=word) | Q(organisation__name_th__contains=word) | Q(organisation__search_text__contains=word))
        if not words:
            posts = posts.filter(inside(area[:2] or "??", "organisation__area_id"))
        if not everybody:
            members = TeamMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), case_id=case_id).values("user_id")
            posts = posts.exclude(user_id__in=members)
        rows = posts.order_by("user__name", "user_id").values_list("user_id", "user__name", "role", name_in(lang))[: MOST * 2]
        found: dict[UUID, str] = {}
        for user, name, role, office in rows:
            found.setdefault(user, f"{name} · {_(BY_CODE[role].th)} · {office}")
        barred = barred_users(case_id, found) | ({actor.user} if actor.user else set())
    return [(str(user), label) for user, label in found.items() if user not in barred][:MOST]


def organisations_for(case_id: UUID, *, area: str, text: str = "", desks_only: bool = False, own: UUID | None = None) -> list[Choice]:
    """Organisations found by `text`, else those of the district and province; the case's own unit first."""
    lang = get_language() or "th"
    if text.strip():
        found = [(one.id, one.name(lang)) for one in search_organisations(text, limit=MOST, desks_only=desks_only)]
    else:
        rows = Organisation.objects.filter(area_id__in=[code for code in (area[:4], area[:2]) if code])
        if desks_only:
            rows = rows.filter(is_desk=True)
        found = list(rows.order_by("sort_key", "id").values_list("pk", name_in(lang, ""))[:MOST])
    if own is not None and not text:
        names = dict(Organisation.objects.filter(pk=own).values_list("pk", name_in(lang, "")))
        found = [*names.items(), *((pk, name) for pk, name in found if pk != own)]
    barred = barred_organisations(case_id, [pk for pk, _name in found])
    return [(str(pk), name) for pk, name in found if pk not in barred]
