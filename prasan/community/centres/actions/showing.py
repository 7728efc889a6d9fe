"""Files that show an item of an assessment: pictures and PDFs, as long as the assessment is with the centre."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.flow import ASSESSMENT
from prasan.community.centres.models import Assessment, Evidence
from prasan.ground import audit, clock
from prasan.ground.files.kinds import IMAGES, PDF
from prasan.ground.files.store import Incoming, accept, keep, remove_files
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Stale
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.ground.vault import fresh

MOST = 10  # files of one item


def open_one(actor: Actor, pk: UUID, *, version: int | None = None) -> Assessment:
    """An assessment that the actor may still fill in, locked. Raises Hidden, Refused, Stale, Conflict once it was sent."""
    row = get(actor, "assessment.keep", Assessment, pk, see="assessment.see", lock=True)
    if version is not None and version != row.version:
        raise Stale(version, row.version)
    if row.state not in {"draft", "returned"}:
        raise Conflict([Obstacle("state", _(ASSESSMENT.states[row.state].th))])
    return row


def keep_files(actor: Actor, row: Assessment, item: str, files: Sequence[Incoming]) -> list[UUID]:
    """Keep what shows an item, each file under a key of its own; the ids of what was kept. Raises Invalid by item."""
    here = Evidence.objects.filter(assessment=row, item=item, removed_at=None).count()
    wrong = (
        _("ไม่พบข้อนี้") if item not in row.points else _("หลักฐานเป็นรูปหรือ PDF เท่านั้น") if any(one.kind not in {*IMAGES, PDF} for one in files)
        else _("แนบได้ข้อละไม่เกิน %(most)s ไฟล์") % {"most": MOST} if here + len(files) > MOST else ""
    )
    if wrong:
        raise Invalid({item: wrong})
    return [_keep(actor, row, item, one) for one in files]


def _keep(actor: Actor, row: Assessment, item: str, incoming: Incoming) -> UUID:
    pk = fresh()
    stored = keep(actor, incoming=incoming, key_owner=pk, root=pk)
    Evidence(
        id=pk, organisation_id=row.organisation_id, area_code=row.area_code, assessment=row, item=item, stored_id=stored, added_by_id=actor.user,
        added_at=clock.now(),
    ).save(force_insert=True)
    audit.record("evidence.add", "evidence", pk, root=row.organisation_id, detail=item)
    return pk


@action
def add_evidence(actor: Actor, *, assessment: UUID, item: str, name: str, content: bytes) -> UUID:
    """Keep one file that shows an item; its id. Raises Hidden, Refused, Conflict once sent, Invalid (field "file" or the item)."""
    (made,) = keep_files(actor, open_one(actor, assessment), item, [accept(name, content)])
    return made


@action
def remove_evidence(actor: Actor, *, assessment: UUID, id: UUID) -> None:  # noqa: A002
    """Take a file back before the assessment is sent: its bytes go, the row stays and says when. Raises Hidden, Refused, Conflict once sent."""
    row = open_one(actor, assessment)
    one = get(actor, "evidence.see", Evidence, id, lock=True)
    if one.assessment_id != row.pk or one.removed_at is not None:
        raise Hidden("evidence", id)
    one.removed_at = clock.now()
    one.save(update_fields=["removed_at"])
    audit.record("evidence.remove", "evidence", id, root=row.organisation_id, detail=one.item)
    remove_files(key_owners=[id])  # last: what is gone from the disk does not come back with the transaction
