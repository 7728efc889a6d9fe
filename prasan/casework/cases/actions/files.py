"""Files of a case: kept under its key, seen by those who see files, shown as clean copies."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.actions.events import note_event
from prasan.casework.cases.actions.sight import spread_sight
from prasan.casework.cases.models import Case, CaseFile
from prasan.ground import audit, clock, ids
from prasan.ground.files.store import accept, keep
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action


@action
def add_file(actor: Actor, *, case_id: UUID, name: str, content: bytes, title: str = "") -> UUID:
    """Keep a file in a case; returns its id. Raises Invalid (field "file") for what cannot be taken; nothing else is lost by that."""
    get(actor, "case.contribute", Case, case_id, see="case.see")
    if len(title) > 200 or "\x00" in title:
        raise Invalid({"title": _("ชื่อไฟล์ยาวได้ไม่เกิน 200 ตัวอักษร")})
    incoming = accept(name, content)
    case = get(actor, "case.contribute", Case, case_id, see="case.see", lock=True)  # who sees the case must not change beside it
    if case.state == "closed":
        raise Conflict([Obstacle("closed", _("เคสนี้ยุติแล้ว เปิดอีกครั้งก่อน"))])
    stored = keep(actor, incoming=incoming, key_owner=case_id, root=case_id)
    row = CaseFile(
        id=ids.new(), case_id=case_id, stored_id=stored, title=title.strip() or incoming.name, added_by_id=actor.user, added_at=clock.now(),
    )
    row.save(force_insert=True)
    with acting(system("files")):
        spread_sight(actor, case_id=case_id, things=[("file", stored)])
    note_event(actor, case_id=case_id, verb="file_added", object_kind="file", object_id=row.pk)
    audit.record("case.add_file", "file", stored, root=case_id)
    return row.pk
