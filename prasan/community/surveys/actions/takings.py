"""Taking answers along with identities: asked for with a purpose, agreed to by another person, fetched for seven days; each fetch is written down."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.flow import TAKING
from prasan.community.surveys.models import Answers, Round, SurveyForm, Taking
from prasan.community.surveys.queries import exports, tables
from prasan.community.surveys.queries.tables import Sheets
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Refused
from prasan.ground.policy.scope import get, may_begin, scope
from prasan.ground.transactions import action
from prasan.registry.organisations.queries import organisation, organisation_id
from prasan.registry.work.actions import close_items, open_item

OPEN_FOR = timedelta(days=7)
LONGEST = 1000
KINDS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.xlsx_of), "zip": ("application/zip", exports.zip_of),
}


@action
def ask_taking(actor: Actor, *, form: UUID, purpose: str, round: UUID | None = None) -> UUID:  # noqa: A002
    """Ask to take the own centre's answers along with what is sealed in them. Raises Hidden, Refused, Invalid, Conflict (nothing there, asked already)."""
    home = actor.home
    if home is None or not may_begin(actor, "taking.ask"):
        raise Refused("taking.ask")
    said = purpose.strip()
    if not said or len(said) > LONGEST or "\x00" in said:
        raise Invalid({"purpose": _("เขียนว่าจะใช้ทำอะไร ใครจะใช้ และจะลบเมื่อไร")})
    row = get(actor, "form.see", SurveyForm, form)
    if round is not None:
        get(actor, "round.see", Round, round)
    mine = scope(actor, "answers.open", Answers).filter(form_id=form, repeat="", organisation_id=home)
    counted = (mine.filter(round_id=round) if round is not None else mine).count()
    if not counted:
        raise Conflict([Obstacle("empty", _("ศูนย์ของคุณยังไม่มีคำตอบของแบบนี้"))])
    if scope(actor, "taking.see", Taking).filter(organisation_id=home, form=row, state="asked").exists():
        raise Conflict([Obstacle("asked", _("มีคำขอของแบบนี้ที่รออนุมัติอยู่แล้ว"))])
    fact = organisation(home)
    area = (fact.area_code if fact else "") or ""
    made = Taking(
        id=ids.new(), form=row, round_id=round, organisation_id=home, area_code=area, purpose=said, counted=counted, asked_by_id=actor.person,
        asked_at=clock.now(),
    )
    made.save(force_insert=True)
    audit.record("taking.ask", "taking", made.pk, root=form, detail=str(counted))
    _to_decide(actor, made)
    return made.pk


def _to_decide(actor: Actor, row: Taking) -> None:
    """A thing to do for the province's office, or where there is none for the privacy officer."""
    province = organisation_id("psdhso", row.area_code[:2]) if row.area_code else None
    found = province is not None and organisation(province) is not None
    open_item(
        actor, organisation=province if found and province else organisation_id("privacy_officer", ""), verb="approve_taking", object_kind="taking",
        object_id=row.pk, root_id=row.pk, urgency=2, due_at=None, role="province_head" if found else "privacy_officer", area_code=row.area_code,
        facts={},
    )


@TAKING.does("approve")
@action
def approve_taking(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Agree as the second person. Raises Conflict for whoever asked."""
    at = clock.now()
    TAKING.advance(actor, Taking, "approve", id=id, version=version, also={"decided_by_id": actor.person, "decided_at": at, "lapses_at": at + OPEN_FOR})
    close_items(actor, object_id=id)


@TAKING.does("refuse")
@action
def refuse_taking(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Do not agree, with a reason for whoever asked."""
    also = {"decided_by_id": actor.person, "decided_at": clock.now(), "reason": reason.strip()}
    TAKING.advance(actor, Taking, "refuse", id=id, version=version, also=also)
    close_items(actor, object_id=id)


@TAKING.does("withdraw")
@action
def withdraw_taking(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take it back before it was decided on."""
    TAKING.advance(actor, Taking, "withdraw", id=id, version=version)
    close_items(actor, object_id=id)


def fetch_taking(actor: Actor, *, id: UUID, kind: str) -> tuple[bytes, str, str]:  # noqa: A002
    """The file, its content type and its name; that it left is written down and committed before it is made.

    Raises Hidden, Refused for everybody but who asked, Conflict when it may not leave (any more), Invalid for a kind that there is not.
    """
    if kind not in KINDS:
        raise Invalid({"kind": _("เลือกจากรายการที่มี")})
    book, row = _leaves(actor, id=id, kind=kind)
    content_type, make = KINDS[kind]
    return make(actor, book, round_=row.round_id), content_type, f"{book.code}-identified.{kind}"


@action
def _leaves(actor: Actor, *, id: UUID, kind: str) -> tuple[Sheets, Taking]:  # noqa: A002
    row = get(actor, "taking.ask", Taking, id, see="taking.see", lock=True)
    if row.asked_by_id != actor.user:
        raise Refused("taking.ask")
    if row.state != "approved" or row.lapses_at is None or row.lapses_at <= clock.now():
        raise Conflict([Obstacle("taking", _("หมดเวลานำออกแล้ว ขอใหม่") if row.state == "approved" else str(_(TAKING.states[row.state].th)))])
    book = tables.sheets(actor, row.form_id, opened=row.organisation_id)
    if row.fetched_at is None:
        row.fetched_at = clock.now()
        row.save(update_fields=["fetched_at"])
    audit.record("export", "taking", row.pk, root=row.form_id, detail=f"{kind} identities")
    return book, row


