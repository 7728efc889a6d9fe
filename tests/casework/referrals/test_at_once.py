"""Two at once: one answer wins, the other learns what is so now; numbers are never given twice; closing and sending do not pass each other."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from prasan.casework.cases.models import Case
from prasan.casework.closure import actions as closure
from prasan.casework.referrals import actions
from prasan.casework.referrals.flow import OPEN
from prasan.casework.referrals.models import Referral
from prasan.ground.policy import Conflict
from prasan.ground.policy.scope import sections_of
from prasan.ground.transactions import reading, writing
from prasan.registry.areas import queries as areas
from prasan.registry.limits.actions import stop_limits
from tests.casework.closure.conftest import GIVEN, ready_case
from tests.casework.referrals.conftest import ASK, SYSTEM, row
from tests.cast import Cast, hire, lay_network


def at_once(*acts):
    """Run all at the same moment, each on its own connection; what each gave, or the Conflict that it met."""

    def run(act):
        try:
            return act()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_wins(real_transactions):
    lay_network()
    cast = Cast()
    colleague = hire("hospital2", "เพื่อนโต๊ะ", "receiving_desk", cast.hospital.organisation)
    manager, desk, other = cast.manager.actor, cast.hospital.actor, colleague.actor
    case = ready_case(cast)
    given = {"case_id": case.pk, "service": "medical", "ask": ASK, "sections": ["identity"], "basis": "duty_child_29", "urgency": 3, "talk": "told"}

    for _turn in range(4):
        pk = actions.send(manager, receiver=cast.hospital.organisation, **given)
        answers = at_once(
            lambda pk=pk: actions.accept(desk, id=pk, knows="no"),
            lambda pk=pk: actions.refuse(other, id=pk, knows="no", refused_code="full", answer="เต็ม"),
            lambda pk=pk: actions.withdraw(manager, id=pk, reason="ไม่ต้องแล้ว"),
        )
        state = row(pk).state
        won = [answer for answer in answers if not isinstance(answer, Conflict)]
        assert len(won) in {1, 2}  # a withdrawal may follow an answer
        assert all(answer.obstacles[0].code == "state" for answer in answers if isinstance(answer, Conflict))
        with reading(desk):
            assert bool(sections_of(desk, "case.see", Case, case.pk)) == (state == "accepted")
        if state != "withdrawn":
            actions.withdraw(manager, id=pk, reason="จบการทดสอบ")

    made = at_once(*(
        lambda place=place: actions.send(manager, receiver=place, **given)
        for place in (cast.hospital.organisation, cast.police.organisation, cast.organisation("family_shelter", "40"), cast.organisation("prosecutor", "40"))
    ))
    numbers = [row(pk).number for pk in made if not isinstance(pk, Conflict)]
    assert len(numbers) == len(set(numbers)) == 4
    for pk in made:
        actions.withdraw(manager, id=pk, reason="จบการทดสอบ")

    with writing(SYSTEM):
        stop_limits(SYSTEM, root_id=case.pk, reason="complaint_made")
    results = at_once(
        lambda: closure.ask(manager, case_id=case.pk, **GIVEN),
        lambda: actions.send(manager, receiver=cast.hospital.organisation, **given),
    )
    assert [isinstance(result, Conflict) for result in results].count(True) == 1
    with reading(SYSTEM):
        waiting = Referral.objects.filter(case_id=case.pk, state__in=OPEN).exists()
        assert Case.objects.get(pk=case.pk).state == ("open" if waiting else "closing")
    areas.forget()
