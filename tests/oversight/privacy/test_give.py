"""What is given on request: all of one's own, nothing of others; with identities two persons agree, who see counts; it leaves noted, for seven days."""

import json

import pytest
from django.apps import apps

from prasan.casework.cases.actions import exclude_from_case, write_note
from prasan.ground.audit.models import AuditRow
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.models import AccessRow
from prasan.ground.transactions import reading, writing
from prasan.ground.vault.processing import holdings
from prasan.oversight.privacy import actions, queries, rules
from prasan.oversight.privacy.queries.document import document
from prasan.oversight.privacy.queries.giving import OF_RECORD, TOLD, given_on
from prasan.oversight.privacy.rules import Needles, redacted
from prasan.registry.people.models import PersonAddress, PersonPhone
from tests.casework.cases.conftest import REPORTER, STORY
from tests.oversight.privacy.conftest import SYSTEM, export_now, located, party, request_now
from tests.world import world

__all__ = ["world"]

pytestmark = pytest.mark.django_db
SAFE = "บ้านพักเลขที่ 77 ซอยสงบ"
OTHERS = ("สมพงษ์", "ใจร้อน", "บุญเรือน", "081-555-0199", "0815550199")


def told(given):
    """Everything that leaves, as one text."""
    return json.dumps(document(given), ensure_ascii=False)


def person_of(case):
    person = party(case.pk, "affected")
    with writing(SYSTEM):
        PersonPhone(person_id=person, number="0823334444", whose="ของสมพงษ์", token=b"", token_version=1).save(force_insert=True)
        PersonAddress(person_id=person, kind="safe", parts={"words": SAFE}).save(force_insert=True)
        PersonAddress(person_id=person, kind="living", parts={"house": "12/3"}).save(force_insert=True)
    return person


def test_the_affected_person_is_given_the_own_record_and_nothing_of_others(frozen, cast, case):
    person_of(case)
    write_note(cast.manager.actor, case_id=case.pk, kind="counselling", text="ฝันร้ายถึงสมพงษ์", summary="คุยเรื่องการนอน")
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เป็นญาติของผู้ถูกกล่าวหา")
    write_note(cast.manager.actor, case_id=case.pk, kind="note", text="ทวี ถูกกันออก มาถามหา")
    text = told(given_on(request_now(located(cast, case.pk)), identities=True))
    for own in ("ฟ้าใส", "แสงคำ", "0823334444", "12/3", "น้องฟ้า", "คุยเรื่องการนอน", "ฟ้าใสเล่าว่า"):
        assert own in text, own
    for others in (*OTHERS, REPORTER, STORY, SAFE, "ฝันร้าย", "ของสมพงษ์", "เป็นญาติของ", "ถูกกันออก", "ทวี"):
        assert others not in text, others
    assert "[ปกปิด]" in text


def test_every_personal_column_is_given_or_named_with_its_reason(frozen, cast, case):
    person_of(case)
    given = given_on(request_now(located(cast, case.pk)), identities=True)
    wanted = {(one.label, one.column) for one in holdings() if one.retention in OF_RECORD and not one.label.startswith("privacy.")}
    assert given.columns == wanted
    kept = {(one.label, one.column) for one in given.kept}
    for one in holdings():
        if (one.label, one.column) in wanted and one.kept_back:
            assert (one.label, one.column) in kept, one
    shown = {(item.label, item.column) for item in given.items}
    assert {("people.PersonName", "parts"), ("people.PersonPhone", "number"), ("cases.Case", "name"), ("cases.Note", "text")} <= shown
    assert ("people.PersonPhone", "whose") in kept and ("intake.Reporter", "who") in kept and ("intake.Reporter", "who") not in shown


def test_whether_somebody_is_excluded_or_named_as_reporter_does_not_show_in_what_is_kept_back(frozen, cast, case):
    request = request_now(located(cast, case.pk))
    before = given_on(request, identities=True)
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เป็นญาติ")
    after = given_on(request, identities=True)
    assert (before.kept, before.manifest) == (after.kept, after.manifest)


def test_a_trusted_person_is_given_the_own_name_only(frozen, cast, case):
    from prasan.casework.cases.models import CaseParty
    from prasan.registry.people.actions import add_person

    with writing(SYSTEM):
        friend = add_person(SYSTEM, facts={}, names=[{"kind": "given", "given": "มาลี", "surname": "เพื่อนดี"}])
        CaseParty(case_id=case.pk, person_id=friend, role="trusted", words={"relation": "เพื่อน"}).save(force_insert=True)
    text = told(given_on(request_now(located(cast, case.pk, role="trusted")), identities=True))
    assert "มาลี" in text
    for others in ("ฟ้าใส", "น้องฟ้า", STORY, REPORTER, *OTHERS):
        assert others not in text, others


