"""By every path, at any moment, whatever was told before and told anew: what leaves was allowed at that minute, or two persons let it go."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import transaction

from prasan.ground.clock import BANGKOK, Frozen, local, now
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, Stale
from prasan.ground.transactions import reading
from prasan.registry.contact import jobs, panels, rules
from prasan.registry.contact.actions import (
    approve_override,
    ask_override,
    end_rule,
    gate,
    leaving,
    send,
    sending,
    set_rule,
)
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing
from prasan.registry.work.models import WorkItem
from tests.assurance.contact.judge import may_leave, overridable
from tests.assurance.result import Result, count, seed
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast
from tests.registry.people.actors import JOB, named, show

pytestmark = pytest.mark.django_db
TRIES = count("P4-contact", 250)
NO = (Conflict, Hidden, Invalid, Refused, Stale)
WORK = Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE
WORDS = {word for texts in rules.TEXTS.values() for word in texts}
TELLING = ("พมจ", "ศรส", "1300", "เคส", "ความรุนแรง", "http", "case", "violence", "ministry", "กระทรวง")


@dataclass
class Office:
    """Two who work on the same people, one who only looks, an outsider; what was told of whom; what left, and when."""

    cast: Cast
    frozen: Frozen
    chance: random.Random
    root: UUID
    people: list[UUID] = field(default_factory=list)
    told: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    by_two: dict[UUID, dict[str, Any]] = field(default_factory=dict)  # message: what was told when two persons let it go
    left: list[tuple[datetime, Any]] = field(default_factory=list)
    clients: dict[str, Any] = field(default_factory=dict)


def a_rule(chance: random.Random) -> dict[str, Any]:
    """What somebody may have told: often little."""
    def moment() -> str:
        return f"{chance.randrange(24):02}:{chance.choice((0, 15, 30)):02}"

    channels = chance.sample(sorted(rules.CHANNELS), chance.randrange(6))
    hours = chance.choice((None, [], [[moment(), "23:59"]], [["22:00", "03:00"]], [["00:00", moment()], ["12:00", "12:05"]], [["08:00", "17:00"]]))
    if hours and any(begins == ends for begins, ends in hours):
        hours = []
    addresses = {"sms": "0810002218", "line": "U1", "email": "a@example.org", "chat": "c", "letter": chance.choice(("", "ตู้ ปณ. 1"))}
    return {} if chance.random() < 0.1 else {
        "channels": channels, "never_channels": [code for code in chance.sample(sorted(rules.CHANNELS), chance.randrange(3)) if code not in channels],
        "hours": hours, "days": chance.sample(range(7), chance.randrange(4)), "address": addresses if chance.random() < 0.9 else {},
    }


def by_action(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """A chapter, or a job of the house."""
    actor = JOB if who == "job" else getattr(office.cast, who).actor
    send(actor, about_kind="person", about_id=person, root_id=office.root, channel=channel, text_code=text)


def by_page(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """The form of the page."""
    if who != "job":
        office.clients[who].post(f"/contact/person/{person}/{office.root}/send", {"channel": channel, "text_code": text})


def by_program(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """The API."""
    if who != "job":
        body = {"channel": channel, "text_code": text, "root_id": str(office.root)}
        office.clients[who].post(f"/api/v1/contact/person/{person}/send", json.dumps(body), content_type="application/json")


def by_claim(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """Somebody claims what lies in the outbox, whether its time has come or not."""
    by_action(office, "job", person, channel, text)
    with reading(JOB):
        known = Outgoing.objects.filter(about_id=person, channel=channel, state__in=["held", "asked", "waiting"]).values_list("pk", flat=True)[:1]
    for message in list(known):
        delivery = leaving.claim(JOB, id=message)
        if delivery is not None:
            office.left.append((now(), delivery))
            leaving.sent(JOB, id=message)


def by_moves(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """Every move of what is held, by one person alone."""
    by_action(office, "job", person, channel, text)
    with reading(JOB):
        known = list(Outgoing.objects.filter(about_id=person, channel=channel).values_list("pk", flat=True)[:2])
    actor = office.cast.manager.actor if who == "job" else getattr(office.cast, who).actor
    for message in known:
        for move in office.chance.sample(sorted(OUTGOING.moves), 4):
            try:
                with transaction.atomic():
                    OUTGOING.make(actor, move, id=message, **({"reason": "จำเป็น"} if move == "ask_override" else {}))
            except (*NO, KeyError, TypeError):
                continue


def by_two(office: Office, who: str, person: UUID, channel: str, text: str) -> None:
    """Asked for with a reason by one, approved by another."""
    by_action(office, "job", person, channel, text)
    with reading(JOB):
        held = list(Outgoing.objects.filter(about_id=person, channel=channel, state__in=["held", "waiting"]).values_list("pk", flat=True)[:1])
    for message in held:
        ask_override(office.cast.manager.actor, id=message, reason="ต้องเตือนเดี๋ยวนี้")
        approve_override(office.cast.colleague.actor, id=message)
        office.by_two[message] = office.told.get(person, {})


PATHS: tuple[Callable[..., None], ...] = (by_action, by_action, by_page, by_program, by_claim, by_moves, by_two)


def attempts(cast: Cast, frozen: Frozen, result: Result, tries: int) -> None:
    """So many attempts, and after each few a look at what left."""
    office = Office(cast, frozen, random.Random(result.seed), open_from(cast, make_report(cast)).pk)  # noqa: S311 - can be repeated
    office.people = [named(f"คน{n}") for n in range(25)]
    for key, sections in (("manager", WORK), ("colleague", WORK), ("doctor", Section.IDENTITY | Section.CONTACT)):
        show(getattr(cast, key).actor, office.people, sections)
    office.clients = {key: cast.client(getattr(cast, key)) for key in ("manager", "colleague", "doctor", "outsider")}

    def take(message: Any) -> bool:
        office.left.append((now(), message))
        return True

    with patch.object(panels.CHANNELS, "_entries", dict.fromkeys(rules.CHANNELS, (1, take))):
        while result.tried < tries and not result.failed:
            _some(office, result)


def _some(office: Office, result: Result) -> None:
    office.frozen.move_to(datetime(2026, 11, 23, tzinfo=BANGKOK) + timedelta(minutes=office.chance.randrange(7 * 24 * 60)))
    for key in office.clients:  # a session ends by itself after so many hours
        office.clients[key] = office.cast.client(getattr(office.cast, key))
    for _ in range(10):
        person, channel, chance = office.chance.choice(office.people), office.chance.choice(sorted(rules.WRITTEN)), office.chance
        if chance.random() < 0.25:
            _tell(office, person)
        before = len(office.left)
        try:
            with transaction.atomic():
                chance.choice(PATHS)(office, chance.choice(("manager", "colleague", "doctor", "outsider", "job", "job")), person, channel,
                                     chance.choice(sorted(rules.TEXTS)))
        except NO:
            pass
        _judge(office, result, before)
        if chance.random() < 0.3:
            _tell(office, person)  # what was told changes between the asking and the leaving
    before = len(office.left)
    jobs.drain.run()
    _judge(office, result, before)
    _silence_is_a_thing_to_do(result)


def _tell(office: Office, person: UUID) -> None:
    if office.chance.random() < 0.15 and office.told.get(person):
        end_rule(JOB, about_id=person)
        office.told[person] = {}
    else:
        office.told[person] = a_rule(office.chance)
        set_rule(JOB, about_kind="person", about_id=person, key_owner=person, rule=office.told[person])


def _judge(office: Office, result: Result, before: int) -> None:
    result.compare(True, "")  # an attempt of which nothing left
    for at, message in office.left[before:]:
        rule = office.told.get(message.about_id)
        two = message.id in office.by_two and office.by_two[message.id] is rule and overridable(rule, message.channel)
        result.compare(may_leave(rule, message.channel, local(at)) or two, f"left outside the rule: {message.channel} at {local(at)} by {rule}")
        result.compare(message.text in WORDS and not any(word in message.text for word in TELLING), "words that tell something left")
        result.met("two" if two else "left")


def _silence_is_a_thing_to_do(result: Result) -> None:
    with reading(JOB):
        held = set(Outgoing.objects.filter(state="held").values_list("pk", flat=True))
        asked = set(WorkItem.objects.filter(object_kind="outgoing", verb=gate.HELD, done_at=None).values_list("object_id", flat=True))
    result.compare(held == asked, f"held without anybody who must decide, or the other way round: {held ^ asked}")


# -- faults that must be seen ---------------------------------------------------------------------------------------------


@contextmanager
def judged_as(change: Callable[[Any, str, Any], Any]) -> Iterator[None]:
    """The gate judges otherwise, when a message is made and when it is claimed."""
    with patch.object(sending, "judged", change), patch.object(leaving, "judged", change):
        yield


def unknown_is_allowed() -> Any:
    """Somebody of whom nothing is known is reached."""
    usual = gate.judged
    return judged_as(lambda record, channel, at: usual(record, channel, at) if record is not None and record.rule else rules.Verdict("go"))


def hours_are_not_looked_at() -> Any:
    """A safe channel is safe at any hour."""
    usual = gate.judged

    def change(record: Any, channel: str, at: datetime) -> Any:
        found = usual(record, channel, at)
        return rules.Verdict("go") if found.state == "wait" else found

    return judged_as(change)


@contextmanager
def forbidden_channels_are_forgotten() -> Iterator[None]:
    """What was told never to use is looked for among the safe ways only."""
    usual = rules._shut
    with patch.object(rules, "_shut", lambda rule, channel: "" if usual(rule, channel) in {"never", "channel"} else usual(rule, channel)):
        yield


@contextmanager
def days_are_forgotten() -> Iterator[None]:
    """Every day is like the days that were told."""
    with patch.object(rules, "_days", lambda days: frozenset(range(7))):
        yield


@contextmanager
def the_gate_is_not_asked_again() -> Iterator[None]:
    """What was let into the outbox leaves, whatever has been told since."""
    with patch.object(leaving, "judged", lambda record, channel, at: rules.Verdict("go" if record is not None else "stop", "")):
        yield


@contextmanager
def an_override_outlives_its_record() -> Iterator[None]:
    """Two persons decided on one record; it holds for the next one too."""
    with patch.object(leaving, "overridden", lambda row, record, found: bool(row.override_by) and record is not None):
        yield


@contextmanager
def one_person_is_enough() -> Iterator[None]:
    """Who asks has decided."""
    with patch.object(leaving, "overridden", lambda row, record, found: record is not None and found.why != "never"):
        yield


@contextmanager
def held_is_forgotten() -> Iterator[None]:
    """What may not leave lies in the outbox and nobody learns it."""
    with patch.object(gate, "ask_somebody", lambda row: None), patch.object(sending, "ask_somebody", lambda row: None):
        yield


FAULTS: dict[str, Callable[[], Any]] = {one.__name__.replace("_", " "): one for one in (
    unknown_is_allowed, hours_are_not_looked_at, forbidden_channels_are_forgotten, days_are_forgotten, the_gate_is_not_asked_again,
    an_override_outlives_its_record, one_person_is_enough, held_is_forgotten,
)}  # fmt: skip


def falls(cast: Cast, frozen: Frozen, fault: Callable[[], Any]) -> bool:
    """Whether something is noticed with the fault in place."""
    noticed = Result("P4-contact", seed())
    with fault(), transaction.atomic():
        try:
            attempts(cast, frozen, noticed, 2000)
        except AssertionError:  # the house itself refuses to go on
            noticed.compare(False, fault.__name__)
        transaction.set_rollback(True)
    return bool(noticed.failed)


def test_nothing_leaves_outside_of_what_was_told(cast: Cast, frozen: Frozen) -> None:
    result = Result("P4-contact", seed())
    with transaction.atomic():
        attempts(cast, frozen, result, TRIES)
        transaction.set_rollback(True)
    for name, fault in FAULTS.items() if count("P4-contact", 0) else list(FAULTS.items())[:3]:
        result.plant(name, lambda fault=fault: falls(cast, frozen, fault))  # type: ignore[misc]
    result.settle()
    assert result.found.get("left"), "nothing ever left: the check was idle"
