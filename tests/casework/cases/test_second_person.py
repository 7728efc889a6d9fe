"""A held message to a reporter after triage: the manager alone knows the reporter, the head of the unit is the second person and learns nothing."""

import json
from uuid import UUID

import pytest

from prasan.casework.cases import actions as cases
from prasan.casework.intake.actions import answer_reporter, receive, write_as_reporter
from prasan.casework.intake.models import Report
from prasan.casework.triage.actions import decide, take
from prasan.ground.policy import PUBLIC, Conflict, Hidden, Refused, Section, access, system
from prasan.ground.transactions import reading, writing
from prasan.registry.contact import actions as contact
from prasan.registry.contact import jobs
from prasan.registry.contact.models import Outgoing
from prasan.registry.contact.queries import banner, outbox, outgoing
from prasan.registry.work.models import WorkItem
from prasan.registry.work.queries.rows import open_rows
from tests.casework.cases.conftest import REPORTER, make_report, open_from
from tests.world import told

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
RULE = {"channels": ["line"], "hours": None, "address": {"line": "U-buaruean"}, "note": "ห้ามให้สามีรู้ว่าเป็นคนแจ้ง", "code_word": "ข้าวหลาม"}


def asked(who, report, root) -> UUID:
    """A message to the reporter that somebody asked to let go although nobody knows the safe hours."""
    contact.set_rule(who.actor, about_kind="reporter", about_id=report, key_owner=report, rule=RULE)
    sent = contact.send(who.actor, about_kind="reporter", about_id=report, root_id=root, channel="line", text_code="when_to_call")
    contact.ask_override(who.actor, id=sent.id, reason="ศาลนัดพรุ่งนี้เช้า ต้องถามก่อน")
    return sent.id


def to_do(message: UUID, *verbs: str) -> list[tuple[str, str, UUID | None]]:
    """What is open for a message: verb, role and assignee."""
    with reading(SYSTEM):
        rows = WorkItem.objects.filter(object_id=message, done_at=None, **({"verb__in": verbs} if verbs else {}))
        return list(rows.values_list("verb", "role", "assignee_id"))


def mine(who) -> set[UUID]:
    """What a worklist leads to."""
    with reading(who.fresh()):
        return {row.object_id for row in open_rows(who.fresh(), "work.do", limit=99)}


def test_the_head_of_the_unit_lets_it_go_and_never_learns_who_it_goes_to(frozen, cast, case, report, monkeypatch):
    message = asked(cast.manager, report, case.pk)
    assert to_do(message) == [("second_message", "unit_head", None)]
    with pytest.raises(Conflict):
        contact.approve_override(cast.manager.actor, id=message)

    head = cast.client(cast.head)
    page = head.get(f"/contact/messages/{message}").content.decode()
    assert "ศาลนัดพรุ่งนี้เช้า" in page
    assert case.number in " ".join(page.replace("\u00a0", " ").split())
    with reading(cast.head.actor):
        assert outgoing(cast.head.actor, message).sealed
        assert banner(cast.head.actor, report).note == ""
    told = head.get(f"/api/v1/contact/messages/{message}")
    for text in (page, told.content.decode(), head.get("/contact/").content.decode(), head.get(f"/api/v1/contact/{report}").content.decode()):
        for secret in ("U-buaruean", "ห้ามให้สามีรู้", "ข้าวหลาม", REPORTER, "081-555-0199"):
            assert secret not in text
    assert head.get(f"/contact/{report}/code-word").status_code == 404
    assert head.get(f"/contact/reporter/{report}").status_code == 404
    with pytest.raises(Refused):
        contact.drop(cast.head.actor, id=message)

    assert head.post(f"/contact/messages/{message}/approve_override").status_code == 302
    assert head.get(f"/contact/messages/{message}").status_code == 200
    assert to_do(message) == []
    with reading(SYSTEM):
        row = Outgoing.objects.get(pk=message)
        assert (row.state, row.override_by, row.override_second) == ("waiting", cast.manager.actor.key, cast.head.actor.key)
    gone = []
    monkeypatch.setitem(jobs.CHANNELS._entries, "line", (1, lambda delivery: gone.append(delivery.address) or True))
    jobs.drain.run()
    assert gone == ["U-buaruean"]


