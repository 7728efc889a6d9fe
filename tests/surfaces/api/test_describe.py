"""The description is whole and true: each operation tells what it answers, and what the routes really answer has exactly that shape."""

import copy
import itertools
import json
from collections import defaultdict
from typing import Any

import jsonschema_rs
import pytest
from django.db import transaction

from prasan.surfaces.api import urls
from prasan.surfaces.api.assembly import api
from tests.surfaces.api.calls import caller, calls
from tests.world import World, world

__all__ = ["urls", "world"]  # the addresses bring the chapters in
READERS = ("intake", "manager", "privacy", "head", "hospital", "admin", "outsider_intake", "colleague", "centre", "monitor", "province")
ENOUGH = 3  # people to whom one address told something
BYTES = {("get", "/reports/{pk}/files/{file}"), ("get", "/cases/{pk}/files/{file}"), ("post", "/cases/{pk}/print"), ("post", "/referrals/{pk}/print"),
         ("get", "/surveys/forms/{pk}/versions/{version}/xform"), ("get", "/centres/assessments/{pk}/evidence/{evidence}"),
         ("get", "/surveys/answers/{pk}/odata/$metadata")}  # fmt: skip
# Read with a value that the small world does not have at hand as an id.
VALUES = {"code": "40", "table": "Submissions", "year": "2569", "service": "medical", "text": "ขอนแก่น", "q": "ขอนแก่น"}


def described() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix="/api/v1/")


def answers(found: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """What each operation says that it answers, by method and path."""
    return {
        (method, path.removeprefix("/api/v1")): operation["responses"][200].get("content", {}).get("application/json", {}).get("schema")
        for path, operations in found["paths"].items() for method, operation in operations.items()
    }


def test_every_operation_tells_what_it_answers() -> None:
    found = described()
    named = found["components"]["schemas"]
    untyped = []
    for operation, schema in answers(found).items():
        whole = schema if schema is None or "$ref" not in schema else named[schema["$ref"].rpartition("/")[2]]
        if operation not in BYTES and not (whole and (whole.get("properties") or whole.get("additionalProperties"))):
            untyped.append(operation)
    assert untyped == []


def exactly(schema: Any) -> Any:
    """The same schema, in which an object has no field that was not told."""
    if isinstance(schema, list):
        return [exactly(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: exactly(value) for name, value in schema.items()}
    return {**strict, "additionalProperties": False} if schema.get("type") == "object" and schema.get("properties") else strict


class Judge:
    """Says where an answer is not what was described."""

    def __init__(self) -> None:
        found = described()
        self.answers = answers(found)
        self.named = exactly(copy.deepcopy(found["components"]["schemas"]))

    def faults(self, operation: tuple[str, str], answer: Any) -> list[str]:
        schema = {**self.answers[operation], "components": {"schemas": self.named}}
        checker = jsonschema_rs.validator_for(schema, validate_formats=True)
        return [f"{operation}: {'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in checker.iter_errors(answer)]


@pytest.mark.django_db
def test_what_is_done_answers_as_described(world: World) -> None:
    judge, faults = Judge(), []
    for call in calls(world):
        if ("post", call.path) in BYTES:
            continue
        client, headers = caller(world, call)
        with transaction.atomic():
            body = {**call.body, **call.files()} if call.files else json.dumps(call.body)
            kind = {} if call.files else {"content_type": "application/json"}
            answer = client.post(call.address, body, headers=headers, **kind)
            transaction.set_rollback(True)
        faults += judge.faults(("post", call.path), answer.json()) if answer.status_code == 200 else [f"{call.path}: {answer.status_code}"]
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_what_is_read_answers_as_described(world: World) -> None:
    """Each reading route by several people, with ids of the small world: all that come have the shape, and each route comes at least once."""
    judge, came, faults = Judge(), defaultdict(int), []
    found = described()
    readers = itertools.cycle([world.cast.client(getattr(world.cast, name)) for name in READERS])  # each address begins with the next of them
    for (method, path), schema in judge.answers.items():
        if method != "get" or schema is None:
            continue
        for address in addresses(world, path, found["paths"][f"/api/v1{path}"]["get"]):
            told = 0
            for client in itertools.islice(readers, len(READERS)):
                answer = client.get(f"/api/v1{address}")
                if answer.status_code == 200:
                    told += 1
                    faults += judge.faults((method, path), answer.json())
                if told == ENOUGH:
                    break
            came[path] += told
    assert not faults, "\n".join(dict.fromkeys(faults))
    assert [path for (method, path), schema in judge.answers.items() if method == "get" and schema and not came[path]] == []


def addresses(world: World, path: str, operation: dict[str, Any]) -> list[str]:
    """The address with each id that fits, and what it needs besides."""
    asked = [one["name"] for one in operation["parameters"] if one["in"] == "query" and one.get("required")]
    query = "&".join(f"{name}={VALUES.get(name) or world.of(name)[0]}" for name in asked)
    tail = f"?{query}" if query else ""
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    if not names:
        return [f"{path}{tail}"] if "case" not in asked else [f"{path}?case={case}&service=medical" for case in world.of("case")]
    room = path.split("/")[1]
    if room == "import":
        return [path.replace("{kind}", "committees")]
    pools = {"cases": "case", "reports": "report", "people": "person", "referrals": "referral", "closures": "closure", "followups": "followup",
             "users": "user", "organisations": "organisation", "triage": "report", "talks": "talk", "watches": "watch", "local-help": "help",
             "resources": "resource", "centres": "centre", "case-answers": "answerlink"}  # fmt: skip
    nearer = {"plan": "planaction", "transfers": "transfer", "hand-overs": "handover", "messages": "outgoing", "likenesses": "likeness",
              "requests": "rightsrequest", "exports": "export", "disposals": "disposal", "holds": "legalhold", "breaches": "breach",
              "forms": "surveyform", "rounds": "round", "answers": "surveyform", "submissions": "submission", "takings": "taking",
              "lists": "centrelist", "entries": "entry"}
    if room == "centres":
        nearer = {"reports": "yearreport", "assessments": "assessment", "activities": "activity", "members": "member"}
        nearer = {} if path.startswith("/centres/{") else nearer
    kind = next((nearer[part] for part in path.split("/") if part in nearer), pools.get(room, ""))
    if names[0] == "organisation" and room == "duty":  # not any office: one that has a roster
        return [path.replace("{organisation}", str(world.cast.intake.organisation))]
    if kind == "centre":  # not any centre: the one at which there is something
        return [f"{path}{tail}".replace("{pk}", str(world.cast.centre.organisation))]
    found = []
    for one in (world.ids(kind) if names[0] == "pk" else world.of(names[0])) or ("x",):
        address = path
        for name in names:
            address = address.replace(f"{{{name}}}", VALUES.get(name) or (str(one) if name == names[0] else str(world.of(name)[0])))
        found.append(f"{address}{tail}")
    return list(dict.fromkeys(found))
