"""Nothing leaves outside of what was told, by whatever path; what may not leave becomes a thing to do."""

import random
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection

from prasan.ground import clock
from prasan.ground.clock import BANGKOK
from prasan.ground.policy import PUBLIC, Conflict, Hidden, Invalid, Refused, Section
from prasan.ground.policy.models import AccessRow
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint
from prasan.registry.access.models import User
from prasan.registry.contact import jobs, panels, rules
from prasan.registry.contact.actions import (
    approve_override,
    ask_override,
    claim,
    drop,
    end_rule,
    give_back,
    refuse_override,
    send,
    set_rule,
)
from prasan.registry.contact.flow import OUTGOING
from prasan.registry.contact.models import Outgoing, SafeContact
from prasan.registry.contact.queries import banner, banners, code_word, outbox, outgoing, rule_of, stuck
from prasan.registry.organisations.models import Organisation, OrganisationType
from prasan.registry.work.models import WorkItem
from tests.registry.people.actors import JOB, named, officer, show

pytestmark = pytest.mark.django_db
WORK = Section.IDENTITY | Section.CONTACT | Section.CONTRIBUTE
NINE_TO_ELEVEN = {"channels": ["phone", "line"], "hours": [["09:00", "11:00"]], "address": {"phone": "081-000-2218", "line": "U1"}, "days": []}


@pytest.fixture
def delivered(monkeypatch):
    """An adapter of LINE, SMS and e-mail that remembers when it was given what."""
    taken = []

    def take(message):
        taken.append((clock.now(), message))
        return True

    for channel in ("line", "sms", "email", "letter", "chat", "receipt"):
        monkeypatch.setitem(panels.CHANNELS._entries, channel, (1, take))
    return taken


def desk():
    kind, _ = OrganisationType.objects.get_or_create(
        code="psdhso", defaults={"name_th": "พมจ.", "name_en": "PSDHSO", "sector": "state", "level": "provincial", "state": True},
    )
    pk = uuid.uuid4()
    return Organisation.objects.create(id=pk, type=kind, name_th="พมจ.", sort_key="p", search_text="p", path=pk.hex, level="provincial", sector="state").pk


def at_a_desk():
    worker = officer(at=desk())
    User.objects.create(id=worker.user, username=str(worker.user), name="มานี", made_at=clock.now())
    return worker


def matter():
    """A person in a case, the officer who works on it, and the case's id."""
    with writing(JOB):
        root = uuid.uuid4()
        mint(root)
        person = named("วรัญญา", "ทองสุข")
    worker = at_a_desk()
    show(worker, [person], WORK)
    return worker, person, root


def told(worker, person, rule):
    return set_rule(worker, about_kind="person", about_id=person, key_owner=person, rule=rule)


def post(worker, person, root, channel="line", text="when_to_call"):
    return send(worker, about_kind="person", about_id=person, root_id=root, channel=channel, text_code=text)


def items(message):
    with reading(JOB):
        return list(WorkItem.objects.filter(object_id=message, done_at=None).values_list("verb", "facts"))


