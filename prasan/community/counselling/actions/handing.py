"""A record that is its author's alone goes to a colleague of the centre who accepts it; before that the colleague sees a word and a day.

The same for talks and for local help: `hand_of` makes of a model what the house's handing over asks for.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from prasan.community.counselling.queries.members import colleagues
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, acting, system
from prasan.ground.policy.access import excluded_subjects
from prasan.ground.policy.scope import get, scope
from prasan.ground.transactions import action
from prasan.registry.work.actions import giver_of, reassign
from prasan.registry.work.panels import Hand, Held

MOST = 300
Said = Callable[[Any], tuple[str, tuple[str, ...]]]


def hand_of(th: str, model: type[Model], *, kind: str, running: str, verb: str, base: str, said: Said, sealed: Sequence[str]) -> Hand:
    """Handing over rows of `model` in the state `running`, whose author is `made_by`. `said(row)`: a title and safe facts, no name and no story.

    `verb`: the work about it that goes along; `base`: where one is read; `sealed`: columns that nobody needs for this.
    """
    rows: Any = model._default_manager

    def held(actor: Actor, user: UUID) -> Sequence[Held]:
        if user != actor.user or not actor.posts_as("centre_member"):
            return ()  # nobody else knows of it, also when its author has left
        mine: Any = scope(actor, f"{kind}.keep", model)
        found = mine.filter(state=running).defer(*sealed).order_by("made_at", "id")[:MOST]
        return tuple(Held(row.pk, said(row)[0], f"{base}{row.pk}", 1, said(row)[1]) for row in found)

    def count(actor: Actor, users: Sequence[UUID]) -> Mapping[UUID, int]:
        return {}

    def named(pk: UUID) -> tuple[str, tuple[str, ...], int, str]:
        row = rows.filter(pk=pk).defer(*sealed).first()
        return (_(th), (), 1, "") if row is None else (*said(row), 1, f"{base}{pk}")

    @action
    def offer(actor: Actor, *, id: UUID, to_user: UUID, to_organisation: UUID, reason: str) -> UUID:  # noqa: A002
        row: Any = get(actor, f"{kind}.keep", model, id, see=f"{kind}.see", lock=True)
        if row.state != running:
            raise Conflict([Obstacle("state", _("รายการนี้จบไปแล้ว"))])
        _may_have(row, to_user)
        audit.record(f"{kind}.offer", kind, id, detail=str(to_user))
        return id

    @action
    def take(actor: Actor, *, id: UUID) -> None:  # noqa: A002
        with acting(system(kind)):
            row = rows.select_for_update(of=("self",)).filter(pk=id).first()
            giver = giver_of(id, actor.person)
            if row is None or giver is None:
                raise Hidden(kind, id)
            if row.state != running or row.made_by_id != giver:
                return  # done meanwhile: it stays its author's
            _may_have(row, actor.person)
            rows.filter(pk=id).update(made_by_id=actor.person)
        reassign(actor, object_id=id, verb=verb, assignee=actor.person)
        audit.record(f"{kind}.take", kind, id, detail=str(giver))

    @action
    def leave(actor: Actor, *, id: UUID, reason: str = "") -> None:  # noqa: A002
        audit.record(f"{kind}.not_taken", kind, id)

    return Hand(th, held, count, offer, take, leave, leave, named, whole=True)


def _may_have(row: Any, user: UUID) -> None:
    with acting(system("hand_over")):
        barred = excluded_subjects(row.pk)
    if user in barred or user not in {pk for pk, _name in colleagues(row.organisation_id)}:
        raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})