def test_by_program_too_and_a_refusal_gives_it_back_to_the_manager(cast, case, report):
    message = asked(cast.manager, report, case.pk)
    head, path = cast.client(cast.head), f"/api/v1/contact/messages/{message}"
    shown = head.get(path).json()
    assert shown["message"]["sealed"] is True
    assert {move["name"] for move in shown["moves"] if move["open"]} == {"approve_override", "refuse_override"}
    refused = head.post(f"{path}/refuse_override", json.dumps({"version": shown["message"]["version"]}), content_type="application/json")
    assert refused.status_code == 200
    assert to_do(message) == [("held_message", "", cast.manager.user)]


def test_who_was_not_asked_sees_nothing_of_it(cast, case, report):
    cases.add_member(cast.manager.actor, case_id=case.pk, user=cast.doctor.user, sections=Section.of(["contact", "plan"]), basis="duty_child_29")
    # A head elsewhere who is in the team is not the head who was asked.
    cases.add_member(cast.manager.actor, case_id=case.pk, user=cast.outsider_head.user, sections=Section.of(["contact", "plan"]), basis="duty_child_29")
    message = asked(cast.manager, report, case.pk)
    for nobody in (cast.outsider, cast.outsider_head, cast.doctor, cast.colleague, cast.province, cast.admin):
        with pytest.raises(Hidden):
            contact.approve_override(nobody.actor, id=message)
        assert cast.client(nobody).get(f"/contact/messages/{message}").status_code == 404, nobody.key
        with reading(nobody.actor):
            assert outbox(nobody.actor) == ([], "")
        assert message not in mine(nobody)
    assert message in mine(cast.head)


def test_an_excluded_head_is_not_asked_and_decides_nothing(cast, case, report):
    cases.exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เป็นญาติกับผู้แจ้ง")
    message = asked(cast.manager, report, case.pk)
    assert message not in mine(cast.excluded)
    assert cast.client(cast.excluded).get(f"/contact/messages/{message}").status_code == 404
    for act in (contact.approve_override, contact.refuse_override):
        with pytest.raises(Hidden):
            act(cast.excluded.fresh(), id=message)
    assert message in mine(cast.head)


def test_an_excluded_head_of_the_report_alone_decides_nothing_either(cast, case, report):
    message = asked(cast.manager, report, case.pk)
    with writing(SYSTEM):
        access.exclude(SYSTEM, subject=cast.excluded.user, root=report, objects=[("report", report)], reason="เป็นญาติกับผู้แจ้ง")
    with pytest.raises(Hidden):
        contact.approve_override(cast.excluded.fresh(), id=message)


def test_what_a_desk_left_behind_is_the_managers_after_triage(cast, report):
    """The desk asks, the report becomes a case: the desk sees it no more, the manager decides and the head is the second person."""
    message = asked(cast.intake, report, report)
    take(cast.intake.actor, id=report, conflict="no")
    decide(cast.intake.actor, id=report, outcome="open", urgency=4, reason="เด็กถูกทำร้าย", name="น้องฟ้า", manager=str(cast.manager.user), basis="duty_child_29")
    assert cast.client(cast.intake).get(f"/contact/messages/{message}").status_code == 404
    assert to_do(message) == [("second_message", "unit_head", None)]
    contact.refuse_override(cast.head.fresh(), id=message)
    assert to_do(message) == [("held_message", "", cast.manager.user)]
    contact.ask_override(cast.manager.fresh(), id=message, reason="ยังต้องถาม")
    contact.approve_override(cast.head.fresh(), id=message)


