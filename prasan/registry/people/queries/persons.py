"""Persons by id: each field only in the section in which the reader holds it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as say

from prasan.ground import clock
from prasan.ground.clock import Language
from prasan.ground.policy import Actor, Hidden, Section
from prasan.ground.policy.prepared import ANYBODY, fetch_models, fetch_together
from prasan.ground.policy.scope import rows_with_sections, scope
from prasan.ground.thai import read_person_number, read_phone
from prasan.ground.vault import prefetch
from prasan.registry.areas.queries import name_line
from prasan.registry.people import rules
from prasan.registry.people.models import Person, PersonAddress, PersonName, PersonNumber, PersonPhone

NAME_ORDER = list(rules.NAME_KINDS)


@dataclass(frozen=True, slots=True)
class NameView:
    """One name, as written, with its kind in words and its parts for editing."""

    kind: str
    kind_th: str
    text: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NumberView:
    """An identity number: whole, and masked for lists. `warnings` are sentences; they never stop anything."""

    kind: str
    kind_th: str
    shown: str
    masked: str
    value: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A telephone. It is shown, never linked: whether it may ring is for the safe-contact banner to say."""

    shown: str
    whose: str
    value: str


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address in one line; `visit` says in words whether one may go there."""

    kind: str
    kind_th: str
    line: str
    area: str
    safe_to_visit: str
    visit: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as this reader may see it; what is sealed is empty, and `sections` says which parts are not.

    `name` is the first of the registered, told, other names; "" when there is none or it is sealed. `same`: ids of records that are
    this person as well and that the reader may see.
    """

    id: UUID
    version: int
    sections: Section
    name: str = ""
    names: tuple[NameView, ...] = ()
    sex: str = ""
    sex_th: str = ""
    birth: str = ""
    birth_text: str = ""
    birth_doubtful: bool = False
    age_text: str = ""
    speaks: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    interpreter: Mapping[str, Any] | None = None
    needs: tuple[str, ...] = ()
    disability: tuple[str, ...] = ()
    facts: Mapping[str, Any] | None = None
    numbers: tuple[NumberView, ...] = ()
    phones: tuple[PhoneView, ...] = ()
    addresses: tuple[AddressView, ...] = ()
    merged_into: UUID | None = None
    same: tuple[UUID, ...] = ()

    @property
    def sealed_name(self) -> bool:
        """Whether the name is not for this reader."""
        return Section.IDENTITY not in self.sections

    @property
    def nickname(self) -> str:
        """The name by which people know somebody."""
        return next((name.text for name in self.names if name.kind == "nickname"), "")


def persons(actor: Actor, ids: Iterable[UUID], *, full: bool = False, lang: Language = "th") -> dict[UUID, PersonView]:
    """The persons among `ids` that the actor may see, by id: names and facts; with `full` numbers, phones and addresses too.

    3 queries, however many persons. Nothing is written to the audit log: the page that shows them does that.
    """
    seen = rows_with_sections(actor, "person.see", Person, ids)
    if not seen:
        return {}
    rows, sections = [row for row, _held in seen], {row.pk: held for row, held in seen}
    prefetch(sections)
    named = [pk for pk, held in sections.items() if Section.IDENTITY in held]
    numbers: Mapping[UUID, list[Any]] = {}
    phones: Mapping[UUID, list[Any]] = {}
    addresses: Mapping[UUID, list[Any]] = {}
    if full:
        reached = [pk for pk, held in sections.items() if Section.CONTACT in held]
        lives = [pk for pk, held in sections.items() if held & (Section.CONTACT | Section.SHELTER)]
        names, numbers, phones, addresses = _all_by_person(named, reached, lives)
    else:
        names = _by_person(PersonName, named)
    together: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        if row.merged_into_id:
            together[row.merged_into_id] |= {row.pk, row.merged_into_id}
    views = {}
    for row in rows:
        held = sections[row.pk]
        same = together.get(row.merged_into_id or row.pk, set()) - {row.pk}
        views[row.pk] = _view(
            row, held, names.get(row.pk, []), numbers.get(row.pk, []), phones.get(row.pk, []), addresses.get(row.pk, []),
            tuple(sorted(same & sections.keys())), lang,
        )
    return views


def person(actor: Actor, id: UUID, *, lang: Language = "th") -> PersonView:  # noqa: A002
    """One person in full. Raises Hidden when it is unknown or out of scope."""
    found = persons(actor, [id], full=True, lang=lang).get(id)
    if found is None:
        raise Hidden("person", id)
    return found


def may_change(actor: Actor, id: UUID) -> bool:  # noqa: A002
    """Whether the actor may change this person."""
    return scope(actor, "person.change", Person).filter(pk=id).exists()


