"""After a local election: each provincial office is asked to look at the committees that were formed before it, until none is left or a year has gone."""

from uuid import UUID

from prasan.community.centres.actions.common import SYSTEM
from prasan.community.centres.models import Committee
from prasan.community.centres.queries.expected import REVIEW, provinces_to_ask
from prasan.community.centres.rules.elections import prompting
from prasan.ground import clock
from prasan.ground.policy import Actor, acting
from prasan.ground.transactions import action
from prasan.registry.areas.queries import children
from prasan.registry.organisations.queries import organisation_id, organisations
from prasan.registry.work.actions import close_items, open_item


@action
def ask_provinces(actor: Actor) -> int:
    """Open what is to do for each office, close what is done; how many offices are asked now."""
    wanted = provinces_to_ask()
    offices = {organisation_id("psdhso", area.code): area.code for area in children()}
    for office in organisations(offices):
        _ask(actor, office, offices[office], wanted=offices[office] in wanted)
    return len(wanted)


def look_again(actor: Actor, area_code: str) -> None:
    """A committee has changed: its province is asked when one is older than the election, and no longer when that was the last.

    In the transaction that changes it: an old committee that is entered today does not wait for the next turn of the job.
    """
    election, province = prompting(clock.today()), area_code[:2]
    office = organisation_id("psdhso", province)
    if election is None or not organisations({office}):
        return
    with acting(SYSTEM):  # whoever changes one need not see those of other centres
        older = Committee.objects.filter(area_code__startswith=province, ended_on=None, began_on__lt=election.on).exists()
    _ask(actor, office, province, wanted=older)


def _ask(actor: Actor, office: UUID, province: str, *, wanted: bool) -> None:
    if not wanted:
        close_items(actor, object_id=office, verb=REVIEW)
        return
    open_item(
        actor, organisation=office, verb=REVIEW, object_kind="organisation", object_id=office, root_id=office, urgency=1, due_at=None,
        role="province_head", area_code=province,
    )
