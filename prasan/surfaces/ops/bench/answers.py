"""What it costs to take answers along: a page of a repeat's table out of the feed, and every table as CSV, over HTTP as a member of the centre."""

import json
import statistics
import time
from typing import Any
from uuid import UUID

from prasan.community.surveys.models import SurveyForm
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.surfaces.ops.bench.forms import member_of
from prasan.surfaces.ops.bench.sessions import Member
from prasan.surfaces.ops.bench.site import Site

SYSTEM = system("bench")
ROWS, PAGES, TURNS = 250, 7, 3
TARGETS: dict[str, Any] = {"repeat_page_s": 0.5, "csv_s": 2}


def taken_along(site: Site, centre: UUID, form: str) -> dict[str, float]:
    """Seconds of wall time. `repeat_page_s`: median of pages of 250 rows of the repeat with most columns; `csv_s`: all tables, one after another, the
    median of turns.

    `csv_rows`: how many rows they have (two repeats of nine members each make eighteen of one answer).
    """
    with reading(SYSTEM):
        pk = SurveyForm.objects.values_list("id", flat=True).get(code=form)
    member = Member(site.url, member_of(centre))
    feed = f"/api/v1/surveys/answers/{pk}/odata"
    tables = [one["name"] for one in json.loads(member.get(feed).body)["value"]]
    repeat, pages, path = tables[-1], [], f"{feed}/{tables[-1]}?$top={ROWS}"
    for _n in range(PAGES):
        began = time.perf_counter()
        body = json.loads(member.get(path).body)
        pages.append(time.perf_counter() - began)
        if len(body["value"]) != ROWS:
            raise RuntimeError(f"a page of {repeat} has {len(body['value'])} rows")
        path = body["@odata.nextLink"].removeprefix(site.url)
    rows, turns = 0, []
    for _n in range(TURNS):
        began = time.perf_counter()
        rows = sum(member.get(f"/answers/forms/{pk}/export/{name}/csv").body.count(b"\n") - 1 for name in tables)
        turns.append(time.perf_counter() - began)
    member.close()
    return {"repeat_page_s": round(statistics.median(pages), 3), "csv_s": round(statistics.median(turns), 2), "csv_rows": rows}
