"""Taking a report to read, and giving it back to the desk."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.flow import REPORT
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions.aside import stand_aside
from prasan.casework.triage.actions.desk import LATE, LATE_ABOVE, VERB
from prasan.casework.triage.models import Declaration, Routing
from prasan.casework.triage.queries.desk import reader_of
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Obstacle, Refused, acting, system
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items, reassign

JOB = system("triage")


@REPORT.does("take")
@action
def take(actor: Actor, *, id: UUID, version: int | None = None, conflict: str = "") -> str:  # noqa: A002
    """Read this report and be the one who decides. `conflict` answers whether the officer knows anybody in it: "no" or "yes".

    "yes" stands aside instead. Returns "taken" or "aside". Raises Hidden, Refused, Stale, Conflict.
    """
    if actor.user is None:
        raise Refused("report.take")
    if conflict == "yes":
        stand_aside(actor, id=id)
        return "aside"
    if conflict != "no":
        raise Conflict([Obstacle("conflict_unasked", _("ตอบก่อนว่าคุณรู้จักหรือเป็นญาติกับคนในเรื่องนี้หรือไม่"))])
    report = REPORT.advance(actor, Report, "take", id=id, version=version)
    with acting(JOB):
        Declaration.objects.update_or_create(report_id=id, user_id=actor.user, defaults={"knows": False, "at": clock.now()})
        Routing.objects.filter(report_id=id, desk_id=report.desk_id, answer="").update(answer="taken")
    reassign(actor, object_id=id, verb=VERB, assignee=actor.user)
    for verb in (LATE, LATE_ABOVE):
        close_items(actor, object_id=id, verb=verb)
    return "taken"


@REPORT.does("give_back")
@action
def give_back(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Lay the report back on the desk for a colleague: the reader, or a head. Raises Conflict when somebody else reads it."""
    report = REPORT.advance(actor, Report, "give_back", id=id, version=version)
    if reader_of(id) not in {actor.user, None} and "unit_head" not in actor.roles:
        raise Conflict([Obstacle("read_by_other", _("มีเพื่อนร่วมโต๊ะอ่านเรื่องนี้อยู่"))], ["take"])
    reassign(actor, object_id=report.pk, verb=VERB, assignee=None)
