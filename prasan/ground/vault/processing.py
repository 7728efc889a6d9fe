"""What personal data a model holds, said beside its fields: of whom, of what sort, why, on what basis, for how long.

The record of processing activities (PDPA s.39), the export for the person concerned (s.30) and the erasure are made from these. A test
refuses a sealed column, or a plain one that looks personal, of which nothing is said here. The codes are worded by the room that shows them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Processing:
    """`fields`: column to sorts of data (codes, blanks between). `about`: whose data (codes). `basis`: a legal basis, or "row" where each row says its own.

    `kept_back`: column to why the person concerned is not given it on request; `other`: columns that look personal and are not, for the reason `why`.
    """

    about: str = ""
    purpose: str = ""
    retention: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    basis: str = "public_task"
    kept_back: Mapping[str, str] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    why: str = ""


def nobody(why: str, *other: str) -> Processing:
    """A model that holds nothing of a person; `other` are its columns that could be taken for it."""
    return Processing(other=other, why=why)


@dataclass(frozen=True, slots=True)
class Holding:
    """One personal column, as declared: `label` is "people.PersonName", `sealed` whether it lies encrypted."""

    label: str
    column: str
    sorts: tuple[str, ...]
    about: tuple[str, ...]
    purpose: str
    basis: str
    retention: str
    kept_back: str
    sealed: bool


def processing_of(model: type[models.Model]) -> Processing | None:
    """What a model says of itself; None when it says nothing."""
    found = vars(model).get("processing")
    return found if isinstance(found, Processing) else None


def holdings() -> Iterator[Holding]:
    """Every personal column of every model, in the order of the house."""
    for model in apps.get_models():
        said = processing_of(model)
        if said is None:
            continue
        for column, sorts in said.fields.items():
            sealed = type(model._meta.get_field(column)).__module__ == "prasan.ground.vault.fields"
            yield Holding(
                model._meta.label, column, tuple(sorts.split()), tuple(said.about.split()), said.purpose, said.basis, said.retention,
                said.kept_back.get(column, ""), sealed,
            )
