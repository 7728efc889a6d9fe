"""What the measured requests ask for: people of the made-up country with their cases, referrals and names, read beside the site."""

import random
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from prasan.casework.cases.models import Case
from prasan.casework.intake.models import ReportParty
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.access.models import Position
from prasan.registry.people.models import PersonName
from prasan.registry.people.rules import called

SYSTEM = system("bench")


@dataclass(frozen=True, slots=True)
class Worker:
    """A user with some cases (a manager) or names (of persons that the user may find)."""

    user: UUID
    cases: tuple[UUID, ...] = ()
    names: tuple[str, ...] = ()


def managers(count: int, chance: random.Random) -> list[Worker]:
    """Case managers with open cases, busy provinces as likely as they are large; up to 40 of each one's open cases, and names in them."""
    with reading(SYSTEM):
        open_cases = list(Case.objects.filter(state="open").order_by("-opened_at").values_list("manager_id", "id")[:20_000])
        chance.shuffle(open_cases)
        users = list(dict.fromkeys(manager for manager, _ in open_cases))[:count]
        found = []
        for user in users:
            cases = tuple(pk for manager, pk in open_cases if manager == user)[:40]
            names = PersonName.objects.filter(person__in=Case.objects.filter(id__in=cases).values("parties__person"))
            found.append(Worker(user, cases, tuple(filter(None, (called(one.parts) for one in names[:60])))))
    return found


def intake_officers(count: int, chance: random.Random) -> list[Worker]:
    """Intake officers of the desks with most reports, and names in reports of their desks."""
    with reading(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT desk_id, COUNT(*) FROM intake_report GROUP BY desk_id ORDER BY 2 DESC")
        desks = [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()[: count * 2]]
        found = []
        for desk, user in Position.objects.filter(organisation__in=desks, role="intake_officer").values_list("organisation_id", "user_id"):
            persons = list(ReportParty.objects.filter(report__desk=desk).values_list("person_id", flat=True)[:60])
            names = tuple(filter(None, (called(one.parts) for one in PersonName.objects.filter(person__in=persons))))
            if names:
                found.append(Worker(user, names=names))
    chance.shuffle(found)
    return found[:count]


def waiting_referrals(count: int) -> list[tuple[UUID, UUID]]:
    """(referral, a user of its receiving desk) that wait for an answer."""
    with reading(SYSTEM):
        users = dict(Position.objects.filter(role="receiving_desk").values_list("organisation_id", "user_id"))
        rows = Referral.objects.filter(state__in=("sent", "received"), receiver__in=users).order_by("-sent_at", "id")[:count]
        return [(row.id, users[row.receiver_id]) for row in rows]
