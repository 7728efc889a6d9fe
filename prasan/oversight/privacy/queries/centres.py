"""What a family centre keeps: talks, entries of its watch list, local help, survey answers. Found by the asker's name, as the system.

The privacy officer learns sort, centre and day of what may be about the asker, never the place of a house and no word of it; whoever keeps it says
whether it is about the asker, and as whom. Nothing of it gets an area: no head of one sees that it is there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from prasan.community.counselling.models import Talk, TalkNote
from prasan.community.counselling.queries import colleagues
from prasan.community.localhelp.models import Help
from prasan.community.surveys.models import Answers, Attachment, EntryVersion, Submission, SubmissionVersion
from prasan.community.watch.models import Watch, WatchLook, WatchRenewal
from prasan.community.watch.queries.keepers import kept_by
from prasan.ground import clock
from prasan.ground.policy import Actor, access, acting, system
from prasan.ground.thai import contains_unspaced, name_words, split_title
from prasan.ground.vault import prefetch
from prasan.oversight.privacy import rules
from prasan.registry.organisations.queries import organisation

SYSTEM = system("privacy")
MOST = 3000  # records of one sort that are looked through at a time, the newest first
SHORTEST = 3  # letters of a word of a name: a shorter one stands in too many other words
# Which rows are of a record: by model, the column that leads to it.
PARTS: Mapping[str, Mapping[str, str]] = {
    "talk": {Talk._meta.label: "pk", TalkNote._meta.label: "talk_id"},
    "watch": {Watch._meta.label: "pk", WatchLook._meta.label: "watch_id", WatchRenewal._meta.label: "watch_id"},
    "help": {Help._meta.label: "pk"},
    "survey": {
        Submission._meta.label: "pk", Answers._meta.label: "submission_id", SubmissionVersion._meta.label: "submission_id",
        Attachment._meta.label: "submission_id", EntryVersion._meta.label: "submission_id",
    },
}
CLASSES = {"talk": "local_record", "help": "local_record", "watch": "watch", "survey": "survey"}
_MODELS: Mapping[str, type[Any]] = {"talk": Talk, "watch": Watch, "help": Help, "survey": Submission}
_READ = {"talk": ("name", "story"), "watch": ("who", "why"), "help": ("name", "story")}


@dataclass(frozen=True, slots=True)
class CentreRecord:
    """A record of a family centre as far as its dates go. `keepers`: who may say whom it is about; empty: any member of the centre (a survey)."""

    kind: str
    id: UUID
    organisation: UUID
    keepers: tuple[UUID, ...]
    began: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that holds the asker's name: what it is, whose, of when."""

    kind: str
    id: UUID
    word: str
    centre: str
    when: str


def record_of(kind: str, pk: UUID) -> CentreRecord | None:
    """A record by its id; as the system."""
    model = _MODELS.get(kind)
    row = model._default_manager.filter(pk=pk).first() if model is not None else None
    if row is None or getattr(row, "forgotten_at", None) is not None:
        return None
    if kind == "survey":
        day = clock.local(row.received_at).date()
        return CentreRecord(kind, pk, row.organisation_id, (), day, day)
    here = {user for user, _name in colleagues(row.organisation_id)}
    keepers = kept_by(pk) if kind == "watch" else {row.made_by_id}
    return CentreRecord(
        kind, pk, row.organisation_id, tuple(sorted(keepers & here)), clock.local(row.made_at).date(),
        clock.local(row.ended_at).date() if row.ended_at else None,
    )


def likely(actor: Actor, *, name: str, area: str) -> tuple[Likely, ...]:
    """Records of the centres of an area (its code) that hold a word of this name, the newest first. Who is excluded from one does not learn of it."""
    words = words_of(name)
    if not words or not area.isascii() or not area.isdigit():
        return ()
    with acting(SYSTEM):
        found = [one for kind in _MODELS for one in _in(kind, area, words) if not access.excluded_subjects(one[1]) & set(actor.barred_ids)]
    return tuple(_likely(*one) for one in sorted(found, key=lambda one: one[3], reverse=True))


def holds_name(kind: str, pk: UUID, name: str) -> bool:
    """Whether a record holds a word of this name; as the system."""
    words = words_of(name)
    return any(_speaks(text, words) for text in _texts(kind, [pk]).get(pk, ()))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name by which it is looked for: without title, none too short."""
    return tuple(word for word in name_words(split_title(name).name) if len(word) >= SHORTEST)


def speaks_of(value: Any, name: str) -> bool:
    """Whether a value (text, or JSON of texts) holds a word of this name."""
    words = words_of(name)
    return any(_speaks(text, words) for text in _strings(value))


def _in(kind: str, area: str, words: Iterable[str]) -> Iterator[tuple[str, UUID, UUID, datetime]]:
    moment = "received_at" if kind == "survey" else "made_at"
    rows: QuerySet[Any] = _MODELS[kind]._default_manager.filter(area_code__startswith=area)
    if kind != "survey":
        rows = rows.filter(forgotten_at=None)
    facts = list(rows.order_by(f"-{moment}", "id").values_list("id", "organisation_id", moment)[:MOST])
    texts = _texts(kind, [pk for pk, _organisation, _at in facts])
    for pk, centre, at in facts:
        if any(_speaks(text, words) for text in texts.get(pk, ())):
            yield kind, pk, centre, at


def _texts(kind: str, pks: list[UUID]) -> dict[UUID, list[str]]:
    """What is told in each record, opened."""
    prefetch(pks)
    found: dict[UUID, list[str]] = {}
    if kind == "survey":
        for row in Answers.objects.filter(submission_id__in=pks).only("submission_id", "hidden"):
            found.setdefault(row.submission_id, []).extend(_strings(row.hidden))
        return found
    for row in _MODELS[kind]._default_manager.filter(pk__in=pks):
        found[row.pk] = [text for name in _READ[kind] if (text := getattr(row, name))]
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _speaks(text: str, words: Iterable[str]) -> bool:
    return any(contains_unspaced(text, word) for word in words)


def _likely(kind: str, pk: UUID, centre: UUID, at: datetime) -> Likely:
    lang = get_language() or "th"
    place = organisation(centre)
    return Likely(kind, pk, rules.said(rules.ROOTS, kind), place.name(lang) if place else "", clock.date_th(clock.local(at).date(), lang))
