"""To which desks a report can be passed on."""

from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.intake.queries.desks import kept
from prasan.casework.intake.queries.reports import report_here
from prasan.ground.policy import Actor, access, acting, system
from prasan.registry.organisations.queries import OrganisationFact, desks_for, desks_in

JOB = system("triage")


def desk_choices(actor: Actor, report_id: UUID) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Desks to pass a report on to, in groups: near its place, of the whole country, of other provinces. Without its own desk and those
    that may not have it (excluded by name); nothing says that any was left out.
    """
    with acting(JOB):
        report = report_here(report_id)
        barred = {*access.excluded_subjects(report_id), report.desk_id}
    lang = "th" if (get_language() or "th") == "th" else "en"
    area = report.area_code
    near = [desk for desk in kept(("near", area), lambda: desks_for(area)) if _free(desk, barred)]
    seen = {desk.id for desk in near}
    elsewhere = [desk for desk in _provinces() if desk.id not in seen and _free(desk, barred)]
    groups = (
        (_("ใกล้ที่เกิดเหตุ"), [desk for desk in near if desk.area_code]),
        (_("ทั้งประเทศ"), [desk for desk in near if not desk.area_code]),
        (_("พมจ. จังหวัดอื่น"), elsewhere),
    )
    return tuple((name, tuple((str(desk.id), desk.name(lang)) for desk in desks)) for name, desks in groups if desks)


def _provinces() -> list[OrganisationFact]:
    """The intake desks of the offices of all provinces."""
    return kept("provinces", lambda: [desk for desk in desks_in("", "psdhso") if desk.unit in {"", "intake"}])


def _free(desk: OrganisationFact, barred: set[UUID]) -> bool:
    return barred.isdisjoint(UUID(hex=part) for part in desk.path.split("/"))
