"""How many queries a request asks: counted in the server's process, and told in a header of the answer when the request asks for it.

Only the settings of the bench know this; counting and measuring are done on different requests.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK, ANSWER = "X-Bench-Count", "X-Bench-Queries"
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


class Counting:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return self.get_response(request)
        counter = _Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response[ANSWER] = str(counter.asked)
        return response


class _Counter:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        if counts(str(sql)):
            self.asked += 1
        return execute(sql, params, many, context)


def counts(sql: str) -> bool:
    """Whether a statement is a query, not a transaction's frame or the policy's context (as in tests/harness/budgets.py)."""
    start = sql.lstrip().upper()
    return not start.startswith(_FRAME) and "SET_CONFIG(" not in start
