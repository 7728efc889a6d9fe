"""What returns with time: each tick runs when its seconds have passed, alone over all processes."""

from collections.abc import Callable
from dataclasses import dataclass

from prasan.ground.policy import Actor, system


@dataclass(frozen=True)
class Tick:
    """`run(actor)` every `seconds`; it returns how many things it did."""

    name: str
    seconds: int
    function: Callable[[Actor], int]

    def run(self) -> int:
        """Run as the tick's own actor."""
        return self.function(system(self.name))


_ticks: dict[str, Tick] = {}


def tick(name: str, *, seconds: int) -> Callable[[Callable[[Actor], int]], Tick]:
    """Register a tick."""

    def keep(function: Callable[[Actor], int]) -> Tick:
        if name in _ticks:
            raise ValueError(f"tick {name} twice")
        _ticks[name] = Tick(name, seconds, function)
        return _ticks[name]

    return keep


def ticks() -> tuple[Tick, ...]:
    """All ticks, by name."""
    return tuple(_ticks[name] for name in sorted(_ticks))
