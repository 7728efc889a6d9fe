"""Submissions for a later chapter that answers itself for who reads them. Nothing is written here: a look from elsewhere leaves no trace in surveys."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from prasan.community.surveys.models import Answers, Submission, SubmissionVersion
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.submissions import has_key
from prasan.community.surveys.rules import showing
from prasan.community.surveys.rules.reference import span_of
from prasan.ground import clock
from prasan.ground.policy import acting, system
from prasan.ground.vault import prefetch
from prasan.registry.work.queries import language, office_names

SYSTEM = system("surveys")


@dataclass(frozen=True, slots=True)
class Brief:
    """Of which form, from which centre, when. `erased`: what was answered is gone."""

    form: str
    centre: str
    received: str
    erased: bool


def submission_referred(reference: str) -> UUID | None:
    """The submission with this reference; None for none, and for tests of drafts. Found along the primary key, whoever asks."""
    span = span_of(reference)
    if span is None:
        return None
    with acting(SYSTEM):
        found = list(Submission.objects.filter(pk__gte=span[0], pk__lte=span[1], test=False).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None  # two with one reference: by chance once in a long time, and then nobody guesses


def briefs(ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """What can be said of each in a line; those that are there."""
    lang = language()
    with acting(SYSTEM):
        rows = list(Submission.objects.filter(pk__in=list(ids)).select_related("form"))
    names = office_names({row.organisation_id for row in rows})
    return {
        row.pk: Brief(
            row.form.titles.get(lang) or row.form.title, names.get(row.organisation_id, ""), clock.moment_th(row.received_at, lang), not has_key(row.pk),
        )
        for row in rows
    }


def parts_of_submission(pk: UUID, *, opened: bool, lang: str) -> tuple[showing.Part, ...]:
    """The answers in force, by the questions of their form; what is sealed only when `opened`."""
    with acting(SYSTEM):
        rows = list(Answers.objects.filter(submission_id=pk).order_by("place"))
        current = SubmissionVersion.objects.filter(submission_id=pk).select_related("form_version").order_by("-number").first()
        if current is None:
            return ()
        prefetch([pk])
        told = [
            showing.Row(row.repeat, row.place, row.parent, row.ordinal, row.plain, (row.hidden or {}) if opened and has_key(pk) else {}) for row in rows
        ]
        never = plan(current.form_version_id).never
    return showing.parts(current.form_version.questions, told, opened=opened, lang=lang, never=never)
