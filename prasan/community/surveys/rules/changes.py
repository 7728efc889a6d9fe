"""What differs between two texts of a form, question by question, for whoever decides about the second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prasan.community.surveys.rules.xform import Question

# What of a question belongs together for whoever reads of a change; the rest (names of lists, pictures) nobody sees.
PARTS: Mapping[str, tuple[str, ...]] = {
    "text": ("labels", "hints", "constraint_message", "required_message"),
    "choices": ("choices", "file", "filter"),
    "kind": ("kind", "control", "type", "appearance", "parameters"),
    "condition": ("relevant", "required", "readonly", "count"),
    "bounds": ("constraint",),
    "reckoning": ("calculation", "default"),
    "keeping": ("sealed", "danger", "entry"),
    "place": ("path",),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A question of the second text, and which PARTS of it differ from the first."""

    question: Question
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """`added` of the second text, `dropped` of the first. `moved`: questions that both have stand in another order."""

    added: tuple[Question, ...]
    dropped: tuple[Question, ...]
    changed: tuple[Changed, ...]
    moved: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed or self.moved)


def changes(first: Sequence[Question], second: Sequence[Question]) -> Changes:
    """A question is the same when its path is, or else when only one of its name has gone and only one has come: it stands in another group."""
    old = {one.path: one for one in first if one.kind != "meta"}
    new = {one.path: one for one in second if one.kind != "meta"}
    gone, come = _alone(old, new), _alone(new, old)
    was = {path: old[path] for path in new if path in old} | {come[name].path: gone[name] for name in come if name in gone}
    pairs = [(was[path], one) for path, one in new.items() if path in was]
    kept = {before.path for before, _after in pairs}
    standing = [after.path for before, after in pairs if before.path == after.path]
    return Changes(
        added=tuple(one for path, one in new.items() if path not in was),
        dropped=tuple(one for path, one in old.items() if path not in kept),
        changed=tuple(Changed(after, parts) for before, after in pairs if (parts := _differing(before, after))),
        moved=standing != [path for path in old if path in set(standing)],
    )


def _alone(here: Mapping[str, Question], there: Mapping[str, Question]) -> dict[str, Question]:
    """Of what is only here, that whose name only one has."""
    found: dict[str, list[Question]] = {}
    for path, one in here.items():
        if path not in there:
            found.setdefault(one.name, []).append(one)
    return {name: ones[0] for name, ones in found.items() if len(ones) == 1}


def _differing(first: Question, second: Question) -> tuple[str, ...]:
    return tuple(code for code, names in PARTS.items() if any(getattr(first, name) != getattr(second, name) for name in names))
