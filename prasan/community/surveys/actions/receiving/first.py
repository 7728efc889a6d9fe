"""A submission that has not been here before: all its rows in one transaction, few statements."""

import hashlib
import hmac
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from prasan.community.surveys.actions.receiving.entries import keep_entries
from prasan.community.surveys.actions.receiving.files import Place, put_files
from prasan.community.surveys.actions.receiving.given import Given, Received
from prasan.community.surveys.models import Answers, Submission, SubmissionVersion
from prasan.ground import audit, clock, ids
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put
from prasan.ground.vault import mint, sealed
from prasan.ground.vault.fields import Sealed

_HIDDEN: Any = Answers._meta.get_field("hidden")


def first(given: Given) -> Received:
    """Keep it. Raises IntegrityError when its instance id is here already."""
    sender, target, told = given.sender, given.target, given.told
    at = clock.now()
    submission = Submission(
        id=ids.new(), form_id=target.form, round_id=target.round, organisation_id=sender.organisation, area_code=sender.area_code, device_id=sender.device,
        interviewer_id=sender.interviewer, way=sender.way, faults=len(told.faults), test=target.draft, made_by=sender.door.key, received_at=at, changed_at=at,
        started_at=told.started_at, ended_at=told.ended_at,
    )
    with writing(sender.door):
        key = mint(submission.id)
        version = version_row(given, submission.id, key, number=1, at=at)
        put([submission])
        put([version])
        if not target.draft:
            put(answer_rows(given, submission.id, key, received_at=at), Answers)
            if told.entries:
                keep_entries(given, submission.id, at=at)
        left = place_files(given, submission.id, version.id) if told.files else ((), ())
        audit.record("receive", "submission", submission.id, detail=f"{sender.way} {len(told.faults)} {len(given.files)}{' test' if target.draft else ''}")
    return Received("created", submission.id, version.id, given.instance_id, len(told.faults), *left)


def version_row(given: Given, submission: UUID, key: bytes, *, number: int, at: datetime) -> SubmissionVersion:
    """The version that is made of it."""
    sender = given.sender
    return SubmissionVersion(
        id=ids.new(), submission_id=submission, form_id=given.target.form, form_version_id=given.target.version, organisation_id=sender.organisation,
        area_code=sender.area_code, instance_id=given.instance_id, number=number, fingerprint=fingerprint(key, given.told.body),
        body=given.told.body.decode(), faults=list(given.told.faults), made_by=sender.door.key, made_at=at,
    )


def answer_rows(given: Given, submission: UUID, key: bytes, *, received_at: datetime) -> list[Any]:
    """A row for the submission and one for each member of a repeat, sealed here: ten of a model would weigh more than all the rest."""
    sender, target = given.sender, given.target
    return [
        SimpleNamespace(
            id=(pk := ids.new()), submission_id=submission, form_id=target.form, form_version_id=target.version, round_id=target.round,
            organisation_id=sender.organisation, area_code=sender.area_code, repeat=row.repeat, place=place, parent=None if row.parent < 0 else row.parent,
            ordinal=row.ordinal, received_at=received_at, plain=row.plain,
            hidden=Sealed(sealed(key, _HIDDEN.dump(row.hidden), _HIDDEN.label, pk)) if row.hidden else None,
        )
        for place, row in enumerate(given.told.rows)
    ]


def place_files(given: Given, submission: UUID, version: UUID) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keep what came along, and note what is still awaited."""
    sender = given.sender
    return put_files(Place(sender.door, submission, version, sender.organisation, sender.area_code), given.told.files, given.files)


def fingerprint(key: bytes, body: bytes) -> bytes:
    """16 bytes by which a repeat is known; worth nothing without the submission's key."""
    return hmac.digest(key, b"submission|" + body, hashlib.sha256)[:16]
