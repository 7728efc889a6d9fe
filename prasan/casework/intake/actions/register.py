"""A report's number, and its place in the register of an office and BE year: given after the commit, one after the other, without gaps."""

from uuid import UUID

from prasan.casework.intake.models import RegisterEntry, Report, Series
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, acting, system
from prasan.ground.transactions import action
from prasan.registry.areas.queries import area
from prasan.registry.organisations.queries import organisation

JOB = system("register_report")
NATIONAL = "กลาง"


@action
def register_report(actor: Actor, *, report_id: UUID) -> str:
    """Give a report its number, and a place in the register of the desk that has it now. Safe to repeat. Returns the number."""
    with acting(JOB):
        report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report_id)
        desk = organisation(report.desk_id)
        if desk is None:
            raise LookupError(str(report.desk_id))
        year = clock.be(clock.local(report.received_at).year)
        if report.number is None:
            province = area(desk.province) if desk.province else None
            letters = province.abbreviation if province and province.abbreviation else NATIONAL
            report.number = f"ร {letters} {year}-{_next(f'number:{letters}', year):05}"
            report.save(update_fields=["number"])
        if not RegisterEntry.objects.filter(office_id=desk.id, report=report).exists():
            place = _next(f"office:{desk.id}", year)
            RegisterEntry(id=ids.new(), office_id=desk.id, be_year=year, ordinal=place, report=report).save(force_insert=True)
            audit.record("register", "report", report.id, detail=f"{year} {place}")
        return report.number


def _next(name: str, year: int) -> int:
    Series.objects.bulk_create([Series(name=name, be_year=year)], ignore_conflicts=True)
    series = Series.objects.select_for_update(no_key=True).get(name=name, be_year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
