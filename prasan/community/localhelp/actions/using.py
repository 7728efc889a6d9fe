"""What the subdistrict has for a need: asked for, agreed to, used or not. Using something counts as having asked about it."""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.localhelp.flow import USE
from prasan.community.localhelp.models import Help, Resource, Use
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.ground.policy.scope import get, scope
from prasan.ground.transactions import action


@action
def ask_for(actor: Actor, *, id: UUID, resource: UUID) -> UUID:  # noqa: A002
    """Ask for something of the subdistrict for a help that runs; returns the id of the asking. Asking again for what was declined is a move of it.

    Raises Hidden, Refused, Conflict when the help has ended or it was asked already, Invalid for what is not there.
    """
    row = get(actor, "help.keep", Help, id, see="help.see", lock=True)
    if row.state != "doing":
        raise Conflict([Obstacle("state", _("การช่วยนี้จบแล้ว"))])
    if not scope(actor, "resource.see", Resource).filter(pk=resource, state="on").exists():
        raise Invalid({"resource": _("เลือกจากรายการ")})
    if Use.objects.filter(help_id=id, resource_id=resource).exists():
        raise Conflict([Obstacle("asked", _("ถามรายการนี้ไว้แล้ว"))])
    made = note_use(row, resource)
    audit.record("use.ask", "use", made, root=id)
    return made


def note_use(row: Help, resource: UUID, *, used: bool = False) -> UUID:
    """A row for something asked, or used already, in the transaction of the caller."""
    at = clock.now()
    made = Use(
        id=ids.new(), help_id=row.pk, resource_id=resource, organisation_id=row.organisation_id, state="used" if used else "asked", asked_at=at,
        answered_at=at if used else None, used_on=clock.today() if used else None,
    )
    made.save(force_insert=True)
    return made.pk


@USE.does("agree")
@action
def agree(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Whose it is lets it be used."""
    USE.advance(actor, Use, "agree", id=id, version=version, also={"answered_at": clock.now()})


@USE.does("decline")
@action
def decline(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Not this time."""
    USE.advance(actor, Use, "decline", id=id, version=version, also={"answered_at": clock.now()})


@USE.does("use")
@action
def use(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It helped: the help says by what, and the resource counts as asked about."""
    row = USE.advance(actor, Use, "use", id=id, version=version, also={"used_on": clock.today(), "answered_at": clock.now()})
    Help.objects.filter(pk=row.help_id).update(resource_id=row.resource_id)
    Resource.objects.filter(pk=row.resource_id, state="on").update(checked_on=clock.today(), checked_by_id=actor.person)


@USE.does("drop")
@action
def drop(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """It was not needed after all."""
    USE.advance(actor, Use, "drop", id=id, version=version)


@USE.does("ask_again")
@action
def ask_again(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Ask once more."""
    USE.advance(actor, Use, "ask_again", id=id, version=version, also={"answered_at": None})
