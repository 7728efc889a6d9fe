"""Bringing the shipped instruments in: for the office that asks the whole country; again and again without harm."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from prasan.community.surveys.actions.authoring import upload
from prasan.community.surveys.actions.common import SYSTEM
from prasan.community.surveys.actions.publishing import publish_form
from prasan.community.surveys.models import SurveyForm
from prasan.community.surveys.rules.shipped import INSTRUMENTS, ROUNDS_ONLY, workbook
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading, writing
from prasan.registry.organisations.queries import organisation_id

OWNER = ("dwf", "")


@dataclass(frozen=True, slots=True)
class Shipped:
    """An instrument: its form, and whether it was brought in now (False: it was there, and stays as its users have it)."""

    code: str
    form: UUID
    new: bool


def ship(codes: Sequence[str] = INSTRUMENTS) -> tuple[Shipped, ...]:
    """Publish each of these instruments that is not there yet. Raises RuntimeError when one of them does not pass the lint."""
    return tuple(_one(code) for code in codes)


def _one(code: str) -> Shipped:
    with reading(SYSTEM):
        known = SurveyForm.objects.filter(code=code).values_list("id", flat=True).first()
    if known is not None:
        return Shipped(code, known, new=False)
    made = upload(system("surveys.ship"), content=workbook(code), file_name=f"{code}.xlsx", organisation=organisation_id(*OWNER))
    if made.form is None:
        raise RuntimeError(f"{code}: {'; '.join(one.text() for one in made.findings)}")
    with writing(SYSTEM):
        SurveyForm.objects.filter(pk=made.form).update(sample=True, rounds_only=code in ROUNDS_ONLY, changed_at=clock.now())
        publish_form(SYSTEM, id=made.form)
    return Shipped(code, made.form, new=True)
