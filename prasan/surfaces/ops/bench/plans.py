"""`prasan bench plans`: how the database finds the rows of the hot pages. Each query of a real request is explained as it is asked, by its asker.

A query that reads a whole table of records is a miss: it would grow with the country.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

from prasan.ground.screens.places import SEARCH
from prasan.surfaces.ops import statics
from prasan.surfaces.ops.bench import facts, patterns, sessions
from prasan.surfaces.ops.bench.counting import counts

LONGEST = 1600
_WHOLE = re.compile(r"Seq Scan on (\w+)|SCAN (\w+)(?! USING (?:COVERING )?INDEX)")
_ALIAS = re.compile(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?(\w+)"?')
_PRIVATE = re.compile(r"'[^']*'(?:::\w+)?|\b[0-9a-f]{32}\b")


def measure(size: int) -> dict[str, Any]:
    """Results by page: the queries in order, each with its plan and the tables of records that it reads as a whole."""
    statics.collect()
    pages = {name: _explained(act) for name, act in _acts().items()}
    results = {name: {"queries": found, "whole_tables": sum(len(one["whole"]) for one in found)} for name, found in pages.items()}
    return {"results": results, "calibration": None, "targets": {name: {"whole_tables": 0} for name in pages}}


def _acts() -> dict[str, Callable[[], Any]]:
    chance = random.Random(7)  # noqa: S311 - content, not secrets
    manager = next(one for one in facts.managers(8, chance) if one.names)
    officer = facts.intake_officers(1, chance)[0]
    referral, receiver = facts.waiting_referrals(1)[0]
    browsers = {user: _browser(user) for user in (manager.user, officer.user, receiver)}
    return {
        "worklist": lambda: browsers[manager.user].get("/desk/"),
        "case_page": lambda: browsers[manager.user].get(f"/cases/{manager.cases[0]}"),
        "search (case manager)": lambda: browsers[manager.user].post(SEARCH, {"q": manager.names[0]}),
        "search (intake officer)": lambda: browsers[officer.user].post(SEARCH, {"q": officer.names[0]}),
        "referral_page": lambda: browsers[receiver].get(f"/referrals/{referral}"),
        "report_list": lambda: browsers[officer.user].get("/reports/"),
    }


def _browser(user: Any) -> Client:
    browser = Client()
    browser.cookies["session"] = sessions.begin(user)
    return browser


def _explained(act: Callable[[], Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        if not many and counts(str(sql)) and str(sql).lstrip().upper().startswith(("SELECT", "WITH")):
            plan = _plan(str(sql), params or ())
            called = {alias: table for table, alias in _ALIAS.findall(str(sql))}
            scanned = {table for line in plan for one in _WHOLE.findall(line) for table in one if table}
            whole = sorted({called.get(one, one) for one in scanned} & RECORDS)
            found.append({"sql": _PRIVATE.sub("…", str(sql))[:LONGEST], "plan": [_PRIVATE.sub("…", line) for line in plan], "whole": whole})
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        act()
    return found


def _plan(sql: str, params: Any) -> list[str]:
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            return [row[0] for row in cursor.fetchall()]
    plain = sql.replace("%s", "?").replace("%%", "%")
    return [row[3] for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {plain}", tuple(params)).fetchall()]


RECORDS = frozenset(model._meta.db_table for model in patterns.story_models()) | {"people_nametoken", "people_persontokens"}


def page(found: dict[str, Any]) -> str:
    """The result as a section of docs/plans.md."""
    title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[found["database"]]
    parts = [f"## {title}, {found['size']:,} cases\n\nMade by `{found['command']}` at {found['commit']} on {found['date'][:10]}.\n"]
    for name, result in found["results"].items():
        parts.append(f"### {name}: {len(result['queries'])} selects\n")
        for number, one in enumerate(result["queries"], 1):
            warning = f" **reads all of {', '.join(one['whole'])}**" if one["whole"] else ""
            plan = "\n".join(one["plan"])
            parts.append(f"{number}. `{_short(one['sql'])}`{warning}\n\n```\n{plan}\n```\n")
    return "\n".join(parts)


def _short(sql: str) -> str:
    """From where on it says what is looked for; the columns are not of interest."""
    tail = sql[sql.find(" FROM ") + 1 :] if " FROM " in sql else sql
    return " ".join(tail.split()).replace("`", "'")[:400]


def write(file: Path, found: dict[str, Any]) -> None:
    """Put the section into the page, in the place of that database's former one."""
    head = "# Query plans of the hot pages\n\nEach select of one real request, as planned. Made by `prasan bench plans --markdown docs/plans.md`.\n"
    old = file.read_text(encoding="utf-8").split("\n## ")[1:] if file.exists() else []
    mine = page(found)
    kept = {part.partition(",")[0]: f"## {part.rstrip()}\n" for part in old}
    kept[mine[3:].partition(",")[0]] = f"{mine.rstrip()}\n"
    file.write_text("\n".join([head, *(kept[name] for name in sorted(kept, reverse=True))]), encoding="utf-8")
