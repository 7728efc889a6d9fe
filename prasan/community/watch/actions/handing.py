"""A keeper who leaves hands a house on: it is offered blind, and the name goes to whoever accepts, not before.

Where every keeper has left already, any member may offer it to another one, never to themselves: nobody lets themselves in.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling.queries import colleagues
from prasan.community.watch.actions.keeping import RENEW, WORSE
from prasan.community.watch.grants import WHOLE
from prasan.community.watch.models import Watch
from prasan.community.watch.queries.keepers import kept_by, orphans_of
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, acting, system
from prasan.ground.policy.access import end as end_access
from prasan.ground.policy.access import excluded_subjects, give
from prasan.ground.policy.scope import can, get
from prasan.ground.transactions import action
from prasan.registry.work.actions import giver_of, reassign


@action
def offer_watch(actor: Actor, *, id: UUID, to_user: UUID, to_organisation: UUID, reason: str) -> UUID:  # noqa: A002
    """May this member of the centre be asked to keep it? Returns the entry's id. Raises Hidden, Conflict when it has ended, Invalid (why is not said)."""
    row = get(actor, "watch.see", Watch, id, lock=True)
    if row.state != "watching":
        raise Conflict([Obstacle("state", _("รายการนี้จบไปแล้ว"))])
    if not can(actor, "watch.keep", row) and (id not in orphans_of(actor) or to_user == actor.user):
        raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})
    _may_keep(row, to_user)
    audit.record("watch.offer", "watch", id, detail=str(to_user))
    return id


@action
def take_watch(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """Accepted: from now on the receiver keeps it and sees the name; whoever gave it sees it like any other member. One that has ended stays as it is."""
    with acting(system("watch")):
        row = Watch.objects.select_for_update(of=("self",), no_key=True).filter(pk=id).first()
        giver = giver_of(id, actor.person)
        if row is None or giver is None:
            raise Hidden("watch", id)
        if row.state != "watching":
            return
        _may_keep(row, actor.person)
        kept = actor.person in kept_by(id)
        end_access(subject=giver, object_id=id)
        if row.made_by_id == giver:  # what worries more, and the end, is told to whoever stands here
            Watch.objects.filter(pk=id).update(made_by_id=actor.person)
    if not kept:
        give(actor, subject=actor.person, object_kind="watch", object_id=id, sections=WHOLE, basis="public_task", cause=("watch", id))
    for verb in (RENEW, WORSE):
        reassign(actor, object_id=id, verb=verb, assignee=actor.person)
    audit.record("watch.take", "watch", id, detail=str(giver))


@action
def leave_watch(actor: Actor, *, id: UUID, reason: str = "") -> None:  # noqa: A002
    """Refused or taken back: it stays where it is, and nobody has seen more."""
    audit.record("watch.not_taken", "watch", id)


def _may_keep(row: Watch, user: UUID) -> None:
    with acting(system("watch")):
        barred = excluded_subjects(row.pk)
    if user in barred or user not in {pk for pk, _name in colleagues(row.organisation_id)}:
        raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})
