"""Files that show the items of an assessment: for the centre, its province and the coordination centre; opening one is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.models import Assessment, Evidence
from prasan.ground import audit, clock
from prasan.ground.files.kinds import kind_of
from prasan.ground.files.store import is_here, open_copy
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import get, may_begin, scope
from prasan.ground.vault.store import prefetch
from prasan.registry.work.queries import language


@dataclass(frozen=True, slots=True)
class Shown:
    """A file beside its item. `state` says why it does not open, "" when it does; `trouble`: it never will."""

    id: UUID
    name: str
    added: str
    state: str
    trouble: bool


def shown(actor: Actor, row: Assessment) -> Mapping[str, tuple[Shown, ...]] | None:
    """The files of an assessment by item, the first first; None for whoever sees the assessment and no files."""
    if not may_begin(actor, "evidence.see"):
        return None
    rows = list(scope(actor, "evidence.see", Evidence).filter(assessment=row, removed_at=None).select_related("stored").order_by("added_at", "id"))
    prefetch(one.pk for one in rows)
    found: dict[str, tuple[Shown, ...]] = {}
    for one in rows:
        found[one.item] = (*found.get(one.item, ()), _line(one))
    return found


def _line(one: Evidence) -> Shown:
    stored = one.stored
    state, trouble = (
        (_("กำลังตรวจไฟล์"), False) if stored.state == "quarantine" else (_("ใช้ไม่ได้ แนบใหม่"), True) if stored.state == "refused"
        else ("", False) if is_here(stored) else (_("ไฟล์หายจากที่เก็บ แจ้งผู้ดูแลระบบ"), True)
    )
    return Shown(one.pk, str((stored.facts or {}).get("name") or _("ไฟล์")), clock.moment_th(one.added_at, language()), state, trouble)


def read_evidence(actor: Actor, assessment: UUID, pk: UUID) -> tuple[bytes, str, str]:
    """The clean copy of a file: bytes, type, name. Raises Hidden, also while it is being looked at and when its bytes are lost."""
    one = get(actor, "evidence.see", Evidence, pk)
    stored = one.stored
    if one.assessment_id != assessment or one.removed_at is not None or stored.state != "released" or not is_here(stored):
        raise Hidden("evidence", pk)
    audit.record("download", "evidence", pk, root=one.organisation_id)
    content = open_copy(stored)
    return content, kind_of(content), str((stored.facts or {}).get("name") or "file")
