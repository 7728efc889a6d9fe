"""The shipped instruments: brought in for the office that asks the whole country, again and again without harm; and newer texts of them.

A form that stands as it came follows the release (`follow`, at an upgrade). What its office has changed, drafts, or has in a round that runs is left
alone: whoever makes the form sees on its page that there is a newer text and what it changes, and takes it in one step (`keep_edition`).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.actions.authoring import keep_upload, upload
from prasan.community.surveys.actions.common import SYSTEM
from prasan.community.surveys.actions.publishing import publish_form
from prasan.community.surveys.models import FormVersion, SurveyForm
from prasan.community.surveys.queries.editions import Edition, newer_of, read_edition, running_round
from prasan.community.surveys.rules.shipped import INSTRUMENTS, ROUNDS_ONLY, workbook
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Obstacle, Stale, system
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action, reading, writing
from prasan.registry.organisations.queries import organisation_id

log = logging.getLogger("prasan.surveys")
OWNER = ("dwf", "")
SHIPS = system("surveys.ship")


@dataclass(frozen=True, slots=True)
class Shipped:
    """An instrument: its form, and whether it was brought in now (False: it was there, and stays as its users have it)."""

    code: str
    form: UUID
    new: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A form of which this release has a newer text, `version`. `left` says why it was not published ("": it was): own, draft, state, round, failed."""

    code: str
    version: str
    left: str


def ship(codes: Sequence[str] = INSTRUMENTS) -> tuple[Shipped, ...]:
    """Publish each of these instruments that is not there yet. Raises RuntimeError when one of them does not pass the lint."""
    return tuple(_one(code) for code in codes)


def _one(code: str) -> Shipped:
    with reading(SYSTEM):
        known = SurveyForm.objects.filter(code=code).values_list("id", flat=True).first()
    if known is not None:
        return Shipped(code, known, new=False)
    made = upload(SHIPS, content=workbook(code), file_name=f"{code}.xlsx", organisation=organisation_id(*OWNER))
    if made.form is None:
        raise RuntimeError(f"{code}: {'; '.join(one.text() for one in made.findings)}")
    with writing(SYSTEM):
        SurveyForm.objects.filter(pk=made.form).update(sample=True, rounds_only=code in ROUNDS_ONLY, changed_at=clock.now())
        publish_form(SYSTEM, id=made.form)
    return Shipped(code, made.form, new=True)


def follow() -> tuple[Followed, ...]:
    """Publish the newer text of each form that stands as it came; those that people have in hand are left to them."""
    with reading(SYSTEM):
        rows = list(SurveyForm.objects.filter(code__in=INSTRUMENTS).order_by("code"))
        found = [(row, version, _in_hand(row)) for row in rows if (version := newer_of(row))]
    followed: list[Followed] = []
    for row, version, left in found:
        followed.append(Followed(row.code, version, left or _kept(row, version)))
    return tuple(followed)


def _kept(row: SurveyForm, version: str) -> str:
    """Publish it; why not, when it cannot be: what else an upgrade does goes on."""
    try:
        keep_edition(SHIPS, form=row.pk, edition=read_edition(row.code, version), version=row.version)
    except (Conflict, Stale, RuntimeError) as error:
        log.warning("%s %s: %r", row.code, version, error)
        return "failed"
    return ""


def _in_hand(row: SurveyForm) -> str:
    """Why the newer text of a form waits for its office; "" when the form stands as it came."""
    newest = FormVersion.objects.filter(form=row).order_by("-number").values("published_at", "made_by_id").first()
    if newest is None or newest["published_at"] is None:
        return "draft"
    if newest["made_by_id"] is not None:
        return "own"
    if row.state != "open":
        return "state"
    return "round" if running_round(row.pk) else ""


@action
def keep_edition(actor: Actor, *, form: UUID, edition: Edition, version: int | None = None, publish: bool = True) -> UUID:
    """Publish the newer text of a form, or keep it as its draft to be tried first; lists, names and where it is used stay as they are.

    Returns the form's id. Raises Hidden, Refused; Stale when another text is the newest by now; Conflict for a draft of the office's own.
    """
    row = get(actor, "form.make", SurveyForm, form, see="form.see", lock=True)
    if row.code != edition.code or newer_of(row) != edition.version:
        raise Stale(version or 0, row.version)
    if FormVersion.objects.filter(form=row, published_at=None).exists():
        raise Conflict([Obstacle("draft", _("มีฉบับร่างของหน่วยงานค้างอยู่ ประกาศใช้หรือทิ้งฉบับร่างก่อน"), f"/forms/{row.pk}#draft")])
    keep_upload(SHIPS, made=edition.made, content=edition.content, file_name=f"{edition.code}.xlsx", form=row.pk)
    if publish:
        publish_form(actor, id=row.pk, version=version)
    return row.pk
