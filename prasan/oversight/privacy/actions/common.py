"""What the writes of privacy share: the office of the privacy officer, numbers, the clocks of law."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from prasan.ground import clock
from prasan.ground.policy import Actor, Invalid, Refused, acting, system
from prasan.ground.policy.scope import may_begin
from prasan.oversight.privacy.models import PrivacySeries
from prasan.registry.organisations.queries import organisation_id
from prasan.registry.work.actions import close_items, open_item

SYSTEM = system("privacy")
OFFICER = "privacy_officer"


def office() -> UUID:
    """The organisation of the privacy officer."""
    return organisation_id("privacy_officer", "")


def must(actor: Actor, action: str) -> None:
    """Raises Refused for whoever does not hold a grant of this action, or whose key does not cover it: for what has no row yet."""
    if not may_begin(actor, action):
        raise Refused(action)


def number(prefix: str, at: datetime) -> str:
    """The next number of a series in the BE year of `at`, such as "สิทธิ 2569-0007"; the series is held until the transaction ends."""
    year = clock.be(clock.local(at).year)
    key = f"{prefix} {year}"
    with acting(SYSTEM):
        if not PrivacySeries.objects.filter(pk=key).update(last=F("last") + 1):
            try:
                with transaction.atomic():
                    PrivacySeries.objects.create(key=key, last=1)
            except IntegrityError:  # somebody else began the series at the same moment
                PrivacySeries.objects.filter(pk=key).update(last=F("last") + 1)
        return f"{key}-{PrivacySeries.objects.values_list('last', flat=True).get(pk=key):04}"


def for_officer(
    actor: Actor, *, verb: str, kind: str, object_id: UUID, number: str, due_at: datetime | None, urgency: int = 2, alarm: bool = False,
) -> None:
    """A thing to do for the privacy officer's desk."""
    open_item(
        actor, organisation=office(), verb=verb, object_kind=kind, object_id=object_id, root_id=object_id, urgency=urgency, due_at=due_at,
        role=OFFICER, facts={"number": number}, alarm=alarm,
    )


def for_second(
    actor: Actor, *, verb: str, kind: str, object_id: UUID, root_id: UUID, number: str, organisation: UUID | None, area_code: str,
) -> None:
    """A thing to agree to: for the head of the record's office where there is one, else for another privacy officer."""
    open_item(
        actor, organisation=organisation or office(), verb=verb, object_kind=kind, object_id=object_id, root_id=root_id, urgency=2, due_at=None,
        role="unit_head" if organisation else OFFICER, area_code=area_code, facts={"number": number},
    )


def done(actor: Actor, object_id: UUID, verb: str = "") -> None:
    """It is done: nobody's thing to do any more."""
    close_items(actor, object_id=object_id, verb=verb)


def text(value: str | None, *, name: str, message: str, longest: int = 4000) -> str:
    """A text that must be there. Raises Invalid with the message beside its field."""
    said = (value or "").strip()
    if not said or len(said) > longest or "\x00" in said:
        raise Invalid({name: message})
    return said