def test_inside_the_hours_it_leaves_once_with_the_next_tick(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    assert queued.state == "waiting"
    assert delivered == []
    assert jobs.drain.run() == 1
    assert jobs.drain.run() == 0
    [(_, message)] = delivered
    assert (message.address, message.text) == ("U1", "สะดวกให้โทรช่วงไหนบ้าง")
    assert "U1" not in repr(message)
    assert "สะดวก" not in repr(message)


def test_at_eight_in_the_evening_nothing_leaves_and_it_waits_for_the_morning(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T20:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    assert queued.state == "waiting"
    assert items(queued.id) == []
    jobs.drain.run()
    frozen.move_to("2026-11-22T08:59")
    jobs.drain.run()
    assert delivered == []
    frozen.move_to("2026-11-22T09:00")
    assert jobs.drain.run() == 1


def test_a_tick_that_comes_late_does_not_send_after_the_hours(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:59")
    told(worker, person, NINE_TO_ELEVEN)
    post(worker, person, root)
    frozen.move_to("2026-11-21T11:00")
    assert jobs.drain.run() == 0
    assert delivered == []


@pytest.mark.parametrize(
    ("rule", "channel", "why"),
    [
        (None, "line", "unknown"), ({}, "line", "unknown"), (NINE_TO_ELEVEN, "sms", "channel"), ({**NINE_TO_ELEVEN, "never_channels": ["sms"]}, "sms", "never"),
        ({**NINE_TO_ELEVEN, "hours": None}, "line", "unclear"), ({**NINE_TO_ELEVEN, "address": ""}, "line", "address"),
    ],
)
def test_what_is_not_allowed_is_held_as_a_thing_to_do(frozen, delivered, rule, channel, why):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    if rule is not None:
        told(worker, person, rule)
    queued = post(worker, person, root, channel)
    assert (queued.state, queued.why) == ("held", why)
    assert items(queued.id) == [("held_message", {"why": why, "channel": channel})]
    assert post(worker, person, root, channel).id == queued.id
    jobs.drain.run()
    assert delivered == []


def test_a_new_record_lets_go_what_was_held_and_a_worse_one_holds_what_waits(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T08:00")
    queued = post(worker, person, root)
    told(worker, person, NINE_TO_ELEVEN)
    assert items(queued.id) == []
    told(worker, person, {**NINE_TO_ELEVEN, "never_channels": ["line"], "channels": ["phone"]})
    assert items(queued.id) == [("held_message", {"why": "never", "channel": "line"})]
    frozen.move_to("2026-11-21T10:00")
    jobs.drain.run()
    assert delivered == []
    with reading(JOB):
        assert SafeContact.objects.filter(about_id=person, ends_at=None).count() == 1
        assert SafeContact.objects.filter(about_id=person).count() == 2


def test_ending_the_record_holds_what_waits(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T08:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    end_rule(worker, about_id=person)
    assert [why["why"] for _, why in items(queued.id)] == ["unknown"]


def test_outside_the_rule_needs_a_reason_and_a_second_person(frozen, delivered):
    worker, person, root = matter()
    second = officer()
    show(second, [person], WORK)
    frozen.move_to("2026-11-21T20:00")
    told(worker, person, {**NINE_TO_ELEVEN, "hours": None})
    queued = post(worker, person, root)
    with pytest.raises(Invalid):
        OUTGOING.make(worker, "ask_override", id=queued.id)
    ask_override(worker, id=queued.id, reason="ศาลเลื่อนเวลา ต้องบอกวันนี้")
    with pytest.raises(Conflict):
        approve_override(worker, id=queued.id)
    jobs.drain.run()
    assert delivered == []
    approve_override(second, id=queued.id)
    assert items(queued.id) == []
    assert jobs.drain.run() == 1


def test_a_message_that_waits_for_its_hours_can_be_overridden(frozen, delivered):
    worker, person, root = matter()
    second = officer()
    show(second, [person], WORK)
    frozen.move_to("2026-11-21T20:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    assert (queued.state, queued.why) == ("waiting", "hours")
    ask_override(worker, id=queued.id, reason="ศาลเลื่อนเวลา ต้องบอกคืนนี้")
    with reading(second):
        assert outgoing(second, queued.id).reason == "ศาลเลื่อนเวลา ต้องบอกคืนนี้"
        assert [row.reason for row in outbox(second)[0]] == [""]
    approve_override(second, id=queued.id)
    assert jobs.drain.run() == 1


def test_nothing_is_overridden_where_nothing_stands_in_the_way(frozen):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    with reading(worker):
        offers = {offer.move.name: offer for offer in outgoing(worker, queued.id).offers}
    assert [obstacle.code for obstacle in offers["ask_override"].obstacles] == ["state"]


def test_an_override_falls_with_the_record_that_it_was_made_for(frozen, delivered):
    worker, person, root = matter()
    second = officer()
    show(second, [person], WORK)
    frozen.move_to("2026-11-21T20:00")
    told(worker, person, {**NINE_TO_ELEVEN, "hours": None})
    queued = post(worker, person, root)
    ask_override(worker, id=queued.id, reason="ต้องบอกวันนี้")
    approve_override(second, id=queued.id)
    told(worker, person, {**NINE_TO_ELEVEN, "hours": None, "say": "ร้านขนม"})
    jobs.drain.run()
    assert delivered == []
    with reading(worker):
        assert outgoing(worker, queued.id).state == "held"


@pytest.mark.parametrize("rule", [None, {**NINE_TO_ELEVEN, "never_channels": ["sms"]}])
def test_never_and_unknown_are_not_overridden(frozen, delivered, rule):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    if rule:
        told(worker, person, rule)
    queued = post(worker, person, root, "sms")
    with pytest.raises(Conflict):
        ask_override(worker, id=queued.id, reason="ต้องบอกวันนี้")
    with reading(worker):
        assert [offer.move.name for offer in outgoing(worker, queued.id).offers if offer.open] == ["drop"]
    drop(worker, id=queued.id)
    assert items(queued.id) == []


def test_two_persons_cannot_send_to_nowhere(frozen, delivered):
    """A channel that was not told to be safe may have no address: then there is nothing to override."""
    worker, person, root = matter()
    told(worker, person, {**NINE_TO_ELEVEN, "channels": ["phone"], "address": {"phone": "081-000-2218"}})
    message = post(worker, person, root, "email").id
    with pytest.raises(Conflict):
        ask_override(worker, id=message, reason="จำเป็น")
    jobs.drain.run()
    assert delivered == []


def test_a_refused_override_is_held_again(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, {**NINE_TO_ELEVEN, "hours": None})
    queued = post(worker, person, root)
    ask_override(worker, id=queued.id, reason="ต้องบอกวันนี้")
    refuse_override(worker, id=queued.id)
    with reading(worker):
        assert outgoing(worker, queued.id).state == "held"
        assert outgoing(worker, queued.id).why_th == rules.WHY["unclear"]


def test_without_an_adapter_it_comes_back_and_a_refusing_one_too(frozen, monkeypatch, caplog):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    jobs.drain.run()
    assert [why["why"] for _, why in items(queued.id)] == ["adapter"]

    def breaks(message):
        raise OSError(message.address + message.text)

    monkeypatch.setitem(panels.CHANNELS._entries, "line", (1, breaks))
    other = post(worker, person, root, text="thanks")
    jobs.drain.run()
    assert [why["why"] for _, why in items(other.id)] == ["refused"]
    assert "U1" not in caplog.text
    assert "ขอบคุณ" not in caplog.text


def test_what_was_cut_off_is_never_sent_a_second_time(frozen, delivered):
    worker, person, root = matter()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    assert claim(JOB, id=queued.id) is not None
    assert claim(JOB, id=queued.id) is None
    frozen.advance(minutes=11)
    with reading(JOB):
        assert stuck(JOB) == [queued.id]
    jobs.drain.run()
    assert delivered == []
    assert [why["why"] for _, why in items(queued.id)] == ["cut_off"]
    give_back(JOB, id=queued.id, why="cut_off")  # already back: nothing happens


def test_the_one_accountable_gets_the_held_message(frozen):
    worker, person, root = matter()
    manager = at_a_desk()
    with writing(JOB):
        AccessRow.objects.create(
            subject_id=manager.posts[0].organisation, role="intake_officer", object_kind="case", object_id=root, sections=int(Section.MANAGE),
            starts_at=clock.now(), basis="duty", cause_kind="case", cause_id=root, given_by="system:test",
        )
    queued = post(worker, person, root)
    with reading(JOB):
        assert WorkItem.objects.get(object_id=queued.id).organisation_id == manager.posts[0].organisation


def test_the_outsider_sends_nothing_changes_nothing_and_learns_nothing(frozen, delivered):
    worker, person, root = matter()
    outsider = at_a_desk()
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, {**NINE_TO_ELEVEN, "code_word": "ขนมที่สั่งจะรับวันไหน", "note": "เขาเฝ้าหน้าตึก"})
    queued = post(worker, person, root)
    for act in (
        lambda: post(outsider, person, root), lambda: post(outsider, person, root, "sms"), lambda: told(outsider, person, {}),
        lambda: told(outsider, uuid.uuid4(), NINE_TO_ELEVEN), lambda: end_rule(outsider, about_id=person), lambda: drop(outsider, id=queued.id),
        lambda: set_rule(PUBLIC, about_kind="person", about_id=person, key_owner=person, rule={}),
    ):
        with pytest.raises((Hidden, KeyError, Exception)) as refused:
            act()
        assert "ขนม" not in str(refused.value)
    with reading(outsider):
        known, unknown = banner(outsider, person), banner(outsider, uuid.uuid4())
        assert (known.state, known.why, known.call, known.note, known.has_code_word) == ("stop", "unknown", "", "", False)
        assert (unknown.state, unknown.why) == (known.state, known.why)
        assert outbox(outsider) == ([], "")
        assert rule_of(outsider, person) is None
        with pytest.raises(Hidden):
            code_word(outsider, person)
        with pytest.raises(Hidden):
            outgoing(outsider, queued.id)
    with reading(worker):
        assert banner(worker, person).state == "go"


def test_to_look_is_not_to_send(frozen, delivered):
    worker, person, root = matter()
    reader = at_a_desk()
    show(reader, [person], Section.IDENTITY | Section.CONTACT)
    frozen.move_to("2026-11-21T10:00")
    told(worker, person, NINE_TO_ELEVEN)
    queued = post(worker, person, root)
    with pytest.raises(Hidden):
        post(reader, person, root)
    with pytest.raises(Refused):
        drop(reader, id=queued.id)
    with reading(reader):
        assert banner(reader, person).call == "+66810002218"


def test_contact_with_the_affected_person_is_not_contact_with_the_reporter(frozen):
    team, manager = officer(), officer()
    report = uuid.uuid4()
    with writing(JOB):
        mint(report)
        for who, sections in ((team, Section.CONTACT | Section.CONTRIBUTE), (manager, Section.everything())):
            AccessRow.objects.create(
                subject_id=who.user, object_kind="report", object_id=report, sections=int(sections), starts_at=clock.now(), basis="duty",
                cause_kind="report", cause_id=report, given_by="system:test",
            )
    set_rule(PUBLIC, about_kind="reporter", about_id=report, key_owner=report, rule={**NINE_TO_ELEVEN, "note": "ครูที่โรงเรียน"})
    frozen.move_to("2026-11-21T10:00")
    with reading(team):
        assert banner(team, report).note == ""
    with reading(manager):
        assert banner(manager, report).note == "ครูที่โรงเรียน"


def test_the_call_is_there_only_inside_the_hours(frozen):
    worker, person, _ = matter()
    told(worker, person, {**NINE_TO_ELEVEN, "never": "LINE หลังเที่ยง"})
    for moment, state, call in (("08:00", "wait", ""), ("10:00", "go", "tel:+66810002218"), ("11:00", "wait", "")):
        frozen.move_to(f"2026-11-21T{moment}")
        with reading(worker):
            drawn = panels.safe_contact(worker, person, code_word_href="/x")
        assert (drawn.state, drawn.call, drawn.never, drawn.code_word) == (state, call, "LINE หลังเที่ยง", "")
    with reading(worker):
        assert banners(worker, [person, person]).keys() == {person}


def test_the_code_word_is_opened_on_request_and_written_down(frozen):
    from prasan.ground.audit.models import AuditRow

    worker, person, _ = matter()
    told(worker, person, {**NINE_TO_ELEVEN, "code_word": "ขนมที่สั่งจะรับวันไหน"})
    with reading(worker):
        assert rule_of(worker, person).rule.get("code_word") is None
    with reading(worker):
        assert code_word(worker, person)[0] == "ขนมที่สั่งจะรับวันไหน"
    assert AuditRow.objects.filter(actor=worker.key, verb="open_code_word", root_id=str(person)).count() == 1


def test_no_path_sends_outside_the_rule(frozen, delivered):
    """Rules, times, channels and the acts of officers at random: whatever is delivered was allowed at that very moment."""
    chance = random.Random(20690)  # noqa: S311 - a test's dice
    with writing(JOB):
        root = uuid.uuid4()
        mint(root)
        people = [named(f"คน{n}") for n in range(40)]
    worker, second = at_a_desk(), officer()
    for who in (worker, second):
        show(who, people, WORK)
    in_force, tried, checked = {}, 0, 0
    rounds = 200 if connection.vendor == "sqlite" else 15  # one transaction of so many writes is slow on PostgreSQL
    for step in range(rounds):
        frozen.move_to(datetime(2026, 11, 23, tzinfo=BANGKOK) + timedelta(minutes=chance.randrange(7 * 24 * 60)))
        for _ in range(10):
            person, channel = chance.choice(people), chance.choice(sorted(rules.WRITTEN))
            if person not in in_force or chance.random() < 0.25:
                in_force[person] = a_rule(chance)
                told(JOB, person, in_force[person])
            post(worker if tried % 8 == 0 else JOB, person, root, channel, chance.choice(("thanks", "on_the_way")))
            tried += 1
        jobs.drain.run()
        for moment, message in delivered[checked:]:
            assert rules.verdict(in_force[message.about_id], message.channel, moment).state == "go"
        checked = len(delivered)
        if step % 5 == 0:
            _decide_something(chance, worker, second)
            with reading(JOB):
                overridden = {row.pk for row in Outgoing.objects.filter(state="waiting").exclude(override_second="")}
            jobs.drain.run()
            for moment, message in delivered[checked:]:
                found = rules.verdict(in_force[message.about_id], message.channel, moment)
                assert found.state == "go" or (message.id in overridden and found.why not in ("never", "unknown"))
            checked = len(delivered)
    assert tried == 10 * rounds
    assert len(delivered) > rounds


def a_rule(chance):
    def moment():
        return f"{chance.randrange(24):02}:{chance.choice((0, 15, 30)):02}"

    channels = chance.sample(sorted(rules.CHANNELS), chance.randrange(5))
    never = [code for code in chance.sample(sorted(rules.CHANNELS), chance.randrange(3)) if code not in channels]
    hours = chance.choice((None, [], [[moment(), "23:59"]], [["22:00", "03:00"]], [["00:00", moment()], ["12:00", "12:05"]]))
    if hours and any(begins == ends for begins, ends in hours):
        hours = []
    return {
        "channels": channels, "never_channels": never, "hours": hours, "days": chance.sample(range(7), chance.randrange(4)),
        "address": {"sms": "0810002218", "line": "U1", "email": "a@example.org", "chat": "c", "letter": chance.choice(("", "ตู้ ปณ. 1"))},
    }


def _decide_something(chance, worker, second):
    with reading(JOB):
        held = list(Outgoing.objects.filter(state__in=["held", "waiting"]).values_list("id", flat=True)[:20])
    for message in chance.sample(held, min(4, len(held))):
        try:
            ask_override(worker, id=message, reason="จำเป็น")
            chance.choice((approve_override, refuse_override))(second, id=message)
        except Conflict:
            continue
