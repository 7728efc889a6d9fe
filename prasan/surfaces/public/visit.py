"""A visit: the answers on the way, under a key that only the cookie holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from prasan.casework.intake import actions
from prasan.ground.http.idempotency import make_token

SECONDS = 3600
PURPOSE = "report"


class Visit:
    """The draft of this browser, if it has one. `answers` are by step, as posted; `token` makes sending count once."""

    def __init__(self, request: HttpRequest) -> None:
        self.secure = request.is_secure()
        self.cookie = request.COOKIES.get(self.name, "")
        found = actions.load_draft(self.cookie) if self.cookie else None
        self.there = found is not None
        self.data: dict[str, Any] = found or {}

    @property
    def name(self) -> str:
        """The cookie's name says nothing."""
        return "__Host-d" if self.secure else "d"

    @property
    def answers(self) -> dict[str, dict[str, list[str]]]:
        """Answers by step."""
        return dict(self.data.get("answers", {}))

    @property
    def token(self) -> str:
        """The token under which these answers are sent."""
        return str(self.data.get("token", ""))

    def keep(self, **more: Any) -> None:
        """Keep more; begins the draft when there is none."""
        if not self.there:
            self.cookie, self.there = actions.new_cookie(), True
            self.data = {"token": make_token(PURPOSE)}
        self.data |= more
        actions.save_draft(self.cookie, self.data)

    def hold(self, response: HttpResponse) -> HttpResponse:
        """Hand the cookie out with an answer."""
        if self.there:
            response.set_cookie(self.name, self.cookie, max_age=SECONDS, httponly=True, samesite="Lax", secure=self.secure)
        return response

    def end(self, response: HttpResponse, *, kept: bool = False) -> HttpResponse:
        """Forget the answers and take the cookie back. `kept`: the row is gone already."""
        if self.there and not kept:
            actions.drop_draft(self.cookie)
        self.there, self.data = False, {}
        response.delete_cookie(self.name, samesite="Lax")
        return response
