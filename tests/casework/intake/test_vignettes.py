"""Real input: every report, call and chat of the vignettes through the real doors, compared with what a careful worker expects.

Differences are few, and each stands with its reason in docs/vignettes.md; one more, or one less, fails this test.
"""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from prasan.casework.intake import queries
from prasan.casework.intake.models import Report
from prasan.casework.triage.panels import OUTCOMES
from prasan.ground import clock
from prasan.ground.policy import acting, system
from prasan.ground.policy.models import Exclusion
from prasan.registry.access.actions import make_token
from prasan.registry.limits.actions import load_limits
from prasan.registry.limits.models import RunningLimit
from prasan.registry.organisations.queries import desk_for
from prasan.surfaces.ops.demonstration.vignettes import Vignette, vignettes
from tests.cast import Cast, hire
from tests.harness import doors

DOCS = Path(__file__).resolve().parents[3] / "docs" / "vignettes.md"
LEVELS = {4: "emergency", 3: "urgent", 2: "priority", 1: "routine"}
CHILDREN = {True: "yes", False: "no", "partly": "partly", "treat_as_child_until_known": "unknown"}
DISPOSITIONS = {"case": "open", "join": "join", "advice": "advice", "pass_on": "pass_on", "not_for_us": "not_for_us"}
DOCUMENTED = re.compile(r"^\| (A-[RCL]-\d{3}) \| (urgency|desk|children|clocks) \|", re.MULTILINE)


@pytest.fixture
def network(network_loaded):
    """The whole country, as a partner's intake officer at the national desk meets it."""
    load_limits()
    queries.desks.forget()
    from prasan.registry.organisations.queries import organisation_id

    with acting(system("test")):
        yield hire("v-hotline", "พิมพ์ใจ ศรส.", "intake_officer", organisation_id("msdhs_1300", ""))
    queries.desks.forget()


def test_every_record_comes_in_and_agrees_with_what_was_expected(network):
    found: set[tuple[str, str]] = set()
    told: list[str] = []
    for one in sorted(vignettes(), key=lambda one: one.received_at):
        with clock.frozen(one.received_at):
            row = come_in(one, network)
            for field, ours, wanted in differences(one, row):
                found.add((one.id, field))
                told.append(f"{one.id} {doors.door(one)} {field}: {ours}, expected {wanted}")
            assert_kept_from(one, row)
    documented = set(DOCUMENTED.findall(DOCS.read_text(encoding="utf-8")))
    assert found == documented, "\n".join(told)


def test_the_disposition_is_among_those_that_triage_offers():
    offered = {code for code, _ in OUTCOMES.items()}
    wanted = {DISPOSITIONS[one.expected["disposition"]] for one in vignettes()}
    assert wanted <= offered


def come_in(one: Vignette, person) -> Report:
    known = set(Report.objects.values_list("pk", flat=True))
    match doors.door(one):
        case "public":
            answer = doors.by_public(one, Client())
        case "api":
            answer = doors.by_api(one, make_token(person.actor, name="ทดสอบ", scopes=("report",), days=1))
        case _:
            answer = doors.by_desk(one, Cast.client(person))
    wrong = re.findall(r'pr-error" id="[^"]*">.*?</div>', answer.content.decode())
    assert answer.status_code in {200, 201}, (one.id, answer.status_code, wrong)
    return Report.objects.exclude(pk__in=known).select_related("desk").get()


def differences(one: Vignette, row: Report) -> list[tuple[str, object, object]]:
    expected = one.expected
    found: list[tuple[str, object, object]] = []
    level = LEVELS[row.urgency_suggested]
    if level not in {expected["urgency"], *expected["urgency_also_ok"]}:
        found.append(("urgency", (level, row.urgency_reasons), (expected["urgency"], expected["urgency_also_ok"])))
    desk = (row.desk.type_id, row.desk.area_id or "")
    wanted = (expected["desk"]["type"], expected["desk"]["province_code"])
    if desk[0] != wanted[0] or (desk[1] and desk[1][:2] != wanted[1]):
        found.append(("desk", (desk, row.why_here), wanted))
    if row.children != CHILDREN[expected["child_rules"]["applies"]]:
        found.append(("children", row.children, expected["child_rules"]))
    ours, theirs = running(row), {(c["id"], day(c["starts"])) for c in expected["clocks_start"]}
    if ours != theirs:
        found.append(("clocks", sorted(ours - theirs, key=str), sorted(theirs - ours, key=str)))
    return found


def running(row: Report) -> set[tuple[str, str | None]]:
    limits = RunningLimit.objects.filter(root_id=row.pk, code__startswith="DL-").values_list("code", "starts_at")
    return {(code.partition(".")[0], clock.local(starts).date().isoformat() if starts else None) for code, starts in limits}


def day(starts: str | None) -> str | None:
    return datetime.fromisoformat(starts).date().isoformat() if starts else None


def assert_kept_from(one: Vignette, row: Report) -> None:
    """No body that may be involved got the report, and each one that exists here is excluded by name."""
    excluded = set(Exclusion.objects.filter(object_id=row.pk).values_list("subject_id", flat=True))
    assert not {subject.hex for subject in excluded} & set(row.desk.path.split("/")), one.id
    for told in one.ticks.get("excluded", ()):
        desk = desk_for(told["type"], row.area_code)
        assert desk is None or queries.office_of(desk) in excluded, (one.id, told)
