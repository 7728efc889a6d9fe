"""What a sentence to another desk must not hold: names and numbers of those in the case, and of who reported. Read as the system, never shown."""

from dataclasses import dataclass
from uuid import UUID

from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.intake.models import Reporter
from prasan.casework.referrals import rules
from prasan.ground.policy import acting, system
from prasan.ground.thai import to_arabic_digits
from prasan.ground.vault import prefetch
from prasan.registry.people.models import PersonName, PersonNumber, PersonPhone
from prasan.registry.people.rules import written


@dataclass(frozen=True, slots=True)
class Secrets:
    """Names as written and numbers in digits."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def secrets_of(case_id: UUID) -> Secrets:
    """All names and numbers by which somebody in a case could be known, the reporters' too."""
    with acting(system("wording")):
        persons = list(CaseParty.objects.filter(case_id=case_id).values_list("person_id", flat=True))
        reports = list(CaseReport.objects.filter(case_id=case_id, undone_at=None).values_list("report_id", flat=True))
        prefetch([case_id, *persons, *reports])
        names = [written(row.parts) for row in PersonName.objects.filter(person_id__in=persons).exclude(kind="words")]
        called = Case.objects.get(pk=case_id).name or ""
        if rules.is_a_name(called):
            names.append(called)
        numbers = [row.number for row in PersonNumber.objects.filter(person_id__in=persons)]
        numbers += [row.number for row in PersonPhone.objects.filter(person_id__in=persons)]
        for reporter in Reporter.objects.filter(report_id__in=reports):
            who = reporter.who or {}
            names.append(str(who.get("name") or ""))
            numbers.append(str(who.get("contact") or ""))
    return Secrets(tuple(filter(None, names)), tuple(filter(None, (_digits(number) for number in numbers))))


def _digits(number: str | None) -> str:
    digits = "".join(filter(str.isdigit, to_arabic_digits(number or "")))
    return digits if len(digits) >= 8 else ""


def betrayed(case_id: UUID, text: str, withhold: str | None) -> tuple[str, ...]:
    """The words of a text that name somebody of a case or stand on the referral's withhold list."""
    secrets = secrets_of(case_id)
    return rules.betrayed(text, names=secrets.names, words=rules.withheld(withhold), numbers=secrets.numbers)
