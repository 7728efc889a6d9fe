"""Erasure: two persons, never under a hold or before its time; then nobody can read it, and the certificate says when the last backup lapses."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from prasan.casework.cases.actions import add_file
from prasan.casework.cases.models import Case, CaseFile, Note
from prasan.casework.intake.models import Report, Reporter
from prasan.ground import clock
from prasan.ground.files.models import StoredFile
from prasan.ground.policy import Conflict, Hidden, Refused
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import Erased, data_key
from prasan.oversight.privacy import actions, queries
from prasan.oversight.privacy.jobs import finish_erasing, look_for_what_is_due
from prasan.oversight.privacy.models import Disposal, RetentionClass
from prasan.oversight.privacy.queries.retention import due_of
from prasan.oversight.privacy.rules import Youngest, due_on
from prasan.registry.people.models import NameToken, Person, PersonName, PersonTokens
from tests.oversight.privacy.conftest import SYSTEM, close, disposal_now, located, number_of, old_report, party, row_of
from tests.world import PNG

pytestmark = pytest.mark.django_db


def propose_one(cast, **facts):
    report = old_report(cast, **facts)
    look_for_what_is_due.run()
    with reading(SYSTEM):
        return report, Disposal.objects.get(root_id=report).pk


def erase(cast, disposal):
    actions.ask_disposal(cast.privacy.actor, id=disposal)
    actions.approve_disposal(cast.head.actor, id=disposal)
    finish_erasing.run()


def test_what_is_past_its_time_is_proposed_once_and_nothing_else(frozen, cast):
    old, young = old_report(cast), old_report(cast, years=1.9)
    assert look_for_what_is_due.run() == 1
    assert look_for_what_is_due.run() == 0
    with reading(SYSTEM):
        assert list(Disposal.objects.values_list("root_id", flat=True)) == [old]
        assert Report.objects.filter(pk=young).exists()


def test_two_persons_and_then_nobody_can_read_it(frozen, cast):
    report, disposal = propose_one(cast)
    with reading(SYSTEM):
        people = list(Person.objects.filter(names__isnull=False).values_list("id", flat=True))
    with pytest.raises(Conflict):
        actions.approve_disposal(cast.head.actor, id=disposal)
    actions.ask_disposal(cast.privacy.actor, id=disposal)
    with pytest.raises(Conflict, match="second_person"):
        actions.approve_disposal(cast.privacy.actor, id=disposal)
    for stranger in (cast.outsider_head, cast.manager, cast.intake, cast.auditor, cast.admin):
        with pytest.raises((Hidden, Refused)):
            actions.approve_disposal(stranger.actor, id=disposal)
    actions.approve_disposal(cast.head.actor, id=disposal)
    assert disposal_now(disposal).state == "erasing"
    finish_erasing.run()
    row = disposal_now(disposal)
    assert (row.state, row.backups_until) == ("erased", clock.local(row.erased_at + timedelta(days=30)).date())
    assert row.counts["keys"] == 3 and row.counts["persons"] == 2
    with reading(SYSTEM):
        assert Report.objects.get(pk=report).story is None
        assert Reporter.objects.get(report_id=report).who is None
        assert not NameToken.objects.filter(person_id__in=people).exists()
        assert not PersonTokens.objects.filter(person_id__in=people).exists()
        assert [name.parts for name in PersonName.objects.filter(person_id__in=people)] == [None, None]
        for owner in (report, *people):
            with pytest.raises(Erased):
                data_key(owner)


def test_a_hold_stops_it_and_its_end_lets_it_go_on(frozen, cast):
    report, disposal = propose_one(cast)
    number = row_of(Report, report).number
    hold = actions.place_hold(cast.privacy.actor, record=number, reason="court", note="คดีดำที่ 12/2569")
    with pytest.raises(Conflict, match="hold"):
        actions.ask_disposal(cast.privacy.actor, id=disposal)
    actions.lift_hold(cast.privacy.actor, id=hold, note="คดีถึงที่สุด")
    actions.ask_disposal(cast.privacy.actor, id=disposal)
    again = actions.place_hold(cast.privacy.actor, record=number, reason="inquiry", note="หนังสือ ตร.")
    with pytest.raises(Conflict, match="hold"):
        actions.approve_disposal(cast.head.actor, id=disposal)
    assert again
    with reading(SYSTEM):
        assert data_key(report)


def test_what_is_held_is_not_even_proposed(frozen, cast):
    report = old_report(cast)
    actions.place_hold(cast.privacy.actor, record=row_of(Report, report).number, reason="audit", note="สตง.")
    assert look_for_what_is_due.run() == 0


def test_a_case_is_erased_only_after_its_least_time_even_when_the_person_asks(frozen, cast, case):
    close(cast, case.pk)
    request = located(cast, case.pk, kind="erasure")
    disposal = actions.propose(cast.privacy.actor, request=request)
    with pytest.raises(Conflict, match="minimum"):
        actions.ask_disposal(cast.privacy.actor, id=disposal)
    with pytest.raises(Conflict, match="proposed"):
        actions.propose(cast.privacy.actor, request=request)


def test_an_open_case_is_never_erased(frozen, cast, case):
    disposal = actions.propose(cast.privacy.actor, request=located(cast, case.pk, kind="erasure"))
    with pytest.raises(Conflict, match="open"):
        actions.ask_disposal(cast.privacy.actor, id=disposal)


def test_only_the_affected_person_asks_for_the_whole_record(frozen, cast, case):
    with pytest.raises(Conflict, match="role"):
        actions.propose(cast.privacy.actor, request=located(cast, case.pk, kind="erasure", role="reporter"))


def test_a_case_goes_with_its_reports_persons_and_files_and_leaves_others(frozen, cast, case):
    from prasan.casework.cases.models import CaseParty
    from tests.casework.cases.conftest import make_report, open_from

    add_file(cast.manager.actor, case_id=case.pk, name="ภาพ.png", content=PNG, title="ภาพแผล")
    shared = party(case.pk, "alleged")
    other = open_from(cast, make_report(cast, people={"alleged": shared}))
    close(cast, case.pk)
    with reading(SYSTEM):
        stored = CaseFile.objects.get(case_id=case.pk).stored_id
        kept = CaseParty.objects.get(case_id=other.pk, role="affected").person_id
        gone = party(case.pk, "affected")
    frozen.advance(days=31 * 366)
    look_for_what_is_due.run()
    with reading(SYSTEM):
        disposal = Disposal.objects.get(root_id=case.pk).pk
    erase(cast, disposal)
    with reading(SYSTEM):
        assert Note.objects.filter(case_id=case.pk).first().text is None
        assert Case.objects.get(pk=case.pk).name is None
        assert Case.objects.get(pk=other.pk).name == "น้องฟ้า"
        assert data_key(shared) and data_key(kept)
        with pytest.raises(Erased):
            data_key(gone)
        assert StoredFile.objects.get(pk=stored).refused_code == "erased"
    assert not list(Path(settings.DATA, "files").rglob(f"{stored.hex}-*"))
    assert cast.client(cast.head).get(f"/personal-data/disposals/{disposal}").status_code == 200
    assert cast.client(cast.head).get(f"/cases/{case.pk}").status_code == 200


def test_keeping_it_brings_it_back_when_it_was_said(frozen, cast):
    report, disposal = propose_one(cast)
    actions.keep(cast.privacy.actor, id=disposal, reason="archive", years="1")
    assert look_for_what_is_due.run() == 0
    frozen.advance(days=366)
    assert look_for_what_is_due.run() == 1
    with reading(SYSTEM):
        assert set(Disposal.objects.filter(root_id=report).values_list("state", flat=True)) == {"kept", "proposed"}


def test_a_class_changes_from_a_day_on_and_what_was_proposed_keeps_its_version(frozen, cast):
    report, disposal = propose_one(cast)
    assert report
    for person in (cast.admin, cast.head, cast.outsider):
        with pytest.raises(Refused):
            actions.change_class(person.actor, code="report", unit="years", amount=5, until_age=None, effective_from=clock.today(), source="หนังสือ")
    old = disposal_now(disposal).retention_id
    new = actions.change_class(cast.privacy.actor, code="report", unit="years", amount=5, until_age=None, effective_from=clock.today(), source="หนังสือ")
    assert disposal_now(disposal).retention_id == old != new
    old_report(cast)
    assert look_for_what_is_due.run() == 0
    assert actions.load_retention() == 0  # what people changed stays theirs
    with reading(SYSTEM):
        assert RetentionClass.objects.filter(code="report").count() == 2


def test_the_erasure_of_a_stopped_job_is_finished_once(frozen, cast):
    _, disposal = propose_one(cast)
    actions.ask_disposal(cast.privacy.actor, id=disposal)
    actions.approve_disposal(cast.head.actor, id=disposal)
    assert finish_erasing.run() == 1
    assert finish_erasing.run() == 0
    with writing(SYSTEM):
        assert not actions.erase_record(SYSTEM, disposal=disposal)


def test_a_child_is_kept_until_thirty_and_an_unknown_age_counts_as_the_youngest() -> None:
    from datetime import date

    start = date(2026, 3, 31)
    assert due_on(start=start, unit="years", amount=10) == date(2036, 3, 31)
    assert due_on(start=start, unit="years", amount=10, until_age=30, youngest=Youngest(date(2020, 2, 29))) == date(2050, 2, 28)
    assert due_on(start=start, unit="years", amount=10, until_age=30, youngest=Youngest(date(1970, 1, 1))) == date(2036, 3, 31)
    assert due_on(start=start, unit="months", amount=1) == date(2026, 4, 30)


def test_due_of_a_childs_case_waits_for_the_child(frozen, cast, case):
    close(cast, case.pk)
    with reading(SYSTEM):
        root = queries.root_of("case", case.pk)
        assert due_of(root).on.year == clock.today().year + 30
    assert number_of(case.pk)


def test_what_is_approved_by_one_person_is_refused_by_the_database(frozen, cast):
    _, disposal = propose_one(cast)
    alone = {"asked_by": cast.privacy.user, "asked_at": clock.now(), "approved_by": cast.privacy.user, "approved_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic(), writing(SYSTEM):
        Disposal.objects.filter(pk=disposal).update(state="erasing", **alone)
