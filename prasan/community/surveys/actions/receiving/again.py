"""An instance id that is here already: the same text is the same submission, another text is refused."""

import hmac

from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving.files import Place, join_files, left_of
from prasan.community.surveys.actions.receiving.first import fingerprint
from prasan.community.surveys.actions.receiving.given import Given, Received
from prasan.community.surveys.models import Attachment, Submission, SubmissionVersion
from prasan.ground import audit
from prasan.ground.policy import Conflict, Obstacle
from prasan.ground.transactions import writing
from prasan.ground.vault import Erased, data_key


def again(given: Given) -> Received | None:
    """What this instance made before, files that came now joined to it; None when it made nothing. Raises Conflict (other_text)."""
    with writing(given.sender.door):
        version = SubmissionVersion.objects.filter(form_id=given.target.form, instance_id=given.instance_id).first()
        return None if version is None else joined(given, version)


def joined(given: Given, version: SubmissionVersion) -> Received:
    """The same, of a version that was found. What was erased stays so: a repeat is thanked for, and nothing of it is kept."""
    same = _is_same(given, version)
    if same is False:
        raise Conflict([Obstacle("other_text", _("มีคำตอบหมายเลขนี้อยู่แล้วแต่เนื้อหาไม่ตรงกัน ระบบเก็บฉบับแรกไว้"))])
    count = 0
    if same and given.files:
        Submission.objects.select_for_update(no_key=True).get(pk=version.submission_id)  # parts of one submission may come side by side
        rows = list(Attachment.objects.filter(version_id=version.pk))
        place = Place(given.sender.door, version.submission_id, version.pk, version.organisation_id, version.area_code)
        count = join_files(place, rows, given.files)
    if count:
        audit.record("receive_files", "submission", version.submission_id, detail=str(count))
    left = left_of(version.pk) if given.told.files else ((), ())
    return Received("merged" if count else "same", version.submission_id, version.pk, given.instance_id, len(version.faults), *left)


def _is_same(given: Given, version: SubmissionVersion) -> bool | None:
    """None when it was erased."""
    if version.organisation_id != given.sender.organisation:
        return False
    try:
        return hmac.compare_digest(fingerprint(data_key(version.submission_id), given.told.body), bytes(version.fingerprint))
    except Erased:
        return None
