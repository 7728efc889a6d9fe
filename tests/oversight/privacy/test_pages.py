"""The pages of privacy: whole, bounded, seen by those whom they are for, and good to look at."""

import pytest

from prasan.ground.policy import system
from prasan.ground.vault.processing import holdings
from prasan.oversight.privacy import actions
from tests.casework.looking import look
from tests.oversight.privacy.conftest import located, number_of, old_report, party, received

pytestmark = pytest.mark.django_db
HERE = "/personal-data"
RETENTION = system("privacy.retention")
PAGES = ("/", "/processing", "/processing.csv", "/retention")


def text_of(answer):
    return answer.content.decode()


def world(cast, case):
    """One of each, in several states."""
    found = {"request": located(cast, case.pk), "waiting": received(cast, kind="erasure"), "noted": located(cast, case.pk, kind="correction")}
    found["export"] = actions.prepare_export(cast.privacy.actor, request=found["request"], identities=True)
    old_report(cast)
    actions.propose_due(RETENTION)
    found["hold"] = actions.place_hold(cast.privacy.actor, record=number_of(case.pk), reason="court", note="คดีหมายเลขดำที่ 12/2569")
    found["breach"] = actions.report_breach(cast.manager.actor, kind="sent_wrong", what="ส่งหนังสือผิดซอง", sorts=["identity", "story"], persons=2)
    return found


def test_the_officers_pages_are_the_officers(cast, case):
    for page in PAGES:
        assert cast.client(cast.privacy).get(f"{HERE}{page}").status_code == 200, page
        for other in (cast.manager, cast.head, cast.admin, cast.outsider, cast.monitor):
            assert cast.client(other).get(f"{HERE}{page}").status_code == 404, (page, other.key)
    assert cast.client(cast.auditor).get(f"{HERE}/processing").status_code == 200


def test_the_record_of_processing_names_every_model_and_its_file_is_the_same(cast):
    page = text_of(cast.client(cast.privacy).get(f"{HERE}/processing"))
    sheet = text_of(cast.client(cast.privacy).get(f"{HERE}/processing.csv"))
    for label in {one.label for one in holdings()}:
        assert label in page and label in sheet, label


def test_a_request_by_hand_from_receipt_to_answer(frozen, cast, case):
    officer, manager, head = (cast.client(one) for one in (cast.privacy, cast.manager, cast.head))
    wrong = officer.post(f"{HERE}/requests/new", {"kind": "access", "name": "", "words": "ขอดู", "by_proxy": "self", "channel": "letter"})
    assert wrong.status_code == 422 and "ขอดู" in text_of(wrong)
    made = officer.post(f"{HERE}/requests/new", {
        "kind": "access", "name": "ฟ้าใส แสงคำ", "words": "ขอดู", "by_proxy": "self", "channel": "letter", "record": number_of(case.pk),
    })
    assert made.status_code == 302, text_of(made)[-3000:]
    at = made["Location"]
    officer.post(f"{at}/verify", {"identity": "card_in_person", "version": "1"})
    assert "ฟ้าใส" in text_of(manager.get(f"{at}/locate"))
    assert manager.post(f"{at}/locate", {"subject": "affected:x", "version": "2"}).status_code == 422
    manager.post(f"{at}/locate", {"subject": f"affected:{party(case.pk, 'affected')}", "version": "2"})
    assert officer.post(f"{at}/prepare", {"without": ["story"]}).status_code == 422
    export = officer.post(f"{at}/prepare", {"identities": "yes", "without": ["note"]})["Location"]
    assert "ต้องให้อีกคนหนึ่งอนุมัติ" in text_of(officer.get(export))
    head.post(f"{export}/approve", {"version": "1"})
    given = officer.post(f"{export}/file", {"form": "json"})
    assert given["Content-Type"] == "application/json" and "ฟ้าใส" in text_of(given)
    assert officer.post(f"{at}/finish", {"answer": "มอบสำเนาแล้ว", "version": "3"}).status_code == 302
    assert "มอบสำเนาแล้ว" in text_of(officer.get(at))


def test_nobody_else_finds_a_request_an_export_an_erasure_or_a_hold(frozen, cast, case):
    found = world(cast, case)
    for who in ("outsider", "outsider_head", "hospital", "colleague", "admin"):
        client = cast.client(getattr(cast, who))
        for folder, key in (("requests", "request"), ("exports", "export"), ("holds", "hold"), ("breaches", "breach")):
            assert client.get(f"{HERE}/{folder}/{found[key]}").status_code == 404, (who, folder)
        for folder in ("requests", "disposals", "holds", "breaches"):
            page = client.get(f"{HERE}/{folder}/")
            assert page.status_code == 200 and number_of(case.pk) not in text_of(page)


