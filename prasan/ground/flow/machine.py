"""The machine: states, moves, what a move asks, who may make it, and what stands in its way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import CheckConstraint, Model, Q
from django.utils.translation import gettext as _

from prasan.ground import audit
from prasan.ground.audit.words import LogVerb, put_in_words
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, Refused, Stale
from prasan.ground.policy.scope import can, get, held
from prasan.ground.transactions import unit
from prasan.ground.transactions.put import alter

M = TypeVar("M", bound=Model)
Guard = Callable[[Actor, Any], Sequence[Obstacle]]


@dataclass(frozen=True)
class State:
    """A state: its code, its words, and the tag colour that shows it (new, wait, go, done, no)."""

    code: str
    th: str
    tag: str = "wait"
    final: bool = False


@dataclass(frozen=True)
class Ask:
    """One thing that a move asks. `kind`: text, long, choice, many, moment, date, number, tick, organisation, user, sections."""

    name: str
    th: str
    kind: str = "long"
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] | Callable[[], tuple[tuple[str, str], ...]] = ()
    longest: int = 4000

    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices, looked up when they are data."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True)
class Move:
    """From some states to one. `needs` is the policy action; `guard` names what is still open; `asks` what must be said."""

    name: str
    th: str
    from_: frozenset[str]
    to: str
    needs: str
    asks: tuple[Ask, ...] = ()
    guard: Guard | None = None
    main: bool = False
    stop: bool = False  # cannot be undone: asks on its own page
    by_system: bool = False  # made by the system only: no button, no API move


@dataclass(frozen=True)
class Offer:
    """A move that this actor may make on this row; with obstacles it shows as "why not yet"."""

    move: Move
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it can be made now."""
        return not self.obstacles