def _of_these(model: Any, _actor: Actor, ids: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = model.objects.filter(person_id__in=ids)
    return rows


def _by_person(model: Any, ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    if ids:
        for row in fetch_models(("of persons", model), partial(_of_these, model), ANYBODY, ids=tuple(ids)):
            found[row.person_id].append(row)
    return found


def _all_by_person(named: list[UUID], reached: list[UUID], lives: list[UUID]) -> list[dict[UUID, list[Any]]]:
    """Names, numbers, telephones and addresses of those of whom each may be read, in one statement."""
    asked = [(PersonName, named), (PersonNumber, named), (PersonPhone, reached), (PersonAddress, lives)]

    def build(_actor: Actor, **ids: tuple[UUID, ...]) -> list[QuerySet[Any, Any]]:
        return [_of_these(model, _actor, ids.get(f"n{number}", ())) for number, (model, _ids) in enumerate(asked)]

    values = {f"n{number}": tuple(ids) for number, (_model, ids) in enumerate(asked) if ids}
    found: list[dict[UUID, list[Any]]] = []
    for rows in fetch_together(("all of persons", tuple(values)), build, ANYBODY, **values):
        each: dict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            each[row.person_id].append(row)
        found.append(each)
    return found


def _view(
    row: Person, held: Section, names: list[PersonName], numbers: list[PersonNumber], phones: list[PersonPhone],
    addresses: list[PersonAddress], same: tuple[UUID, ...], lang: Language,
) -> PersonView:
    facts = rules.visible_facts(row.facts, held)
    told = {**facts, "birth": (row.facts or {}).get("birth")}  # the age shows without the birth date
    birth = rules.birth_of(facts)
    shown = tuple(sorted(map(name_view, names), key=lambda name: (NAME_ORDER.index(name.kind), name.text)))
    return PersonView(
        id=row.pk, version=row.version, sections=held, name=next((name.text for name in shown if name.text), ""), names=shown,
        sex=str(facts.get("sex") or ""), sex_th=_word(rules.SEXES, facts.get("sex")), birth=birth.iso if birth else "",
        birth_text=birth.text(lang) if birth else "", birth_doubtful=bool(facts.get("birth_doubtful")),
        age_text=rules.age_text(told, clock.today(), lang), speaks=_words(facts, "speaks", rules.LANGUAGES),
        reads=_words(facts, "reads", rules.SCRIPTS), signs=_words(facts, "signs", rules.SIGNS), interpreter=facts.get("interpreter"),
        needs=_words(facts, "needs", rules.NEEDS), disability=_words(facts, "disability", rules.DISABILITIES), facts=facts,
        numbers=tuple(_number_view(number) for number in numbers), phones=tuple(_phone_view(phone) for phone in phones),
        addresses=tuple(
            address_view(address, lang) for address in addresses
            if (Section.SHELTER if address.kind == "safe" else Section.CONTACT) in held
        ),
        merged_into=row.merged_into_id if row.merged_into_id in same else None, same=same,
    )


def name_view(row: PersonName) -> NameView:
    """A stored name as a value."""
    return NameView(row.kind, say(rules.NAME_KINDS[row.kind]), rules.written(row.parts), dict(row.parts or {}))


def _number_view(row: PersonNumber) -> NumberView:
    read = read_person_number(row.number or "", row.kind if row.kind in rules.NUMBER_KINDS else None)  # type: ignore[arg-type]
    return NumberView(
        row.kind, say(rules.NUMBER_KINDS.get(row.kind, row.kind)), read.shown, read.masked, read.value,
        tuple(say(rules.NUMBER_DOUBTS[doubt]) for doubt in read.warnings) if read.value else (),
    )


def _phone_view(row: PersonPhone) -> PhoneView:
    read = read_phone(row.number or "")
    return PhoneView(read.shown, row.whose or "", read.value)


def address_view(row: PersonAddress, lang: Language) -> AddressView:
    """A stored address as a value."""
    parts = dict(row.parts or {})
    words = [f"{say(rules.ADDRESS_PARTS[part])} {parts[part]}" for part in rules.ADDRESS_PARTS if parts.get(part) and part not in ("house", "postal")]
    area = name_line(parts.get("area", ""), lang) if parts.get("area") else ""
    line = " ".join(filter(None, (parts.get("house", ""), *words, area, parts.get("postal", ""), parts.get("words", ""))))
    return AddressView(
        row.kind, say(rules.ADDRESS_KINDS[row.kind]), line, parts.get("area", ""), row.safe_to_visit, say(rules.VISITS[row.safe_to_visit]), parts,
    )


def _words(facts: Mapping[str, Any], name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_word(known, code) for code in facts.get(name) or ())


def _word(known: Mapping[str, str], code: object) -> str:
    text = known.get(str(code), "") or (str(code) if code else "")
    return say(text) if text else ""