def test_staff_tell_a_breach_and_see_their_own(frozen, cast):
    made = cast.client(cast.manager).post(f"{HERE}/breaches/new", {"kind": "lost", "what": "ทำแฟ้มหายบนรถ", "sorts": ["story"]})
    assert made.status_code == 302
    assert cast.client(cast.manager).get(made["Location"]).status_code == 200
    assert cast.client(cast.colleague).get(made["Location"]).status_code == 404
    assert "72" in text_of(cast.client(cast.privacy).get(made["Location"]))


@pytest.mark.parametrize("more", [1, 12])
def test_queries(frozen, cast, case, queries, more):
    request = located(cast, case.pk)
    export = actions.prepare_export(cast.privacy.actor, request=request, identities=True)
    for _ in range(more):
        received(cast)
        old_report(cast)
        actions.place_hold(cast.privacy.actor, record=number_of(case.pk), reason="court", note="คดี")
        actions.report_breach(cast.manager.actor, kind="lost", what="หาย", sorts=[])
    actions.propose_due(RETENTION)
    officer = cast.client(cast.privacy)
    officer.get(f"{HERE}/")
    for budget, address in (
        ("privacy_home", "/"), ("privacy_list", "/requests/"), ("privacy_list", "/disposals/"), ("privacy_list", "/holds/"), ("privacy_list", "/breaches/"),
        ("privacy_processing", "/processing"), ("privacy_page", f"/requests/{request}"), ("privacy_page", f"/exports/{export}"),
    ):
        with queries(budget):
            assert officer.get(f"{HERE}{address}").status_code == 200


def test_a_case_page_asks_no_more_for_its_notes(frozen, cast, case, queries):
    client = cast.client(cast.manager)
    client.get(f"/cases/{case.pk}")
    with queries("case_page"):
        client.get(f"/cases/{case.pk}")


def test_lists_are_paged_by_key(frozen, cast):
    for _ in range(33):
        received(cast)
    client = cast.client(cast.privacy)
    first = text_of(client.get(f"{HERE}/requests/"))
    assert first.count("สิทธิ 2569-") == 30
    cursor = first.split("after=")[1].split('"')[0]
    assert text_of(client.get(f"{HERE}/requests/?after={cursor}")).count("สิทธิ 2569-") == 3
    assert client.get(f"{HERE}/requests/?after=rubbish").status_code == 422


def test_how_they_look(chromium, frozen, cast, case):
    found = world(cast, case)
    officer, manager = cast.client(cast.privacy), cast.client(cast.manager)
    actions.annotate(cast.privacy.actor, request=found["noted"], text_given="ชื่อโรงเรียนผิด")
    look(chromium, officer, f"{HERE}/", "privacy-home")
    look(chromium, officer, f"{HERE}/processing", "privacy-processing")
    look(chromium, officer, f"{HERE}/retention", "privacy-retention")
    look(chromium, officer, f"{HERE}/retention/report", "privacy-class")
    look(chromium, officer, f"{HERE}/requests/", "privacy-requests")
    look(chromium, officer, f"{HERE}/requests/new", "privacy-new")
    look(chromium, officer, f"{HERE}/requests/{found['request']}", "privacy-request")
    look(chromium, officer, f"{HERE}/requests/{found['request']}/refuse", "privacy-refuse")
    look(chromium, officer, f"{HERE}/requests/{found['request']}/prepare", "privacy-prepare")
    look(chromium, officer, f"{HERE}/exports/{found['export']}", "privacy-export")
    look(chromium, cast.client(cast.head), f"{HERE}/exports/{found['export']}", "privacy-export-second")
    look(chromium, officer, f"{HERE}/disposals/", "privacy-disposals")
    look(chromium, officer, f"{HERE}/holds/{found['hold']}", "privacy-hold")
    look(chromium, officer, f"{HERE}/breaches/{found['breach']}", "privacy-breach")
    look(chromium, manager, f"{HERE}/breaches/new", "privacy-new-breach")
    waiting = received(cast, record=number_of(case.pk))
    actions.verify_identity(cast.privacy.actor, id=waiting, identity="video")
    look(chromium, manager, f"{HERE}/requests/{waiting}/locate", "privacy-locate")
    look(chromium, manager, f"/cases/{case.pk}", "privacy-case")
