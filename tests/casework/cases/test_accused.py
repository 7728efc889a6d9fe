"""A number at which somebody who is accused may answer is no safe way, whoever put it down (rules.md 7 and 20)."""

import pytest

from prasan.casework.cases.models import CaseParty
from prasan.casework.intake.actions import receive, register_report
from prasan.casework.intake.models import ReportParty
from prasan.casework.intake.rules import Content, Party, Phone, Place, SafeContact, Teller
from prasan.ground.policy import PUBLIC, Conflict
from prasan.ground.transactions import reading
from prasan.registry.contact import actions as contact
from prasan.registry.contact.models import Outgoing
from prasan.registry.contact.queries import banner
from prasan.registry.people.actions import change_person
from prasan.registry.work.models import WorkItem
from tests.casework.cases.conftest import make_report, open_from
from tests.cast import Cast
from tests.oversight.privacy.conftest import SYSTEM

HIS, HERS = "081-234-5678", "089-765-4321"
pytestmark = pytest.mark.django_db


def rule(number: str) -> dict[str, object]:
    """Any hour, by telephone and by text, at this number."""
    return {"channels": ["phone", "sms"], "hours": [], "address": number}


@pytest.fixture
def matter(cast: Cast, frozen):
    """A case with its two persons; his number is known."""
    case = open_from(cast, make_report(cast))
    with reading(SYSTEM):
        people = dict(CaseParty.objects.filter(case_id=case.pk).values_list("role", "person_id"))
    change_person(cast.manager.actor, id=people["alleged"], phones=[{"number": HIS}])
    return case, people["affected"]


def sent(cast: Cast, case, person, number: str) -> Outgoing:
    """What becomes of a text when this number was put down as a safe one."""
    contact.set_rule(cast.manager.actor, about_kind="person", about_id=person, key_owner=person, told_by="test", rule=rule(number))
    queued = contact.send(cast.manager.actor, about_kind="person", about_id=person, root_id=case.pk, channel="sms", text_code="how_are_you")
    with reading(SYSTEM):
        return Outgoing.objects.get(pk=queued.id)


def test_a_message_to_the_number_of_the_accused_is_held_for_a_person(cast: Cast, matter) -> None:
    case, her = matter
    row = sent(cast, case, her, "+66 81 234 5678")  # written in another way

    assert (row.state, row.why) == ("held", "accused")
    with reading(SYSTEM):
        assert WorkItem.objects.filter(object_id=row.pk, verb="held_message", done_at=None).exists()
    with pytest.raises(Conflict):
        contact.ask_override(cast.manager.actor, id=row.pk, reason="เธอบอกว่าโทรได้")


def test_a_number_that_both_share_is_held_too(cast: Cast, matter) -> None:
    case, her = matter
    change_person(cast.manager.actor, id=her, phones=[{"number": HIS}])

    assert sent(cast, case, her, HIS).why == "accused"


def test_her_own_number_goes(cast: Cast, matter) -> None:
    case, her = matter
    change_person(cast.manager.actor, id=her, phones=[{"number": HERS}])
    row = sent(cast, case, her, HERS)

    assert (row.state, row.why) == ("waiting", "")
    with reading(cast.manager.actor):
        assert banner(cast.manager.actor, her).call


def test_the_banner_of_the_case_offers_no_call_to_it(cast: Cast, matter) -> None:
    case, her = matter
    sent(cast, case, her, HIS)
    with reading(cast.manager.actor):
        shown = banner(cast.manager.actor, her)

    assert (shown.state, shown.why, shown.call, shown.call_shown) == ("stop", "accused", "", "")
    page = cast.client(cast.manager).get(f"/cases/{case.pk}").content.decode()
    assert "tel:" not in page.replace("tel:191", "").replace("tel:1300", "").replace("tel:1669", "")


def test_his_number_in_another_matter_is_a_number_like_any_other(cast: Cast, matter) -> None:
    other = open_from(cast, make_report(cast, affected="มาลี ใจดี", alleged="สมชาย อื่น"))
    with reading(SYSTEM):
        person = CaseParty.objects.get(case_id=other.pk, role="affected").person_id

    assert sent(cast, other, person, HIS).state == "waiting"


def test_a_number_that_turns_out_to_be_his_stops_what_waits(cast: Cast, matter) -> None:
    case, her = matter
    row = sent(cast, case, her, HERS)
    with reading(SYSTEM):
        him = CaseParty.objects.get(case_id=case.pk, role="alleged").person_id
    change_person(cast.manager.actor, id=him, phones=[{"number": HIS}, {"number": HERS}])

    assert contact.claim(SYSTEM, id=row.pk) is None
    with reading(SYSTEM):
        assert Outgoing.objects.get(pk=row.pk).why == "accused"


def test_the_reporter_who_gives_the_number_of_the_accused_is_not_written_to_there(cast: Cast, frozen) -> None:
    content = Content(
        story="ได้ยินเสียงเด็กร้อง", where=Place("400101"), reporter=Teller("neighbour", "ป้าสมพิศ", HIS),
        parties=(Party("affected", name="น้องใบบัว", age_words="8"), Party("alleged", name="นายดำ", kin="parent", phones=(Phone(HIS),))),
        safe_contact=SafeContact(("sms",), address=HIS, hours=()),
    )
    report = receive(PUBLIC, content=content).report_id
    register_report(SYSTEM, report_id=report)
    with reading(SYSTEM):
        assert ReportParty.objects.filter(report_id=report, role="alleged").exists()
    queued = contact.send(SYSTEM, about_kind="reporter", about_id=report, root_id=report, channel="sms", text_code="how_are_you",
                          organisation=cast.intake.organisation)

    assert (queued.state, queued.why) == ("held", "accused")