class Flow(Generic[M]):
    """The moves of one model. The row needs the columns `state` and `version`.

    `see` is the policy action that shows the row, so that a move without right is 403 for those who see it and 404 for others.
    """

    def __init__(self, name: str, *, see: str, states: Sequence[State], moves: Sequence[Move], initial: str, column: str = "state") -> None:
        self.name = name
        self.see = see
        self.states = {state.code: state for state in states}
        self.moves = {move.name: move for move in moves}
        self.initial = initial
        self.column = column
        self.handlers: dict[str, Callable[..., Any]] = {}
        unknown = {code for move in moves for code in (*move.from_, move.to) if code not in self.states}
        if unknown or initial not in self.states or len(self.moves) != len(moves):
            raise ValueError(f"flow {name}: {unknown or initial}")
        _flows[name] = self
        put_in_words(LogVerb(f"{name}.{move.name}", move.th) for move in moves)

    def check(self) -> CheckConstraint:
        """The database's own word on the states."""
        return CheckConstraint(condition=Q(**{f"{self.column}__in": sorted(self.states)}), name=f"{self.name}_{self.column}_known")

    def does(self, move: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare the action that makes a move: `handler(actor, *, id, version=None, **answers)`. Pages and API call it through `make`."""
        if move not in self.moves:
            raise ValueError(move)

        def keep(handler: Callable[..., Any]) -> Callable[..., Any]:
            self.handlers[move] = handler
            return handler

        return keep

    def offers(self, actor: Actor, row: M, known: Mapping[str, bool] | None = None) -> tuple[Offer, ...]:
        """The moves from this row's state that the actor has the right to make, with what stands in the way of each.

        `known`: rights on this row that were asked already, as where many rows hang on one.
        """
        found = []
        rights = dict(known or {})
        for move in self.moves.values():
            if getattr(row, self.column) not in move.from_ or move.by_system:
                continue
            if move.needs not in rights:
                rights[move.needs] = self._may(actor, move.needs, row)
            if rights[move.needs]:
                found.append(Offer(move, tuple(move.guard(actor, row)) if move.guard else ()))
        return tuple(found)

    def make(self, actor: Actor, move: str, *, id: UUID, version: int | None = None, **answers: Any) -> Any:  # noqa: A002
        """Make a move through its declared action, the answers checked first. Raises Hidden, Refused, Conflict, Stale, Invalid."""
        known = self.moves.get(move)
        if known is None or known.by_system or move not in self.handlers:
            raise Refused(f"{self.name}.{move}")
        return self.handlers[move](actor, id=id, version=version, **checked(known, answers))

    def advance(self, actor: Actor, model: type[M], move: str, *, id: UUID, version: int | None = None, detail: str = "",  # noqa: A002
                root: object = "", also: Mapping[str, Any] | None = None) -> M:
        """Lock the row, ask policy and guard, write the new state and the audit row; returns the locked row, saved.

        `also`: other columns that change together with the state, where the database holds them to it.
        Only inside `writing`. Raises Hidden (unknown or out of scope), Refused (no right), Stale (changed since `version`) and
        Conflict (not possible now, with the moves that are).
        """
        if (open_unit := unit()) is None or not open_unit.writes:
            raise RuntimeError("advance outside of writing")
        wanted = self.moves[move]
        row = self._locked(actor, model, wanted, id)
        if version is not None and row.version != version:  # type: ignore[attr-defined]
            raise Stale(version, row.version)  # type: ignore[attr-defined]
        state = getattr(row, self.column)
        if state not in wanted.from_:
            here = _(self.states[state].th)
            raise Conflict([Obstacle("state", here)], [offer.move.name for offer in self.offers(actor, row) if offer.open])
        obstacles = tuple(wanted.guard(actor, row)) if wanted.guard else ()
        if obstacles:
            raise Conflict(obstacles, [offer.move.name for offer in self.offers(actor, row) if offer.open])
        setattr(row, self.column, wanted.to)
        row.version += 1  # type: ignore[attr-defined]
        for name, value in (also or {}).items():
            setattr(row, name, value)
        alter(row, [self.column, "version", *(also or {})])
        audit.record(f"{self.name}.{move}", self.name, row.pk, root=root, detail=detail)
        return row

    def _locked(self, actor: Actor, model: type[M], move: Move, pk: UUID) -> M:
        if move.by_system and not actor.system:
            raise Refused(move.needs)
        return get(actor, move.needs, model, pk, see=self.see, lock=True)

    def _may(self, actor: Actor, action: str, row: M) -> bool:
        if not actor.system and not held(actor, action):
            return False
        return can(actor, action, row)

    def diagram(self) -> str:
        """The flow as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {move.to}: {move.name}" for move in self.moves.values() for source in sorted(move.from_)]
        lines += [f"    {code} --> [*]" for code, state in self.states.items() if state.final]
        return "\n".join(lines)


def checked(move: Move, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that a move asks for, and no others. Raises Invalid with a message for each one that is missing or of the wrong kind."""
    errors: dict[str, str] = {}
    good: dict[str, Any] = {}
    for ask in move.asks:
        value = answers.get(ask.name)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value in ("", [], ()):
            if ask.required:
                errors[ask.name] = _("กรอก%(label)s") % {"label": _(ask.th)}
            good[ask.name] = None
            continue
        problem = _problem(ask, value)
        if problem:
            errors[ask.name] = problem
        good[ask.name] = value
    if errors:
        raise Invalid(errors)
    return good


def _problem(ask: Ask, value: Any) -> str:
    if ask.kind in {"text", "long"}:
        if not isinstance(value, str):
            return _("%(label)sต้องเป็นข้อความ") % {"label": _(ask.th)}
        if len(value) > ask.longest:
            return _("%(label)sยาวได้ไม่เกิน %(most)s ตัวอักษร") % {"label": _(ask.th), "most": f"{ask.longest:,}"}
        if "\x00" in value:
            return _("%(label)sมีอักขระที่ใช้ไม่ได้") % {"label": _(ask.th)}
    # A program may send anything, a list among the choices too.
    if ask.kind == "choice" and (isinstance(value, list | dict) or value not in dict(ask.options())):
        return _("เลือก%(label)sจากรายการ") % {"label": _(ask.th)}
    if ask.kind == "many" and (
        not isinstance(value, list | tuple) or any(isinstance(v, list | dict) or v not in dict(ask.options()) for v in value)
    ):
        return _("เลือก%(label)sจากรายการ") % {"label": _(ask.th)}
    return ""


_flows: dict[str, Flow[Any]] = {}


def flow_of(name: str) -> Flow[Any]:
    """The flow with this name. Raises KeyError."""
    return _flows[name]


def all_flows() -> dict[str, Flow[Any]]:
    """Every flow by name."""
    return dict(_flows)
