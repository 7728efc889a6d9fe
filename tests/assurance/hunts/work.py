"""The staff's side, in the place: cases from the reports that were told, with marks in every word. JSON in: how many. Prints how many."""

import json
import sys

import django

django.setup()

from prasan.casework.cases import actions as cases  # noqa: E402
from prasan.casework.intake import actions as intake  # noqa: E402
from prasan.casework.intake.models import Report  # noqa: E402
from prasan.casework.referrals import actions as referrals  # noqa: E402
from prasan.ground.policy import system  # noqa: E402
from prasan.ground.transactions import reading  # noqa: E402
from prasan.registry.access.models import User  # noqa: E402
from prasan.registry.access.queries import actor_for  # noqa: E402
from tests.assurance.hunts.hunt import MARK  # noqa: E402
from tests.cast import Cast  # noqa: E402


def main() -> None:
    most = json.loads(sys.stdin.read())
    intake_officer, manager = (User.objects.get(username=f"t.{name}") for name in ("intake", "manager"))
    desk, owner = actor_for(intake_officer, strong=True), actor_for(manager, strong=True)
    office, hospital = Cast.organisation("psdhso", "40", "casework"), Cast.organisation("hospital_oscc", "40")
    with reading(system("test")):
        reports = list(Report.objects.filter(desk_id=Cast.organisation("psdhso", "40", "intake"), channel="web").values_list("pk", flat=True)[:most])
    for report in reports:
        intake.answer_reporter(desk, report_id=report, text=f"{MARK} ตอบ")
        case = cases.open_case(desk, report_id=report, manager=manager.pk, organisation=office, urgency=4, name=MARK, basis="duty_child_29")
        cases.write_note(owner, case_id=case, kind="note", text=MARK, summary=MARK)
        cases.add_plan_action(owner, case_id=case, text=MARK, five_p="protection", organisation=office)
        cases.add_file(owner, case_id=case, name=f"{MARK}.pdf", content=b"%PDF-1.4\n" + MARK.encode(), title=MARK)
        referrals.send(owner, case_id=case, receiver=hospital, service="medical", ask="ขอตรวจร่างกาย", basis="duty_child_29",
                       sections=["identity", "health"], urgency=3, talk="agreed")  # the ask refuses names, which here are all marks
    print(len(reports))


if __name__ == "__main__":
    main()
