"""Every POST of the API keeps its Idempotency-Key: a repeat answers the same and makes no second row; another body under the key is refused."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.surfaces.api import urls
from prasan.surfaces.api.assembly import api
from tests.surfaces.api.calls import caller, calls
from tests.world import World, world

__all__ = ["urls", "world"]  # the addresses bring the chapters in
pytestmark = pytest.mark.django_db
KEY = "the-one-and-only-key"
OF_LOOKING = {"auditrow", "chainhead", "usedtoken"}  # a look is written down each time


def counts() -> dict[str, int]:
    """How many rows there are of everything that is made."""
    with reading(system("test")):
        return {
            model._meta.label: model._default_manager.count() for model in apps.get_models()
            if model.__module__.startswith("prasan.") and model._meta.model_name not in OF_LOOKING
        }


def every_post() -> set[str]:
    return {path for path, found in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items() if "post" in found}


def _told(answer: Any, *once: str) -> Any:
    """What an answer says, besides what is said once; of a sheet, which tells when it was printed, only that it is one."""
    if "json" not in answer["Content-Type"]:
        return answer.status_code, answer["Content-Type"]
    return {name: value for name, value in answer.json().items() if name not in once}


def test_every_post_is_tried() -> None:
    assert {path.removeprefix("/api/v1") for path in every_post()} == {call.path for call in calls(None)}


def test_a_repeat_answers_the_same_and_makes_nothing(world: World) -> None:
    faults = []
    for call in calls(world):
        client, headers = caller(world, call)

        def post(body: Any, headers: dict[str, str] = {**headers, "Idempotency-Key": KEY}, call: Any = call, client: Client = client) -> Any:  # noqa: B006
            if call.files:
                return client.post(call.address, {**body, **call.files()}, headers=headers)
            return client.post(call.address, json.dumps(body), content_type="application/json", headers=headers)

        with transaction.atomic():
            first = post(call.body)
            after_first = counts()
            again = post(call.body)
            after_again = counts()
            other = post(call.other)
            transaction.set_rollback(True)
        if first.status_code != 200:
            faults.append(f"{call.path}: {first.status_code} {first.content.decode()[:300]}")
        elif call.path != "/reports" and _told(first, *call.once) != _told(again, *call.once):
            faults.append(f"{call.path}: {first.content.decode()[:200]} then {again.status_code} {again.content.decode()[:200]}")
        elif after_first != after_again:
            faults.append(f"{call.path}: made twice {[name for name in after_first if after_first[name] != after_again[name]]}")
        elif (other.status_code, other.json().get("obstacles", [{}])[0].get("code")) != (409, "idempotency"):
            faults.append(f"{call.path}: another body gave {other.status_code} {other.content.decode()[:200]}")
    assert not faults, "\n".join(faults)
