"""An edit: a new version of a submission, by the name of the version that it replaces."""

from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving.again import joined
from prasan.community.surveys.actions.receiving.entries import keep_entries
from prasan.community.surveys.actions.receiving.files import Place, put_files
from prasan.community.surveys.actions.receiving.first import answer_rows, version_row
from prasan.community.surveys.actions.receiving.given import Given, Received
from prasan.community.surveys.flow import SUBMISSION
from prasan.community.surveys.models import Answers, Attachment, Submission, SubmissionVersion
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Obstacle
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put
from prasan.ground.vault import Erased, data_key


def edited(given: Given) -> Received:
    """Keep it as the version in force; the one before stays. Files that are not sent again are carried over.

    Raises Hidden when there is no such version at this centre (or it was erased), Conflict (superseded, other_text).
    """
    sender, told = given.sender, given.told
    with writing(sender.door):
        versions = SubmissionVersion.objects.filter(form_id=given.target.form)
        known = versions.filter(instance_id=given.instance_id).first()
        if known is not None:
            return joined(given, known)
        former = versions.filter(instance_id=given.former, organisation_id=sender.organisation).first()
        if former is None:
            raise Hidden("submission", given.former)
        submission = Submission.objects.select_for_update(no_key=True).get(pk=former.submission_id)
        if former.number != submission.number or submission.test != given.target.draft:
            raise Conflict([Obstacle("superseded", _("คำตอบนี้มีคนแก้ไปแล้ว ดึงฉบับล่าสุดก่อนแก้อีกครั้ง"))])
        try:
            key = data_key(submission.pk)
        except Erased as gone:
            raise Hidden("submission", given.former) from gone
        at = clock.now()
        version = version_row(given, submission.pk, key, number=submission.number + 1, at=at)
        put([version])
        _replace(given, submission, key)
        SUBMISSION.advance(
            sender.door, Submission, "edit", id=submission.pk, detail=f"{sender.way} {version.number} {len(told.faults)}",
            also={"number": version.number, "faults": len(told.faults), "changed_at": at, "started_at": told.started_at, "ended_at": told.ended_at},
        )
        carried = {one.name: one for one in Attachment.objects.filter(version_id=former.pk)}
        place = Place(sender.door, submission.pk, version.pk, submission.organisation_id, submission.area_code)
        left = put_files(place, told.files, given.files, carried)
    return Received("edited", submission.pk, version.pk, given.instance_id, len(told.faults), *left)


def _replace(given: Given, submission: Submission, key: bytes) -> None:
    """Only the version in force is counted; in its round it stays. What it says of the centre's lists is told anew."""
    if given.target.draft:
        return
    Answers.objects.filter(submission_id=submission.pk).delete()
    rows = answer_rows(given, submission.pk, key, received_at=submission.received_at)
    for row in rows:
        row.round_id, row.area_code = submission.round_id, submission.area_code
    put(rows, Answers)
    if given.told.entries:
        keep_entries(given, submission.pk, at=clock.now())
