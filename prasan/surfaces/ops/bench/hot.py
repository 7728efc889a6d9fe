"""The hot requests in this process, each made by its asker; and the selects that one asks, to be looked at while they are asked."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from prasan.ground.actors import Actor, current
from prasan.ground.screens.places import SEARCH
from prasan.ground.transactions import reading
from prasan.registry.access.models import User
from prasan.registry.access.queries import actor_for
from prasan.registry.people.queries import find
from prasan.surfaces.ops import statics
from prasan.surfaces.ops.bench import facts, sessions
from prasan.surfaces.ops.bench.counting import counts
from prasan.surfaces.ops.bench.visitor import Unexpected

Act = Callable[[], None]
"""One request, made and answered. Raises Unexpected when it is not answered as it should be."""
_PRIVATE = re.compile(r"'[^']*'(?:::\w+)?|\b[0-9a-f]{32}\b")


@dataclass(frozen=True, slots=True)
class Select:
    """What a request asks: the statement, its values, who acts (None: nobody yet), and whether it is one of `statements.planned`."""

    sql: str
    params: Any
    actor: Actor | None
    planned: bool


def acts() -> dict[str, Act]:
    """The requests by name. They change nothing but the log, and can be made again and again."""
    statics.collect()
    chance = random.Random(7)  # noqa: S311 - content, not secrets
    manager = max(facts.managers(8, chance), key=lambda one: len(one.cases))
    officer = facts.intake_officers(1, chance)[0]
    known = {one: _found_by(one) for one in (manager, officer)}
    referral, receiver = facts.waiting_referrals(1)[0]
    browsers = {user: _browser(user) for user in (manager.user, officer.user, receiver)}
    return {
        "worklist": answered(lambda: browsers[manager.user].get("/desk/")),
        "case_page": answered(lambda: browsers[manager.user].get(f"/cases/{manager.cases[0]}")),
        "search (case manager)": answered(lambda: browsers[manager.user].post(SEARCH, {"q": known[manager]})),
        "search (intake officer)": answered(lambda: browsers[officer.user].post(SEARCH, {"q": known[officer]})),
        "referral_page": answered(lambda: browsers[receiver].get(f"/referrals/{referral}")),
        "report_list": answered(lambda: browsers[officer.user].get("/reports/")),
    }


def _found_by(one: facts.Worker) -> str:
    """A name by which somebody finds a person: some people are called by words that are no name."""
    actor = actor_for(User.objects.get(pk=one.user), strong=True)
    with reading(actor):
        return next(name for name in one.names if find(actor, name))


def answered(ask: Callable[[], Any]) -> Act:
    """A request of Django's test client that must be answered with 200."""

    def act() -> None:
        answer = ask()
        if answer.status_code != 200:
            raise Unexpected(f"{answer.request['PATH_INFO']}: 200 expected, {answer.status_code} came")

    return act


def watched(act: Act, look: Callable[[Select], None]) -> None:
    """Make a request; `look` is called before each select, in its transaction, with what the database was told of its asker."""

    def seen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        if not many and counts(str(sql)) and str(sql).lstrip(" (").upper().startswith(("SELECT", "WITH")):
            look(Select(str(sql), params or (), current(), not isinstance(context["cursor"].cursor, _usual())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(seen):
        act()


def without_values(text: str) -> str:
    """A statement or a plan, its shape only."""
    return _PRIVATE.sub("…", text)


def from_where_it_looks(sql: str) -> str:
    """A statement from where on it says what is looked for; the columns are not of interest."""
    tail = sql[sql.find(" FROM ") + 1 :] if " FROM " in sql else sql
    return " ".join(tail.split()).replace("`", "'")[:400]


def _browser(user: Any) -> Client:
    browser = Client()
    browser.cookies["session"] = sessions.begin(user)
    return browser


def _usual() -> type[Any]:
    """The class of the cursors that Django gives."""
    with connection.cursor() as cursor:
        return type(cursor.cursor)