def test_a_reporter_is_given_what_was_told_and_not_what_came_of_it(frozen, cast, case):
    given = given_on(request_now(located(cast, case.pk, role="reporter")), identities=True)
    text = told(given)
    assert "บุญเรือน" in text and "สายไฟ" in text
    assert {item.label for item in given.items} <= TOLD
    for others in ("ฟ้าใส", "สมพงษ์", "น้องฟ้า", case.number):
        assert others not in text, others


def test_without_identities_there_is_no_name_and_no_story(frozen, cast, case):
    person_of(case)
    text = told(given_on(request_now(located(cast, case.pk)), identities=False))
    for word in ("ฟ้าใส", "0823334444", "12/3", "น้องฟ้า", STORY, *OTHERS):
        assert word not in text, word
    assert case.number in text


def test_a_copy_with_identities_needs_another_person_who_sees_counts_only(frozen, cast, case):
    request = located(cast, case.pk)
    export = actions.prepare_export(cast.privacy.actor, request=request, identities=True)
    with pytest.raises(Conflict):
        actions.fetch_export(cast.privacy.actor, id=export, form="json")
    with pytest.raises(Conflict, match="second_person"):
        actions.approve_export(cast.privacy.actor, id=export)
    page = cast.client(cast.head).get(f"/personal-data/exports/{export}").content.decode()
    assert "ฟ้าใส" not in page and "สมพงษ์" not in page
    for stranger in (cast.outsider_head, cast.outsider, cast.manager, cast.hospital, cast.auditor):
        with pytest.raises(Hidden):
            actions.approve_export(stranger.actor, id=export)
    actions.approve_export(cast.head.actor, id=export)
    with pytest.raises(Refused):
        actions.fetch_export(cast.head.actor, id=export, form="json")
    assert "ฟ้าใส" in told(actions.fetch_export(cast.privacy.actor, id=export, form="json"))
    with reading(SYSTEM):
        assert AuditRow.objects.filter(verb="export", object_id=str(export), actor=cast.privacy.actor.key).count() == 1
    frozen.advance(days=8)
    with pytest.raises(Conflict):
        actions.fetch_export(cast.privacy.actor, id=export, form="json")


def test_a_copy_without_identities_is_given_at_once(frozen, cast, case):
    export = actions.prepare_export(cast.privacy.actor, request=located(cast, case.pk), identities=False)
    assert export_now(export).state == "approved"
    answer = cast.client(cast.privacy).post(f"/personal-data/exports/{export}/file", {"form": "html"})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "ฟ้าใส" not in answer.content.decode()
    assert export_now(export).fetched_at is not None


def test_what_the_keeper_says_would_cause_harm_is_left_out_and_named(frozen, cast, case):
    person_of(case)
    request = located(cast, case.pk)
    with pytest.raises(Invalid):
        actions.prepare_export(cast.privacy.actor, request=request, identities=True, without=["everything"])
    export = actions.prepare_export(cast.privacy.actor, request=request, identities=True, without=["contact", "whereabouts"])
    actions.approve_export(cast.head.actor, id=export)
    given = actions.fetch_export(cast.privacy.actor, id=export, form="html")
    assert "0823334444" not in told(given) and "12/3" not in told(given) and "ฟ้าใส" in told(given)
    assert ("people.PersonPhone", "number", "harm") in {(one.label, one.column, one.why) for one in given.kept}


def test_every_sharing_has_a_purpose_and_a_basis_in_words(world):
    with reading(SYSTEM):
        rows = set(AccessRow.objects.values_list("cause_kind", "basis"))
    assert len(rows) >= 5
    assert {cause for cause, _basis in rows} <= set(rules.SHARINGS)
    assert {basis for _cause, basis in rows} <= set(rules.BASES)


def test_the_second_person_is_never_somebody_excluded(frozen, cast, case):
    exclude_from_case(cast.manager.actor, case_id=case.pk, subject=cast.excluded.user, reason="เป็นญาติ")
    export = actions.prepare_export(cast.privacy.actor, request=located(cast, case.pk), identities=True)
    with pytest.raises(Hidden):
        actions.approve_export(cast.excluded.actor, id=export)
    assert cast.client(cast.excluded).get(f"/personal-data/exports/{export}").status_code == 404


def test_blacking_out_finds_numbers_however_they_are_written() -> None:
    needles = Needles.of(["สมพงษ์ ใจร้อน", "สมพงษ์", "0815550199", "ก", "แสงคำ"], own=["แสงคำ"])
    text, count = redacted({"a": ["โทร 081-555 0199 หาสมพงษ์", "081 5550199"], "b": "ฟ้าใส แสงคำ ก่อน"}, needles)
    assert count == 3
    assert text["b"] == "ฟ้าใส แสงคำ ก่อน"
    assert not any(word in str(text) for word in ("555", "สมพงษ์"))


def test_models_outside_the_record_are_left_alone() -> None:
    assert apps.get_model("access.User") and not any(one.label == "access.User" and one.retention in OF_RECORD for one in holdings())
    assert queries.given_on is given_on
