"""The report of a fiscal year: it drafts itself from the log, people complete it, the province answers."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.actions.common import centre_for, for_province, refuse
from prasan.community.centres.flow import LONGEST, YEAR_REPORT
from prasan.community.centres.models import YearReport
from prasan.community.centres.queries.drafting import drafted
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Obstacle
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.work.actions import close_items

TEXTS = ("results", "problems", "requests", "plan")
EARLIEST = 2547  # the first family centres


@action
def begin_report(actor: Actor, *, centre: UUID, fiscal_year: int) -> UUID:
    """The report of a BE fiscal year: the one that is there already, or a new draft. Returns its id. Raises Hidden, Refused, Invalid."""
    row = centre_for(actor, "year_report.keep", centre, lock=True)
    refuse(fiscal_year="" if EARLIEST <= fiscal_year <= clock.fiscal_year(clock.today()) else _("เลือกปีงบประมาณที่เริ่มแล้ว"))
    known = YearReport.objects.filter(organisation_id=centre, fiscal_year=fiscal_year).values_list("id", flat=True).first()
    if known is not None:
        return known
    made = YearReport(
        id=ids.new(), organisation_id=centre, area_code=row.area_code, fiscal_year=fiscal_year, texts={}, made_by_id=actor.user, made_at=clock.now(),
    )
    made.save(force_insert=True)
    audit.record("year_report.begin", "year_report", made.pk, root=centre, detail=str(fiscal_year))
    return made.pk


@action
def write_report(
    actor: Actor, *, id: UUID, results: str | None = None, problems: str | None = None, requests: str | None = None, plan: str | None = None,  # noqa: A002
) -> None:
    """Write the parts that no log can tell; None keeps a part as it is. Raises Hidden, Refused, Conflict once sent, Invalid by field."""
    row = get(actor, "year_report.keep", YearReport, id, see="year_report.see", lock=True)
    if row.state not in {"draft", "returned"}:
        raise Conflict([Obstacle("state", _(YEAR_REPORT.states[row.state].th))])
    told = {name: text for name, text in zip(TEXTS, (results, problems, requests, plan), strict=True) if text is not None}
    refuse(**{name: _("ยาวเกินไป") if len(text) > LONGEST else "" for name, text in told.items()})
    row.texts = {**(row.texts or {}), **{name: text.strip() for name, text in told.items()}}
    row.version += 1
    row.save(update_fields=["texts", "version"])
    audit.record("year_report.write", "year_report", id, root=row.organisation_id)


@YEAR_REPORT.does("send")
@action
def send_report(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Send it: the figures stand from now on as the log told them today, and the log of that year is closed."""
    before = get(actor, "year_report.keep", YearReport, id, see="year_report.see")
    also = {"figures": drafted(before.organisation_id, before.fiscal_year), "sent_at": clock.now()}
    row = YEAR_REPORT.advance(actor, YearReport, "send", id=id, version=version, also=also)
    for_province(
        actor, verb="answer_year_report", kind="year_report", object_id=id, area_code=row.area_code, facts={"number": str(row.fiscal_year)},
    )


@YEAR_REPORT.does("return")
@action
def return_report(actor: Actor, *, id: UUID, version: int | None = None, answer: str) -> None:  # noqa: A002
    """Ask the centre for more; the log of the year is open again."""
    YEAR_REPORT.advance(actor, YearReport, "return", id=id, version=version, also={"answer": answer})
    close_items(actor, object_id=id)


@YEAR_REPORT.does("answer")
@action
def answer_report(actor: Actor, *, id: UUID, version: int | None = None, answer: str) -> None:  # noqa: A002
    """Answer what the centre asked for."""
    also = {"answer": answer, "answered_by_id": actor.user, "answered_at": clock.now()}
    YEAR_REPORT.advance(actor, YearReport, "answer", id=id, version=version, also=also)
    close_items(actor, object_id=id)
