"""A record that is its author's alone goes to a colleague of the centre who accepts it; before that the colleague sees a word and a day.

Where its author has left the centre, any member may offer it to another one, as blind, never to themselves: nobody lets themselves in.
The same for talks and for local help: `Authored` makes of a model what the house's handing over asks for, inside its transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.counselling.queries.members import colleagues
from prasan.ground import audit
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, acting, system
from prasan.ground.policy.access import excluded_subjects
from prasan.ground.policy.scope import get, scope
from prasan.registry.access.models import User
from prasan.registry.work.actions import giver_of, reassign
from prasan.registry.work.panels import Hand, Held, Wanted

MOST = 300
Said = Callable[[Any], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Somebody who has left a centre, and how many of their records still run."""

    user: UUID
    name: str
    count: int


@dataclass(frozen=True)
class Authored:
    """Rows of `model` in the state `running`, whose author is `made_by`. `said(row)`: a title and safe facts, no name and no story.

    `verb`: the work about it that goes along, due on the day in the column `due`; `base`: where one is read; `sealed`: columns that nobody needs
    for this.
    """

    th: str
    model: type[Any]
    kind: str
    running: str
    verb: str
    due: str
    base: str
    said: Said
    sealed: tuple[str, ...]

    def hand(self) -> Hand:
        """What the house's handing over asks for; what goes along with it is never handed over alone."""
        return Hand(self.th, self.held, self.count, self.offer, self.take, self.leave, self.leave, self.named, whole=True)

    def wanted(self) -> Iterable[Wanted]:
        """What must be on the worklists of the authors, said again from the rows; called as the system."""
        rows = self.model.objects.filter(state=self.running).exclude(**{self.due: None}).values_list("id", "organisation_id", "made_by_id")
        return (Wanted(self.verb, pk, centre, author) for pk, centre, author in rows.iterator())

    def held(self, actor: Actor, user: UUID) -> Sequence[Held]:
        """One's own that run, or those of somebody who has left the own centre, by a word and a day."""
        if not actor.posts_as("centre_member"):
            return ()
        if user != actor.user:
            return tuple(self._held(row) for row in self._left(actor) if row.made_by_id == user)
        mine = scope(actor, f"{self.kind}.keep", self.model).filter(state=self.running).defer(*self.sealed)
        return tuple(self._held(row) for row in mine.order_by("made_at", "id")[:MOST])

    def left_behind(self, actor: Actor) -> tuple[LeftBehind, ...]:
        """Who has left the actor's centre and still has some that run, and how many."""
        rows = self._left(actor)
        with acting(system(self.kind)):
            names = dict(User.objects.filter(pk__in={row.made_by_id for row in rows}).order_by("sort_key", "id").values_list("id", "name"))
        return tuple(LeftBehind(pk, name, sum(row.made_by_id == pk for row in rows)) for pk, name in names.items())

    def _left(self, actor: Actor) -> list[Any]:
        """Rows that run at the actor's centres and whose author is there no longer; none from which the actor is kept out."""
        centres = [post.organisation for post in actor.posts_as("centre_member")]
        here = {centre: {pk for pk, _name in colleagues(centre)} for centre in centres}
        with acting(system(self.kind)):
            rows = self.model.objects.filter(organisation_id__in=centres, state=self.running).exclude(made_by_id__in=set().union(*here.values()))
            found = list(rows.defer(*self.sealed).order_by("made_at", "id")[:MOST])
            return [row for row in found if actor.user not in excluded_subjects(row.pk)]

    def _held(self, row: Any) -> Held:
        title, facts = self.said(row)
        return Held(row.pk, title, f"{self.base}{row.pk}", 1, facts)

    def count(self, actor: Actor, users: Sequence[UUID]) -> Mapping[UUID, int]:
        """Nothing: no head knows how many somebody has."""
        return {}

    def named(self, pk: UUID) -> tuple[str, tuple[str, ...], int, str]:
        """A word and a day."""
        row = self.model.objects.filter(pk=pk).defer(*self.sealed).first()
        return (_(self.th), (), 1, "") if row is None else (*self.said(row), 1, f"{self.base}{pk}")

    def offer(self, actor: Actor, *, id: UUID, to_user: UUID, to_organisation: UUID, reason: str) -> UUID:  # noqa: A002
        """May this colleague be asked? Returns the row's id. Raises Hidden, Conflict when it has ended, Invalid (why is not said)."""
        row: Any = next((one for one in self._left(actor) if one.pk == id), None)
        if row is not None and to_user == actor.user:
            raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})
        if row is None:
            row = get(actor, f"{self.kind}.keep", self.model, id, see=f"{self.kind}.see", lock=True)
        if row.state != self.running:
            raise Conflict([Obstacle("state", _("รายการนี้จบไปแล้ว"))])
        _may_have(row, to_user)
        audit.record(f"{self.kind}.offer", self.kind, id, detail=str(to_user))
        return id

    def take(self, actor: Actor, *, id: UUID) -> None:  # noqa: A002
        """Accepted: it is the receiver's from now on. What has ended meanwhile stays its author's."""
        with acting(system(self.kind)):
            row = self.model.objects.select_for_update(of=("self",), no_key=True).filter(pk=id).first()
            giver = giver_of(id, actor.person)
            if row is None or giver is None:
                raise Hidden(self.kind, id)
            gone = row.made_by_id not in {pk for pk, _name in colleagues(row.organisation_id)}
            if row.state != self.running or (row.made_by_id != giver and not gone):
                return
            _may_have(row, actor.person)
            self.model.objects.filter(pk=id).update(made_by_id=actor.person)
        reassign(actor, object_id=id, verb=self.verb, assignee=actor.person)
        audit.record(f"{self.kind}.take", self.kind, id, detail=str(giver))

    def leave(self, actor: Actor, *, id: UUID, reason: str = "") -> None:  # noqa: A002
        """Refused or taken back: it stays where it is."""
        audit.record(f"{self.kind}.not_taken", self.kind, id)


def _may_have(row: Any, user: UUID) -> None:
    with acting(system("hand_over")):
        barred = excluded_subjects(row.pk)
    if user in barred or user not in {pk for pk, _name in colleagues(row.organisation_id)}:
        raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})
