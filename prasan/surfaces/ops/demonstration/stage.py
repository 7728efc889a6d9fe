"""The stage on which the demonstration plays: its clock, its people, its matters; what the rules refuse is remembered."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prasan.casework.cases import actions as cases
from prasan.casework.cases.models import Case, CaseParty
from prasan.casework.intake import actions as intake
from prasan.casework.intake.models import Report
from prasan.casework.triage import actions as triage
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, Stale, system
from prasan.ground.transactions import reading
from prasan.registry.limits.actions import meet_limits
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration.matters import Matter, content_of
from prasan.surfaces.ops.demonstration.people import SLUGS, Cast

SYSTEM = system("demonstration")
REFUSALS = (Conflict, Hidden, Invalid, Refused, Stale)


@dataclass
class Stage:
    """`now` is the first start. `reports`, `slips` and `cases` are of matters, by key; `refused` says what the rules did not let happen."""

    cast: Cast
    now: datetime
    chance: random.Random
    reports: dict[str, UUID] = field(default_factory=dict)
    slips: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    _matters: dict[str, Matter] = field(default_factory=dict)

    # -- time ---------------------------------------------------------------------------------------------------------------------

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """As if it were then; never later than the first start."""
        with clock.frozen(min(moment, self.now)):
            yield

    @contextmanager
    def ago(self, days: float = 0, *, hours: float = 0, minutes: float = 0) -> Iterator[None]:
        """As if it were so long before the first start."""
        with self.at(self.now - timedelta(days=days, hours=hours, minutes=minutes)):
            yield

    def attempt(self, act: Callable[[], Any], what: str = "") -> bool:
        """Do it as a person would; what the rules refuse is left as it is, and told at the end."""
        try:
            act()
        except REFUSALS as refusal:
            self.refused.append(f"{what} {type(refusal).__name__}: {getattr(refusal, 'errors', refusal)}".strip())
            return False
        return True

    # -- people -------------------------------------------------------------------------------------------------------------------

    def actor(self, part: str, province: str = "40") -> Actor:
        """Who holds a part in a province, or a part of the whole country, as signed in."""
        name = f"{part}-{SLUGS[province]}"
        return self.cast.actor(name if name in self.cast.people else part)

    def user(self, part: str, province: str = "40") -> UUID:
        """The user of a part."""
        found = self.actor(part, province).user
        assert found is not None  # noqa: S101 - everybody of the cast is a user
        return found

    # -- matters ------------------------------------------------------------------------------------------------------------------

    def tell(self, matter: Matter) -> None:
        """The matter comes in, at its time, by its door."""
        with self.ago(matter.days):
            made = intake.receive(SYSTEM, content=content_of(matter))
        self._matters[matter.key] = matter
        self.reports[matter.key], self.slips[matter.key] = made.report_id, made.slip

    def matter(self, report: UUID) -> Matter | None:
        """The matter that began with this report."""
        return next((self._matters[key] for key, pk in self.reports.items() if pk == report), None)

    def open(self, matter: Matter, officer: Actor, province: str) -> None:
        """The desk reads it soon and opens its case."""
        pk = self.reports[matter.key]
        border = officer.home == organisation_id("coordination_centre", "")
        manager = self.user("border-manager" if border else matter.manager, province)
        with self.ago(matter.days, minutes=-min(12.0, matter.days * 1440 / 3)):
            triage.take(officer, id=pk, conflict="no")
            triage.decide(
                officer, id=pk, outcome="open", urgency=self.suggested(pk), reason="ต้องมีคนรับผิดชอบต่อ ประเมินแล้วรอไม่ได้",
                answers={"name": matter.name, "manager": str(manager), "basis": matter.basis},
            )
        with reading(SYSTEM):
            self.cases[matter.key] = Case.objects.filter(case_reports__report_id=pk).values_list("id", flat=True).get()

    def suggested(self, report: UUID) -> int:
        """The urgency that the system suggests for a report."""
        with reading(SYSTEM):
            return Report.objects.values_list("urgency_suggested", flat=True).get(pk=report)

    def number(self, key: str) -> str:
        """The number of a matter's case."""
        with reading(SYSTEM):
            return Case.objects.values_list("number", flat=True).get(pk=self.cases[key])

    def manager(self, key: str) -> Actor:
        """Who manages a matter's case now."""
        with reading(SYSTEM):
            user = Case.objects.values_list("manager_id", flat=True).get(pk=self.cases[key])
        return self.cast.actor(next(name for name, one in self.cast.people.items() if one.user == user))

    def version(self, key: str) -> int:
        """The version of a matter's case."""
        with reading(SYSTEM):
            return Case.objects.values_list("version", flat=True).get(pk=self.cases[key])

    def affected(self, key: str) -> list[UUID]:
        """The affected persons of a matter's case, in no order that means anything."""
        with reading(SYSTEM):
            found = CaseParty.objects.filter(case_id=self.cases[key], role="affected", ends_at=None)
            return list(found.order_by("id").values_list("person_id", flat=True))

    # -- what is done again and again ---------------------------------------------------------------------------------------------

    def reach(self, key: str, days: float, text: str, channel: str = "phone", outcome: str = "reached") -> None:
        """The manager tries to make contact."""
        with self.ago(days):
            cases.record_contact(self.manager(key), case_id=self.cases[key], channel=channel, outcome=outcome, text=text)

    def note(self, key: str, days: float, text: str, kind: str = "note", summary: str = "") -> UUID:
        """The manager writes a note."""
        with self.ago(days):
            return cases.write_note(self.manager(key), case_id=self.cases[key], kind=kind, text=text, summary=summary)

    def plan(self, key: str, days: float, text: str, five_p: str = "protection", due: float = 7) -> UUID:
        """An action of the manager's own, due so many days after the first start (before it, when negative)."""
        manager = self.manager(key)
        with self.ago(days):
            return cases.add_plan_action(
                manager, case_id=self.cases[key], text=text, five_p=five_p, organisation=manager.home or organisation_id("psdhso", "40", "casework"),
                assignee=manager.user, due_at=self.now + timedelta(days=due),
            )

    def settle(self, key: str) -> None:
        """Whatever is still open in a case is done, so that it may be closed: at the time that it is now."""
        manager, case = self.manager(key), self.cases[key]
        with reading(SYSTEM):
            todo = list(Case.objects.get(pk=case).plan.filter(state="open").values_list("id", flat=True))
        for pk in todo:
            cases.finish_plan_action(manager, id=pk, result="ทำแล้วตามที่ตกลง")
        meet_limits(manager, root_id=case, rule_codes=("DL-01", "DL-15", "DL-16", "DL-14", "DL-23", "action"))
