"""`prasan bench plans`: how the database finds the rows of the hot pages. Each query of a real request is explained as it is asked, by its asker.

A query that reads a whole table of records is a miss: it would grow with the country.
"""

import re
from pathlib import Path
from typing import Any

from django.db import connection

from prasan.surfaces.ops.bench import hot, patterns

LONGEST = 1600
_WHOLE = re.compile(r"Seq Scan on (\w+)|SCAN (\w+)(?! USING (?:COVERING )?INDEX)")
_ALIAS = re.compile(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?(\w+)"?')


def measure(size: int) -> dict[str, Any]:
    """Results by page: the queries in order, each with its plan and the tables of records that it reads as a whole."""
    pages = {name: _explained(act) for name, act in hot.acts().items()}
    results = {name: {"queries": found, "whole_tables": sum(len(one["whole"]) for one in found)} for name, found in pages.items()}
    return {"results": results, "calibration": None, "targets": {name: {"whole_tables": 0} for name in pages}}


def _explained(act: hot.Act) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def explain(one: hot.Select) -> None:
        plan = _plan(one.sql, one.params)
        called = {alias: table for table, alias in _ALIAS.findall(one.sql)}
        scanned = {table for line in plan for seen in _WHOLE.findall(line) for table in seen if table}
        whole = sorted({called.get(table, table) for table in scanned} & RECORDS)
        found.append({"sql": hot.without_values(one.sql)[:LONGEST], "plan": [hot.without_values(line) for line in plan], "whole": whole})

    hot.watched(act, explain)
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
            parts.append(f"{number}. `{hot.from_where_it_looks(one['sql'])}`{warning}\n\n```\n{plan}\n```\n")
    return "\n".join(parts)


def write(file: Path, found: dict[str, Any]) -> None:
    """Put the section into the page, in the place of that database's former one."""
    head = "# Query plans of the hot pages\n\nEach select of one real request, as planned. Made by `prasan bench plans --markdown docs/plans.md`.\n"
    old = file.read_text(encoding="utf-8").split("\n## ")[1:] if file.exists() else []
    mine = page(found)
    kept = {part.partition(",")[0]: f"## {part.rstrip()}\n" for part in old}
    kept[mine[3:].partition(",")[0]] = f"{mine.rstrip()}\n"
    file.write_text("\n".join([head, *(kept[name] for name in sorted(kept, reverse=True))]), encoding="utf-8")
