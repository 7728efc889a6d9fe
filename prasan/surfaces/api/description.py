"""The description of the API (OpenAPI): what each operation answers, what every one may answer besides 200, and what makes a POST safe to repeat."""

from collections.abc import Callable
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from prasan.surfaces.api.shapes import Shapes

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Why it was not done (RFC 9457). Texts are Thai, codes are stable.",
    "type": "object",
    "required": ["type", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "sign_in, refused, not_found, conflict, stale, invalid, bad_request, too_large, unavailable"},
        "errors": {"type": "object", "description": "422: a message for each field", "additionalProperties": {"type": "string"}},
        "obstacles": {
            "type": "array", "description": "409: what stands in the way",
            "items": {"type": "object", "required": ["code", "text", "link"], "properties": {name: {"type": "string"} for name in ("code", "text", "link")}},
        },
        "allowed": {"type": "array", "description": "409: the moves that this caller may make from here", "items": {"type": "string"}},
        "seen": {"type": "integer", "description": "409 stale: the version that the caller saw"},
        "now": {"type": "integer", "description": "409 stale: the version that stands"},
        "theirs": {"description": "409 stale: what the record says now"},
    },
}
ALWAYS = {
    400: "Not readable: broken JSON, text that is not UTF-8",
    401: "Who is asking? No token, or one that is not in force",
    403: "Seen, but not this caller's to do",
    404: "Unknown or out of scope; the two are the same",
    405: "This address knows no such method",
    422: "A message for each field",
    429: "Too many wrong tries; wait Retry-After seconds",
    503: "Not now; try again after Retry-After",
}
WRITING = {409: "Not possible now, with what is; changed since it was read; or the Idempotency-Key was used for something else", 413: "Too large"}
KEY: dict[str, Any] = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "description": "8 to 100 printable ASCII characters of the caller's choice. Within 24 hours a repeat makes nothing twice; with another body it is 409.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[!-~]+$"},
}


class Described(NinjaAPI):
    """An API whose description tells its problems too."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description; every operation answers problems in one shape."""
        found = super().get_openapi_schema(**options)
        shapes, views = Shapes(), self._views()
        found["components"]["schemas"]["Problem"] = PROBLEM
        for operations in found["paths"].values():
            for method, operation in operations.items():
                if (told := shapes.of_answer(views[operation["operationId"]])) is not None:
                    operation["responses"][200]["content"] = {"application/json": {"schema": told}}
                codes = {**ALWAYS, **(WRITING if method == "post" else {})}
                operation["responses"].update({status: _problem(why) for status, why in sorted(codes.items())})
                if method == "post":
                    operation["parameters"].append(KEY)
        found["components"]["schemas"] |= dict(sorted(shapes.named.items()))
        return found

    def _views(self) -> dict[str, Callable[..., Any]]:
        """The function behind each operation, by the operation's id."""
        return {
            operation.operation_id or self.get_openapi_operation_id(operation): operation.view_func
            for _prefix, router in self._routers for path in router.path_operations.values() for operation in path.operations
        }


def _problem(why: str) -> dict[str, Any]:
    return {"description": why, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
