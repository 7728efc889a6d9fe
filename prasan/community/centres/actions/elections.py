"""After a local election: each provincial office is asked to look at the committees that were formed before it, until none is left or a year has gone."""

from prasan.community.centres.models import Committee
from prasan.community.centres.queries.expected import REVIEW, provinces_to_ask
from prasan.community.centres.rules.elections import prompting
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action
from prasan.registry.areas.queries import children
from prasan.registry.organisations.queries import organisation_id, organisations
from prasan.registry.work.actions import close_items, open_item


@action
def ask_provinces(actor: Actor) -> int:
    """Open what is to do for each office, close what is done; how many offices are asked now."""
    wanted = provinces_to_ask()
    offices = {organisation_id("psdhso", area.code): area.code for area in children()}
    known = organisations(offices)
    for office in known:
        if offices[office] not in wanted:
            close_items(actor, object_id=office, verb=REVIEW)
            continue
        open_item(
            actor, organisation=office, verb=REVIEW, object_kind="organisation", object_id=office, root_id=office, urgency=1, due_at=None,
            role="province_head", area_code=offices[office],
        )
    return len(wanted)


def look_again(actor: Actor, area_code: str) -> None:
    """A committee has changed: what waits for its province is done once that was the last. In the transaction that changes it."""
    election = prompting(clock.today())
    if election is None:
        return
    if not Committee.objects.filter(area_code__startswith=area_code[:2], ended_on=None, began_on__lt=election.on).exists():
        close_items(actor, object_id=organisation_id("psdhso", area_code[:2]), verb=REVIEW)
