"""P1: with a clock that is moved years ahead, all that is due is erased and nothing else; holds stand; and a job that is wrong is found out."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Q

from prasan.casework.intake.models import Report
from prasan.ground import clock, ids
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import Erased, data_key
from prasan.oversight.privacy import actions
from prasan.oversight.privacy.actions import disposals, erasing
from prasan.oversight.privacy.models import Disposal
from prasan.oversight.privacy.queries import obstacles, retention
from tests.assurance.result import Result, count, seed
from tests.cast import Cast
from tests.oversight.privacy.conftest import SYSTEM

pytestmark = pytest.mark.django_db
TWO_YEARS = 2  # domain.md 2.7: a report that became no case
Kept = dict[UUID, bool]


def lay(cast: Cast, chance: random.Random, many: int) -> Kept:
    """Reports of all ages, some undecided, watched, or held. Returns of each whether it must be gone, as domain.md says."""
    wanted: Kept = {}
    now = clock.now()
    for n in range(many):
        days, state = chance.randrange(30, 1500), chance.choice(("decided", "decided", "decided", "received"))
        outcome = chance.choice(("advice", "not_for_us", "watch")) if state == "decided" else ""
        pk, at = ids.new(), now - timedelta(days=days)
        with writing(SYSTEM):
            Report(
                id=pk, number=f"ร ทด 2566-{n:05}", channel="web", received_at=at, made_at=at, state=state, outcome=outcome, desk_id=cast.intake.organisation,
                area_code="400101", problems=["welfare.benefit"], urgency_suggested=1, made_by="public", story=f"เรื่อง {n}", children="no",
            ).save(force_insert=True)
        held = chance.random() < 0.2
        if held:
            actions.place_hold(cast.privacy.actor, record=f"ร ทด 2566-{n:05}", reason="court", note="คดี")
        local = clock.local(at)
        due = local.replace(year=local.year + TWO_YEARS, day=min(local.day, 28)) if local.month == 2 else local.replace(year=local.year + TWO_YEARS)
        wanted[pk] = outcome in {"advice", "not_for_us"} and not held and due.date() <= clock.today()
    return wanted


def erase_all(cast: Cast) -> None:
    """As the job proposes, and two persons agree to all that can be agreed to."""
    while actions.propose_due(SYSTEM, most=1000):
        pass
    with reading(SYSTEM):
        found = list(Disposal.objects.filter(state="proposed").values_list("id", flat=True))
    for pk in found:
        actions.ask_disposal(cast.privacy.actor, id=pk)
        actions.approve_disposal(cast.head.actor, id=pk)
    while actions.erase_again(SYSTEM):
        pass


def gone(pk: UUID) -> bool:
    with reading(SYSTEM):
        try:
            data_key(pk)
        except Erased:
            return Report.objects.get(pk=pk).story is None
    return False


def compare(result: Result, cast: Cast, many: int, number: int) -> None:
    wanted = lay(cast, random.Random(number), many)  # noqa: S311 - can be repeated
    erase_all(cast)
    with reading(SYSTEM):
        proofs = set(Disposal.objects.filter(state="erased", backups_until__isnull=False).values_list("root_id", flat=True))
    for pk, must in wanted.items():
        is_gone = gone(pk)
        result.compare(is_gone == must, f"{'NOT ERASED' if must else 'ERASED'}: {pk}")
        result.compare((pk in proofs) == is_gone, f"NO PROOF: {pk}")
        result.met("erased" if must else "kept")


def test_what_is_due_goes_and_nothing_else(cast: Cast, frozen) -> None:
    actions.load_retention()
    result = Result("P1-retention", seed())
    compare(result, cast, count("P1-retention", 60), seed())
    result.settle()
    assert set(result.found) == {"erased", "kept"}


def forgets_half(owner: UUID) -> bool:
    return False


FAULTS: dict[str, tuple[Any, str, Any]] = {
    "holds are not looked at": (disposals, "_free", Q),
    "a hold is not in the way": (obstacles, "_held", lambda row: ()),
    "time is counted short": (retention.rules, "due_on", lambda **facts: facts["start"] + timedelta(days=200)),
    "watched reports end too": (disposals, "_due_reports", lambda most: [retention_root(pk) for pk in Report.objects.values_list("id", flat=True)[:most]]),
    "no key is destroyed": (erasing, "forget", forgets_half),
    "half of what is due is forgotten": (disposals, "_past", lambda kind, found, past=disposals._past: past(kind, found)[::2]),
}


def retention_root(pk: UUID) -> Any:
    from prasan.oversight.privacy.queries import root_of

    return root_of("report", pk)


def test_a_job_that_is_wrong_is_found_out(cast: Cast, frozen, monkeypatch) -> None:
    actions.load_retention()
    result = Result("P1-retention", seed())
    for words, (where, name, wrong) in FAULTS.items():
        result.planted += 1
        trial = Result("P1-retention", seed())
        with monkeypatch.context() as patched, transaction.atomic():
            patched.setattr(where, name, wrong)
            if name in {"_free", "_held"}:  # two locks on one door: both must be open for it to show
                patched.setattr(disposals, "_free", Q)
                patched.setattr(obstacles, "_held", lambda row: ())
            if name == "due_on":
                patched.setattr(disposals, "_before", lambda code: clock.now())
            if name == "_past":
                patched.setattr(actions, "propose_due", once(actions.propose_due))
            try:
                compare(trial, cast, 30, 5)
            except Exception as noticed:  # noqa: BLE001 - refused by the house is noticed too
                trial.compare(False, str(noticed))
            transaction.set_rollback(True)
        if trial.failed:
            result.planted_caught += 1
        else:
            result.missed.append(words)
    result.settle()


def once(propose: Any) -> Any:
    """Proposes the first time only: what it left out then stays out."""
    did: list[int] = []

    def run(actor: Any, *, most: int) -> int:
        did.append(1)
        return propose(actor, most=most) if len(did) == 1 else 0

    return run
