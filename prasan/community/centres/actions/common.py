"""What the writes of centres share: the centre by its gate, a line of history, the province's thing to do, checks of texts."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.models import Centre, CentreEvent
from prasan.ground import clock, ids
from prasan.ground.policy import Actor, Invalid, system
from prasan.ground.policy.scope import get
from prasan.registry.organisations.queries import organisation, organisation_id
from prasan.registry.work.actions import open_item

SYSTEM = system("centres")
PROVINCE = "province_head"


def centre_for(actor: Actor, action: str, pk: UUID, *, lock: bool = False) -> Centre:
    """The centre on which the actor may do this. Raises Hidden, Refused."""
    return get(actor, action, Centre, pk, see="centre.see", lock=lock)


def note(actor: Actor, centre: Centre, kind: str, *, on: date | None = None, detail: str = "") -> None:
    """A line of the centre's history."""
    CentreEvent(
        id=ids.new(), organisation_id=centre.pk, area_code=centre.area_code, kind=kind, detail=detail[:160], on=on or clock.today(), made_by=actor.key,
        made_at=clock.now(),
    ).save(force_insert=True)


def for_province(actor: Actor, *, verb: str, kind: str, object_id: UUID, area_code: str, facts: dict[str, object]) -> None:
    """A thing to do for the head of the province in which the centre lies, where the register has such an office."""
    office = organisation_id("psdhso", area_code[:2])
    if organisation(office) is not None:
        open_item(
            actor, organisation=office, verb=verb, object_kind=kind, object_id=object_id, root_id=object_id, urgency=1, due_at=None, role=PROVINCE,
            area_code=area_code, facts=facts,
        )


def words(value: str | None, *, longest: int) -> str:
    """A text of one line, without what no database keeps, cut to what its column holds."""
    return " ".join((value or "").replace("\x00", "").split())[:longest]


def refuse(**problems: str) -> None:
    """Raise Invalid with those of the messages that say something."""
    found = {name: text for name, text in problems.items() if text}
    if found:
        raise Invalid(found)


def not_after_today(day: date | None) -> str:
    """What is wrong with a day that must have come."""
    return _("วันนี้ยังมาไม่ถึง") if day is not None and day > clock.today() else ""
