"""Messages with the reporter, through the receipt page only, in both directions."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.intake.models import Receipt, ReceiptMessage, Report
from prasan.casework.intake.queries.register import receipt
from prasan.ground import audit, clock, ids
from prasan.ground.policy import PUBLIC, Actor, Invalid, Section, acting, system
from prasan.ground.policy.models import AccessRow
from prasan.ground.policy.scope import get
from prasan.ground.thai import normalise
from prasan.ground.transactions import action, writing
from prasan.ground.vault import exact, exact_all, keys
from prasan.registry.work.actions import close_items, open_item, reassign

LONGEST = 4000
MOST = 200  # messages from a reporter on one report
VERB = "read_message"


@action
def answer_reporter(actor: Actor, *, report_id: UUID, text: str) -> UUID:
    """Write to the reporter; what the reporter wrote counts as read. Raises Hidden, Refused, Invalid.

    Nothing is sent anywhere: the reporter finds it behind code and secret.
    """
    get(actor, "report.answer", Report, report_id, see="report.see")
    text = _checked(text)
    message = _keep(report_id, text, from_reporter=False, by=actor.key)
    _read(report_id, from_reporter=True)
    close_items(actor, object_id=report_id, verb=VERB)
    audit.record("answer_reporter", "report", report_id)
    return message


@action
def mark_read(actor: Actor, *, report_id: UUID) -> int:
    """Say that the reporter's messages were read. Returns how many were new. Raises Hidden, Refused."""
    get(actor, "report.answer", Report, report_id, see="report.see")
    count = _read(report_id, from_reporter=True)
    close_items(actor, object_id=report_id, verb=VERB)
    audit.record("read_messages", "report", report_id)
    return count


def write_as_reporter(*, code: str, secret: str, text: str) -> bool:
    """A message from whoever holds code and secret; False when they open nothing. Raises Invalid. The desk gets a thing to do."""
    text = _checked(text)
    with writing(PUBLIC):
        found = receipt(code, secret)
        if found is None:
            return False
        with acting(system("receipt")):
            if ReceiptMessage.objects.filter(report_id=found.report_id, from_reporter=True).count() >= MOST:
                raise Invalid({"text": _("เรื่องนี้มีข้อความมากแล้ว โทร 1300")})
            row = Report.objects.get(pk=found.report_id)
            _keep(row.pk, text, from_reporter=True, by=PUBLIC.key)
            open_item(
                system("receipt"), organisation=row.desk_id, verb=VERB, object_kind="report", object_id=row.pk, root_id=row.pk,
                urgency=row.urgency or row.urgency_suggested, due_at=None, role="intake_officer", assignee=_accountable(row.pk),
                area_code=row.area_code, facts={"number": row.number or ""},
            )
        audit.record("reporter_wrote", "report", found.report_id)
    return True


def renew_receipt(code: str, secret: str) -> bool:
    """Find the receipt by the current index key from now on: neither number is stored, so that only its use can do this. Whether it was old."""
    now = exact("receipt", f"{code}|{secret}")
    with writing(PUBLIC), acting(system("receipt")):
        rows = Receipt.objects.filter(token__in=exact_all("receipt", f"{code}|{secret}")).exclude(token_version=keys().index_current)
        return bool(rows.update(token=now, token_version=keys().index_current))


def seen_by_reporter(report_id: UUID) -> None:
    """The reporter has the page open: what the desk wrote counts as read."""
    with writing(PUBLIC), acting(system("receipt")):
        _read(report_id, from_reporter=False)


def _keep(report_id: UUID, text: str, *, from_reporter: bool, by: str) -> UUID:
    message = ReceiptMessage(id=ids.new(), report_id=report_id, from_reporter=from_reporter, text=text, at=clock.now(), by=by)
    message.save(force_insert=True)
    return message.id


def _read(report_id: UUID, *, from_reporter: bool) -> int:
    return ReceiptMessage.objects.filter(report_id=report_id, from_reporter=from_reporter, read_at=None).update(read_at=clock.now())


def _accountable(report_id: UUID) -> UUID | None:
    """The manager of the case that has the report: who knows its reporter and works on it, by name. None while it is the desk's."""
    rows = AccessRow.objects.filter(object_id=report_id, role="", ends_at=None).order_by("-starts_at").values_list("subject_id", "sections")
    return next((subject for subject, sections in rows if Section.REPORTER | Section.CONTRIBUTE in Section(sections)), None)


def follow_reader(actor: Actor, *, report_id: UUID) -> None:
    """What the reporter wrote and nobody has read is the manager's to read, once a case has the report."""
    with acting(system("receipt")):
        manager = _accountable(report_id)
    if manager is not None:
        reassign(actor, object_id=report_id, verb=VERB, assignee=manager)


def _checked(text: str) -> str:
    text = normalise(text.strip())
    if not text:
        raise Invalid({"text": _("กรอกข้อความ")})
    if len(text) > LONGEST:
        raise Invalid({"text": _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _("ข้อความ"), "most": f"{LONGEST:,}"}})
    return text
