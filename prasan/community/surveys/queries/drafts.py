"""Trying a draft: with which address a telephone gets it, who may try it in the browser, and what was answered so far.

The address holds the draft's id and a keyed mark of it, so that nothing has to be kept: it is worth something as long as there is the draft, and nothing
once that is published or thrown away. Whoever has it sees the questions of the draft and may hand in tests of it, which are nobody's answers.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from prasan.community.surveys.models import Attachment, FormVersion, Submission, SubmissionVersion, SurveyForm
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.queries.submissions import WAYS, fault_words, read_version
from prasan.community.surveys.rules import showing
from prasan.ground import clock
from prasan.ground.policy import Actor, Hidden, Post, acting, system
from prasan.ground.policy.scope import can, get, scope
from prasan.ground.vault import exact, exact_all, prefetch
from prasan.registry.work.queries import language

SYSTEM = system("surveys")
TESTER = "draft_tester"
"""The role of whoever has the address of a draft: no grant names it; the door of submissions knows it by this."""
SHOWN = 20
_MARK = 16  # bytes


@dataclass(frozen=True, slots=True)
class Test:
    """A test answer: `faults` in words, `files` names of those that came along."""

    id: UUID
    received: str
    way: str
    faults: tuple[str, ...]
    files: tuple[str, ...]
    parts: tuple[showing.Part, ...]


@dataclass(frozen=True, slots=True)
class TestPage:
    """A draft that is being tried; the newest tests first, `more` when there are others."""

    form: UUID
    title: str
    version: str
    draft: UUID
    tests: tuple[Test, ...]
    more: bool


def test_key(actor: Actor, form: UUID) -> tuple[str, str]:
    """What stands in the address of a form's draft, and the form's title. Raises Hidden, Refused; Hidden also when there is no draft."""
    row = get(actor, "form.make", SurveyForm, form, see="form.see")
    draft = FormVersion.objects.filter(form=row, published_at=None).values_list("pk", flat=True).first()
    if draft is None or row.state == "retired":
        raise Hidden("form_version", form)
    return f"{draft.hex}{exact('draft', draft.hex)[:_MARK].hex()}", row.titles.get(language()) or row.title


def tester_of(key: str) -> Actor | None:
    """Who comes with the address of a draft; None for a wrong one and when there is no such draft any more."""
    try:
        pk, mark = UUID(key[:32]), bytes.fromhex(key[32:])
    except ValueError:
        return None
    known = [one[:_MARK] for one in exact_all("draft", pk.hex)]
    if sum(hmac.compare_digest(mark, one) for one in known) == 0:
        return None
    with acting(SYSTEM):
        rows = FormVersion.objects.filter(pk=pk, published_at=None).exclude(form__state="retired")
        found = rows.values_list("form__organisation_id", "form__area_code").first()
    if found is None:
        return None
    return Actor(key=f"draft:{pk}", posts=(Post(pk, TESTER, found[0], (found[0],), (found[1],)),))


def draft_tried(actor: Actor) -> UUID | None:
    """The draft whose address this is; None for everybody else."""
    return next((post.id for post in actor.posts if post.role == TESTER), None)


def may_try(actor: Actor, draft: UUID) -> bool:
    """Whether test answers to this draft are taken from the actor: with its address, or from whoever makes the form."""
    if actor.system or draft_tried(actor) == draft:
        return True
    row = FormVersion.objects.filter(pk=draft, published_at=None).select_related("form").first() if actor.user else None
    return row is not None and row.form.state != "retired" and can(actor, "form.make", row.form)


def drafts_to_try(actor: Actor) -> list[UUID]:
    """The drafts that the actor's office makes."""
    forms = scope(actor, "form.make", SurveyForm).exclude(state="retired")
    return list(FormVersion.objects.filter(form__in=forms.values("pk"), published_at=None).order_by("form__title", "pk").values_list("pk", flat=True)[:50])


def draft_named(actor: Actor, *, code: str, version: str) -> UUID | None:
    """The draft that an instance names, when the actor may try it."""
    found = FormVersion.objects.filter(form__code=code, version=version, published_at=None).values_list("pk", flat=True).first()
    return found if found is not None and may_try(actor, found) else None


def test_page(actor: Actor, form: UUID) -> TestPage:
    """What was answered to a form's draft so far, for those who make it. Raises Hidden, Refused."""
    row = get(actor, "form.make", SurveyForm, form, see="form.see")
    draft = FormVersion.objects.filter(form=row, published_at=None).first()
    if draft is None:
        raise Hidden("form_version", form)
    lang = language()
    with acting(SYSTEM):  # made up for trying: its office sees all of it
        found = list(Submission.objects.filter(test=True, versions__form_version=draft.pk).order_by("-received_at", "-pk").distinct()[: SHOWN + 1])
        rows = found[:SHOWN]
        prefetch([one.pk for one in rows])
        current = {one.submission_id: one for one in SubmissionVersion.objects.filter(submission_id__in=[one.pk for one in rows]).order_by("number")}
        files: dict[UUID, list[str]] = {}
        for version, name in Attachment.objects.filter(version_id__in=[one.pk for one in current.values()], state="kept").values_list("version_id", "name"):
            files.setdefault(version, []).append(name)
        never = plan(draft.pk, draft=True).never
        tests = []
        for one in rows:
            said = current[one.pk]
            parts = showing.parts(draft.questions, read_version(said, draft=True), opened=True, lang=lang, never=never)
            faults = fault_words(draft.questions, said.faults, lang)
            tests.append(Test(one.pk, clock.moment_th(one.received_at, lang), WAYS[one.way], faults, tuple(sorted(files.get(said.pk, ()))), parts))
    return TestPage(row.pk, row.titles.get(lang) or row.title, draft.version, draft.pk, tuple(tests), len(found) > SHOWN)


