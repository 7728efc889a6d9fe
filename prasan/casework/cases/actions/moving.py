"""What follows when others answer for a case or for what belongs to it: on the worklists, and for messages that a person must decide on."""

from uuid import UUID

from prasan.casework.cases.actions.sight import belongings
from prasan.ground.policy import Actor, acting, system
from prasan.registry.contact import actions as contact
from prasan.registry.work.actions import follow


def waits_on(actor: Actor, *, case_id: UUID, old: UUID, new: UUID) -> None:
    """What others have open around the case is waited for by its new manager."""
    follow(actor, root_id=case_id, waiter=new)


def decides_on_messages(actor: Actor, *, case_id: UUID, old: UUID, new: UUID) -> None:
    """Messages to the persons and reporters of the case that were held are the new manager's to decide on."""
    follow_messages(case_id)


def follow_messages(*cases: UUID) -> None:
    """Who is accountable in these cases, or what belongs to them, has changed: held messages are for whoever may decide on them now."""
    with acting(system("follow")):
        about = {thing for case_id in cases for kind, thing in belongings(case_id) if kind != "file"}
    contact.follow(about)
