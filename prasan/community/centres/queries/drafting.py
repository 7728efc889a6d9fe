"""The figures of a year, added up from the log: read by the page of a draft, kept by the report when it is sent."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from prasan.community.centres.models import Activity, Centre, Committee, Member, Seat, Training
from prasan.community.centres.rules.year import Done, Figures, figures
from prasan.ground import clock

_COLUMNS = ("on", "kind", "audiences", "reach", "counted", "cost", "source")


def year_figures(centre: UUID, fiscal_year: int) -> Figures:
    """What the log says of a BE fiscal year of this centre; the caller has asked whether it may be read."""
    rows = Activity.objects.filter(organisation_id=centre, fiscal_year=fiscal_year, withdrawn_at=None).values_list(*_COLUMNS)
    return figures(
        Done(on, kind, tuple(audiences), reach, counted, cost, source) for on, kind, audiences, reach, counted, cost, source in rows
    )


def drafted(centre: UUID, fiscal_year: int) -> dict[str, Any]:
    """The figures as a report keeps them: those of the log, the committee of that year, trainings, the level of today. Four queries."""
    first, last = clock.fiscal_span(fiscal_year)
    seated = Committee.objects.filter(Q(ended_on=None) | Q(ended_on__gte=first), organisation_id=centre, began_on__lte=last).order_by("-number").first()
    members = Seat.objects.filter(committee=seated, ended_on=None).values_list("member_id", flat=True) if seated is not None else ()
    pledged = Member.objects.filter(pk__in=members, pledged_on__isnull=False).count() if members else 0
    level = Centre.objects.filter(pk=centre).values_list("level_th", flat=True).first()
    return {
        **asdict(year_figures(centre, fiscal_year)),
        "members": len(members), "pledged": pledged,
        "trainings": Training.objects.filter(organisation_id=centre, on__gte=first, on__lte=last).count(), "level_th": level or "",
    }
