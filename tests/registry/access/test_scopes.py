"""What a token's scopes cover: the record with its notes, plan and limits; the reporter and sending only when asked for by name."""

import uuid

import pytest

from prasan.ground.actors import Actor
from prasan.ground.policy.scope import _within_token
from prasan.registry.access.rules import COVERS, SCOPES


def covers(scope: str, action: str) -> bool:
    return _within_token(Actor(key="user:x", user=uuid.UUID(int=1), scopes=frozenset({scope})), action)


@pytest.mark.parametrize(("scope", "action"), [
    ("case", "case.see"), ("case", "note.see"), ("case", "plan_action.do"), ("case", "transfer.answer"), ("case", "closure.decide"),
    ("case", "followup.do"), ("case", "limit.see"), ("case", "contact.see"), ("report", "report_part.see"), ("report", "limit.see"),
    ("report", "contact.see"), ("person", "person_name.see"), ("person", "merge.decide"), ("contact", "contact.change"),
    ("contact", "outgoing.decide"), ("work", "hand_over.see"), ("work", "user.leave"), ("reporter", "reporter.see"), ("register", "register.see"),
])  # fmt: skip
def test_a_scope_covers_what_belongs_to_it(scope: str, action: str) -> None:
    assert covers(scope, action)


def test_no_scope_covers_what_a_program_may_never_do() -> None:
    for scope in SCOPES:
        for action in ("break_glass.see", "case.break" if scope != "case" else "user.manage", "user.manage", "log.read", "office.staff"):
            assert not covers(scope, action), (scope, action)


def test_the_reporter_and_sending_are_asked_for_by_name() -> None:
    for scope in set(SCOPES) - {"reporter"}:
        assert not covers(scope, "reporter.see"), scope
    for scope in set(SCOPES) - {"contact"}:
        assert not covers(scope, "contact.change"), scope
        assert not covers(scope, "outgoing.decide"), scope


def test_every_scope_that_covers_more_is_a_scope() -> None:
    assert set(COVERS) <= set(SCOPES)
