"""A case opened in an emergency: who is told, and what stays open until the review."""

from uuid import UUID

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.sight import belongings
from prasan.casework.cases.models import Case
from prasan.casework.cases.queries.excluded import barred_users
from prasan.casework.cases.queries.whereabouts import numbered
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import scope
from prasan.registry.access.emergency import Opened
from prasan.registry.limits.queries import due_for
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.work.actions import close_items, open_item


class CaseInEmergency:
    """Cases that can be opened in an emergency: by number within the own area (`case.break`)."""

    th = "เคส"
    en = "Case"

    def find(self, actor: Actor, number: str) -> UUID | None:
        return numbered(actor, "case.break", number)

    def may(self, actor: Actor, object_id: UUID) -> bool:
        return scope(actor, "case.break", Case).filter(pk=object_id).exists()

    def objects(self, object_id: UUID) -> list[tuple[str, UUID]]:
        things = [("person" if kind == "alleged" else kind, thing) for kind, thing in belongings(object_id)]
        return [("case", object_id), *things]

    def label(self, object_id: UUID) -> str:
        return Case.objects.filter(pk=object_id).values_list("number", flat=True).first() or ""

    def href(self, object_id: UUID) -> str:
        return f"/cases/{object_id}"

    def opened(self, actor: Actor, event: Opened) -> None:
        """The manager knows at once; the head of the unit instead, when it is the manager who opened it or who is excluded."""
        case = Case.objects.get(pk=event.object_id)
        apart = event.user == case.manager_id or bool(barred_users(case.pk, [case.manager_id]))
        facts = {"number": case.number, "area": case.area_code, "category": event.category, "case": str(case.pk)}
        open_item(
            actor, organisation=case.organisation_id, verb="see_break_glass", object_kind="break_glass", object_id=event.break_glass,
            root_id=case.pk, urgency=case.urgency, due_at=clock.now(), assignee=None if apart else case.manager_id,
            role="unit_head" if apart else "", area_code=case.area_code, facts=facts, alarm=True,
        )
        open_item(
            actor, organisation=organisation_id("privacy_officer", ""), verb="review_break_glass", object_kind="break_glass",
            object_id=event.break_glass, root_id=event.break_glass, urgency=3 if event.reporter else 2,
            due_at=due_for("break_glass.review", clock.now()), role="privacy_officer", facts={"number": case.number, "category": event.category},
        )
        note_event(actor, case_id=case.pk, verb="broken", object_kind="break_glass", object_id=event.break_glass, detail=event.category, hot=True)

    def reviewed(self, actor: Actor, event: Opened, justified: bool) -> None:  # noqa: FBT001 - a fact of the review
        close_items(actor, object_id=event.break_glass, verb="review_break_glass")
        note_event(actor, case_id=event.object_id, verb="break_reviewed", object_kind="break_glass", object_id=event.break_glass,
                   detail="justified" if justified else "not_justified", hot=not justified)

    def overdue(self, actor: Actor, event: Opened) -> None:
        open_item(
            actor, organisation=organisation_id("privacy_officer", ""), verb="review_break_glass", object_kind="break_glass",
            object_id=event.break_glass, root_id=event.break_glass, urgency=4, due_at=clock.now(), role="privacy_officer",
            facts={"number": self.label(event.object_id), "category": event.category}, alarm=True,
        )
