"""What follows when a case has a new manager: on the worklists, and for messages that a person must decide on."""

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
    with acting(system("transfer")):
        about = [thing for kind, thing in belongings(case_id) if kind != "file"]
    contact.follow(about)