def test_a_held_message_goes_with_the_report_and_is_dropped_when_nobody_may_decide(cast, report, another):
    contact.set_rule(cast.intake.actor, about_kind="reporter", about_id=report, key_owner=report, rule=RULE)
    one = contact.send(cast.intake.actor, about_kind="reporter", about_id=report, root_id=report, channel="line", text_code="thanks").id
    open_from(cast, report)
    other = another()
    contact.set_rule(cast.intake.actor, about_kind="reporter", about_id=other, key_owner=other, rule=RULE)
    two = contact.send(cast.intake.actor, about_kind="reporter", about_id=other, root_id=other, channel="line", text_code="thanks").id
    take(cast.intake.actor, id=other, conflict="no")
    decide(cast.intake.actor, id=other, outcome="advice", urgency=4, reason="บอกที่ขอความช่วยเหลือแล้ว", advised="โทร 1300")
    with reading(SYSTEM):
        assert Outgoing.objects.get(pk=two).state == "dropped"
    assert to_do(two) == []
    assert to_do(one) != []


def test_what_the_reporter_writes_is_the_managers_to_read_after_triage(cast):
    """Written before the decision and after it: the desk, which sees the report no more, has nothing to read."""
    made = receive(PUBLIC, content=told())
    with reading(SYSTEM):
        report = Report.objects.get(pk=made.report_id)
    assert report.desk_id == cast.intake.organisation
    write_as_reporter(code=made.slip.code, secret=made.slip.secret, text="เด็กยังร้องอยู่")
    assert to_do(report.pk, "read_message") == [("read_message", "intake_officer", None)]
    take(cast.intake.actor, id=report.pk, conflict="no")
    decide(cast.intake.actor, id=report.pk, outcome="open", urgency=4, reason="เด็กถูกทำร้าย", name="น้องฟ้า", manager=str(cast.manager.user),
           basis="duty_child_29")  # fmt: skip
    assert to_do(report.pk, "read_message") == [("read_message", "intake_officer", cast.manager.user)]
    assert "เด็กยังร้องอยู่" in cast.client(cast.manager).get(f"/reports/{report.pk}").content.decode()
    answer_reporter(cast.manager.fresh(), report_id=report.pk, text="มีคนไปดูแล้ว")
    assert to_do(report.pk, "read_message") == []
    write_as_reporter(code=made.slip.code, secret=made.slip.secret, text="ขอบคุณ")
    assert to_do(report.pk, "read_message") == [("read_message", "intake_officer", cast.manager.user)]
    assert "ขอบคุณ" not in cast.client(cast.intake).get(f"/reports/{report.pk}").content.decode()


def test_with_a_transfer_it_goes_to_the_new_manager_and_the_new_units_head(cast, case, report):
    message = asked(cast.manager, report, case.pk)
    transfer = cases.offer_transfer(cast.manager.actor, case_id=case.pk, to_organisation=cast.outsider.organisation, reason="ย้ายไปอยู่กับยาย")
    cases.accept_transfer(cast.outsider_head.fresh(), id=transfer, manager=cast.outsider.user)
    for gone in (cast.head, cast.manager):
        with pytest.raises(Hidden):
            contact.approve_override(gone.fresh(), id=message)
    contact.approve_override(cast.outsider_head.fresh(), id=message)


def test_the_undoing_of_a_merge_gives_held_messages_back(cast, case, report):
    """Who manages the case that the reporter came to decides on what they wrote; undone, whoever answers for the case of that report."""
    other = open_from(cast, make_report(cast, affected="น้ำฝน แสงคำ"), name="น้องฝน")
    cases.merge_case(cast.manager.actor, id=case.pk, into=other.number, reason="ครอบครัวเดียวกัน")
    offered = cases.offer_transfer(
        cast.manager.actor, case_id=other.pk, to_organisation=cast.colleague.organisation, to_user=cast.colleague.user, reason="ลาคลอด",
    )
    cases.accept_transfer(cast.colleague.actor, id=offered)
    message = asked(cast.colleague, report, other.pk)
    contact.refuse_override(cast.head.actor, id=message)
    assert to_do(message) == [("held_message", "", cast.colleague.user)]
    cases.unmerge_case(cast.manager.fresh(), id=case.pk, reason="เป็นคนละครอบครัว")
    assert to_do(message) == [("held_message", "", cast.manager.user)]
    assert message in mine(cast.manager) and message not in mine(cast.colleague)
