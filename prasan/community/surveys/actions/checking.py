"""Looking through what came in, in the background: flags are found after a submission is in, so that its sender never waits and never is refused.

Points of a centre are opened for the comparison only; what is kept is how many kilometres, as a whole number.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from prasan.community.surveys.models import Answers, Checked, Doubt, FormVersion, Submission, SurveyForm
from prasan.community.surveys.rules import quality
from prasan.ground import clock, ids
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put
from prasan.ground.vault import exact, prefetch

BATCH = 200
OVERLAP = timedelta(days=1)  # from the last check on, and a day before, for what was committed late
USUAL = 40  # points of a centre that are enough to know where it asks


def check_new(actor: Actor) -> int:
    """Check submissions that were not, or that were edited since; returns how many."""
    done = 0
    while True:
        with writing(actor):
            last = Checked.objects.order_by("-made_at").values_list("made_at", flat=True).first()
            rows = Submission.objects.filter(changed_at__gte=last - OVERLAP) if last else Submission.objects.all()
            left = rows.filter(test=False).filter(Q(checked=None) | Q(checked__number__lt=F("number")))
            found = list(left.order_by("changed_at", "id")[:BATCH])
            _check(found)
        done += len(found)
        if len(found) < BATCH:
            return done


def _check(found: list[Submission]) -> None:
    if not found:
        return
    pks = [row.pk for row in found]
    prefetch(pks)
    Doubt.objects.filter(submission_id__in=pks).delete()
    Checked.objects.filter(submission_id__in=pks).delete()
    answers: dict[UUID, list[Answers]] = {}
    for one in Answers.objects.filter(submission_id__in=pks).order_by("place"):
        answers.setdefault(one.submission_id, []).append(one)
    versions = {row.pk: row for row in FormVersion.objects.filter(pk__in={rows[0].form_version_id for rows in answers.values()}).only("id", "questions")}
    scales = {pk: quality.scales_of(row.questions) for pk, row in versions.items()}
    forms = SurveyForm.objects.filter(pk__in={row.form_id for row in found}).values_list("pk", "quality")
    limits = {pk: quality.limits_of(own) for pk, own in forms}
    usual: dict[tuple[UUID, UUID], list[tuple[float, float]]] = {}
    for row in found:
        rows = answers.get(row.pk)
        if rows is not None:
            key = row.form_id, row.organisation_id
            if key not in usual:
                usual[key] = _usual(*key)
            _one(row, rows, scales[rows[0].form_version_id], usual[key], limits[row.form_id])


def _one(
    row: Submission, rows: list[Answers], scales: Iterable[tuple[str, ...]], usual: list[tuple[float, float]], limits: Mapping[str, quality.Threshold],
) -> None:
    likeness = _likeness(row, rows)
    twice = Checked.objects.filter(organisation_id=row.organisation_id, likeness=likeness).exclude(submission_id=row.pk).count()
    seconds = (row.ended_at - row.started_at).total_seconds() if row.started_at and row.ended_at else None
    looked = quality.Looked(rows[0].plain, sum(len(one.plain) for one in rows), seconds, _points(rows), row.faults)
    at, where = clock.now(), {"submission_id": row.pk, "organisation_id": row.organisation_id, "area_code": row.area_code}
    put([Checked(id=ids.new(), **where, number=row.number, likeness=likeness, made_at=at)])
    put([Doubt(id=ids.new(), **where, code=one.code, value=one.value, made_at=at) for one in quality.flags(looked, scales, usual, twice=twice, limits=limits)])


def _likeness(row: Submission, rows: list[Answers]) -> bytes:
    """A keyed token of all that was answered in the same round: equal ones are equal in it, and nothing leads back."""
    told: list[Any] = [[one.repeat, one.ordinal, one.plain, _words(one.hidden)] for one in rows]
    return exact("answers", json.dumps([str(row.form_id), str(row.round_id), told], sort_keys=True, ensure_ascii=False))


def _words(hidden: Any) -> dict[str, Any]:
    """What is sealed, without moments and points, which differ also between copies."""
    return {path: value for path, value in (hidden or {}).items() if quality.point(value) is None and not _moment(value)}


def _moment(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and value[10:11] == "T"


def _points(rows: Iterable[Answers]) -> tuple[tuple[float, float], ...]:
    return tuple(
        found for row in rows for value in (row.hidden or {}).values()
        if isinstance(value, str) and value.count(" ") in {1, 2, 3} and (found := quality.point(value)) is not None
    )


def _usual(form: UUID, organisation: UUID) -> list[tuple[float, float]]:
    """Points of this centre's newest answers to the form."""
    rows = list(Answers.objects.filter(form_id=form, repeat="", organisation_id=organisation).filter(hidden__isnull=False).order_by("-received_at")[:USUAL])
    prefetch({row.submission_id for row in rows})
    return [one for row in rows for one in _points([row])]
