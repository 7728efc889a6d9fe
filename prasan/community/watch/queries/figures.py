"""What leaves a subdistrict: counts by district or province, small ones hidden. No entry, no centre, no subdistrict."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.community.watch.models import Watch
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Refused, acting, system
from prasan.ground.policy.scope import held
from prasan.ground.policy.where import after
from prasan.ground.smallcells import hidden_column
from prasan.registry.areas.queries import children


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Entries that run on a day, by district of a province or by province of the country; None where a small count is hidden, the total last."""

    on: str
    rows: tuple[tuple[str, int | None], ...]


def figures(actor: Actor) -> AreaFigures:
    """Counts of what is watched on the first day of this month: the same until the next one. Raises Refused."""
    if not actor.strong or not held(actor, "watch_figures.see"):
        raise Refused("watch_figures.see")
    first, lang = clock.today().replace(day=1), get_language() or "th"
    seeing = {grant.role.code for grant in held(actor, "watch_figures.see")}
    codes = {""} if "central_monitor" in seeing else {code for post in actor.posts if post.role in seeing for code in post.areas}
    provinces = [fact for fact in children() if "" in codes or any(fact.code.startswith(code) for code in codes)]
    places = [place for fact in provinces for place in children(fact.code)] if len(provinces) == 1 else provinces
    width = len(places[0].code) if places else 2
    with acting(system("figures")):
        rows = Watch.objects.filter(began_on__lt=first).filter(Q(ended_at=None) | Q(ended_at__gte=datetime.combine(first, time(), clock.BANGKOK))).order_by()
        if len(provinces) == 1:
            rows = rows.filter(area_code__gte=provinces[0].code, area_code__lt=after(provinces[0].code))
        found = dict(rows.annotate(place=Substr("area_code", 1, width)).values_list("place").annotate(n=Count("id")))
    counts = hidden_column([found.get(place.code, 0) for place in places]) if places else []
    audit.record("open", "figures", detail=f"watch {first:%Y-%m}")
    return AreaFigures(clock.date_th(first, lang), tuple(zip((*(place.name(lang) for place in places), _("รวม")), counts, strict=False)))
