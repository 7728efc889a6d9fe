"""Whatever a program sends, the API answers as its description says: never a 5xx, always a documented status and shape (schemathesis)."""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries, transaction
from hypothesis import strategies as st
from schemathesis import GenerationMode

from prasan.registry.access.actions import make_token
from prasan.registry.access.rules import SCOPES
from tests.world import World, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("PRASAN_ASSURANCE_API", "3"))  # of each sort for each operation; `make assurance` asks for many
CALLERS = ("intake", "manager", "head", "hospital", "outsider")


@pytest.fixture
def site() -> Iterator[Callable[..., Any]]:
    """The site as a WSGI program on this test's own connection."""
    for signal, work in ((request_started, reset_queries), (request_started, close_old_connections), (request_finished, close_old_connections)):
        signal.disconnect(work)
    yield get_wsgi_application()
    for signal, work in ((request_started, reset_queries), (request_started, close_old_connections), (request_finished, close_old_connections)):
        signal.connect(work)


def tokens(world: World) -> list[str]:
    """Signed tokens of several roles, one that may little, and none."""
    people = [getattr(world.cast, name) for name in CALLERS]
    full = [make_token(one.actor, name="ทดสอบ", scopes=tuple(SCOPES), days=1) for one in people]
    return [*full, make_token(world.cast.manager.actor, name="น้อย", scopes=("work",), days=1)]


def with_real_ids(world: World, case: Any, data: st.DataObject) -> None:
    """Put ids of real objects where the description only says that there is an id."""
    def real(name: str) -> str:
        pool = world.of("report" if name == "pk" and "/reports" in case.path else name) if name != "pk" else world.of("anything")
        return str(data.draw(st.sampled_from([*pool, uuid.UUID(int=7)])))

    for name, value in (case.path_parameters or {}).items():
        if isinstance(value, str) and _is_id(value):
            case.path_parameters[name] = real(name)
        elif name == "kind" and data.draw(st.booleans()):
            case.path_parameters[name] = data.draw(st.sampled_from(["report", "case", "referral", "closure", "followup", "transfer", "plan_action", "person"]))
        elif name == "move" and data.draw(st.booleans()):
            case.path_parameters[name] = data.draw(st.sampled_from(["take", "decide", "accept", "refuse", "finish", "approve", "do", "undo", "reopen"]))
    if isinstance(case.body, dict):
        for name, value in case.body.items():
            if isinstance(value, str) and _is_id(value):
                case.body[name] = real(name)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def test_every_operation_answers_as_described(world: World, site: Any) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site)
    keys = tokens(world)
    found = []
    for result in described.get_all_operations():
        operation = result.ok()
        try:
            for mode in GenerationMode:
                _endure(world, operation, mode, keys)
        except BaseExceptionGroup as group:
            found += [f"{operation.label}: {one}" for one in _leaves(group)]
        except Exception as error:  # noqa: BLE001 - all faults together, not the first alone
            found.append(f"{operation.label}: {error}")
    assert not found, "\n\n".join(found)


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from _leaves(one)
        else:
            yield one


def _endure(world: World, operation: Any, mode: GenerationMode, keys: list[str]) -> None:
    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(hypothesis.HealthCheck), deadline=None, report_multiple_bugs=False)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), key=st.sampled_from(keys), data=st.data())
    def endure(case: Any, key: str, data: st.DataObject) -> None:
        if data.draw(st.booleans()):
            with_real_ids(world, case, data)
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {key}"})
            transaction.set_rollback(True)
        _fits(case, answer)

    endure()


def _fits(case: Any, answer: Any) -> None:
    assert answer.status_code < 500, (case.as_curl_command(), answer.content[:500])
    case.validate_response(answer, checks=[
        schemathesis.checks.CHECKS.get_one(name) for name in ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
    ])
    if answer.status_code >= 400:
        assert json.loads(answer.content)["status"] == answer.status_code
