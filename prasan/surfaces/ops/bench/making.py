"""The made-up country: a small one that the real actions lived through, and copies of its records.

The base is the demonstration, some of its cases followed to the end. The rest are copies: most are old and closed, spread over five years;
a tenth is open; busy provinces have most.
"""

import contextlib
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Max

from prasan.casework.cases.models import Case, NumberSeries
from prasan.casework.followup import actions as followup
from prasan.casework.followup.models import FollowUp
from prasan.casework.intake.models import Series
from prasan.casework.referrals import actions as referrals
from prasan.ground import clock
from prasan.ground.audit.models import ChainHead
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Refused, system
from prasan.ground.transactions import reading, writing
from prasan.registry.access.models import Position, User
from prasan.registry.access.queries import actor_for
from prasan.surfaces.ops import schema
from prasan.surfaces.ops.bench import copies, loading, patterns, people
from prasan.surfaces.ops.bench.compiling import Compiled
from prasan.surfaces.ops.bench.country import Country, LastPlaces
from prasan.surfaces.ops.demonstration.build import Build
from prasan.surfaces.ops.demonstration.people import PROVINCES, Cast

SYSTEM = system("bench")
REFUSALS = (Conflict, Hidden, Invalid, Refused)
DAYS_BACK = 200  # the small country stands so far in the past that its follow-ups are over
YEARS = 5
OPEN_SHARE = 0.1
REPORTS_WITHOUT_CASE = 0.25  # for each case, decided otherwise
WAITING_SHARE = 0.002
SORTS = ("closed", "open", "decided", "waiting")


def base() -> None:
    """Lists, people and some hundred records, lived through."""
    schema.upgrade()
    with clock.frozen(clock.now() - timedelta(days=DAYS_BACK)):
        build = Build(seed=2569, say=lambda text: say(f"  {text}"))
        cast = build.run()
        _finish(build, cast)


def transfer(folder: Path) -> None:
    """PostgreSQL: the same rows as the SQLite database in `folder`."""
    schema.upgrade()
    for line in loading.transfer(folder):
        say(f"  {line}")


def _finish(build: Build, cast: Cast) -> None:
    """Of the cases that can be closed every second one is; the others ask a hospital; closed ones are looked at again at 1, 3 and 6 months."""
    with reading(SYSTEM):
        found = Case.objects.filter(state="open").annotate(last=Max("events__at")).order_by("opened_at", "id")
        cases = list(found.values_list("id", "area_code", "manager_id", "last"))
    managers = {one.user: one for one in cast.people.values() if one.province in PROVINCES}
    for turn, (pk, code, user, last) in enumerate(cases):
        somebody = managers.get(user)
        if somebody is None or code[:2] != somebody.province:
            continue
        manager = cast.actor(somebody.username)
        if turn % 2:
            build.close(cast, somebody.province, manager, pk, last, 2)
        else:
            _ask(manager, pk, cast.at(somebody.province, "hospital").organisation)
    with reading(SYSTEM):
        looks = list(FollowUp.objects.filter(state="due").order_by("due_at").values_list("id", "due_at", "case__manager_id"))
    for pk, due, user in looks:
        with clock.frozen(due), contextlib.suppress(*REFUSALS):
            followup.do(actor_for(User.objects.get(pk=user), strong=True), id=pk, finding_code="safe", finding="ปลอดภัยดี")


def _ask(manager: Actor, case: UUID, hospital: UUID) -> None:
    """A referral that waits for its answer, so that there is something to answer in a country of any size."""
    with contextlib.suppress(*REFUSALS):
        referrals.send(
            manager, case_id=case, receiver=hospital, service="medical", ask="ขอตรวจร่างกายและจิตใจ", sections=["identity", "health"],
            basis="public_task", urgency=2, talk="agreed",
        )


def fill(size: int) -> None:
    """Copies until there are so many cases, and reports that became none."""
    chance = random.Random(size)  # noqa: S311 - content, not secrets
    found = patterns.read()
    held = Position.objects.order_by("-starts_at", "-id").values_list("user_id", "role", "organisation_id")
    posts = {user: (role, office) for user, role, office in held}
    country = Country(people.hire(size), chance)
    sorts = {sort: [Compiled(one, country, posts) for one in found if _sort(one) == sort] for sort in SORTS}
    say(f"  patterns: {', '.join(f'{sort} {len(some)}' for sort, some in sorts.items())}")
    series = _series()
    _copy(size, copies.Copier(country, posts, series), sorts)
    _save(series)


def _sort(one: patterns.Pattern) -> str:
    """Of which sort a pattern is; one of several cases is of none."""
    if len(one.cases) == 1:
        return "closed" if one.closed else "open"
    return "" if one.cases else "decided" if one.decided else "waiting"


def _copy(size: int, copier: copies.Copier, sorts: dict[str, list[Compiled]]) -> None:
    plan = dict(zip(SORTS, (
        size - round(size * OPEN_SHARE), round(size * OPEN_SHARE), round(size * REPORTS_WITHOUT_CASE), max(3, round(size * WAITING_SHARE)),
    ), strict=True))
    chance, shares, whole = copier.chance, people.weights(), sum(plan.values())
    tables = [model._meta.db_table for model in patterns.story_models()] + ["people_nametoken", "people_persontokens"]
    began, now = time.monotonic(), clock.now()
    with loading.loading(tables) as loader:
        for sort, count in plan.items():
            days = 20 if sort in {"open", "waiting"} else 365 * YEARS
            places = chance.choices(list(shares), weights=list(shares.values()), k=count)
            ones = chance.choices(sorts[sort], weights=[one.weight for one in sorts[sort]], k=count)
            for province, one in zip(places, ones, strict=True):
                copier.copy(one, province, now - timedelta(minutes=chance.randint(5, 60 * 24 * days)) - one.last)
                if copier.made % copies.CHUNK == 0:
                    copier.flush(loader)
                if copier.made == whole - whole // 4:
                    say(f"  indexes, {time.monotonic() - began:.0f} s")
                    loader.index()
                if copier.made % 10_000 == 0:
                    say(f"  {copier.made} of {whole}, {time.monotonic() - began:.0f} s")
        copier.flush(loader)
    say(f"  done, {time.monotonic() - began:.0f} s")


def _series() -> LastPlaces:
    """The places given so far."""
    series = LastPlaces()
    for key, last in NumberSeries.objects.values_list("key", "last"):
        series.last[key, 0] = last
    for name, year, last in Series.objects.values_list("name", "be_year", "last"):
        series.last[name, year] = last
    for chain, seq, head in ChainHead.objects.values_list("chain", "seq", "hash"):
        series.seq[chain], series.head[chain] = seq, bytes(head)
    return series


def _save(series: LastPlaces) -> None:
    """The places given now."""
    with writing(SYSTEM):
        NumberSeries.objects.all().delete()
        NumberSeries.objects.bulk_create(NumberSeries(key=name, last=last) for (name, year), last in series.last.items() if not year)
        Series.objects.all().delete()
        Series.objects.bulk_create(Series(name=name, be_year=year, last=last) for (name, year), last in series.last.items() if year)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE audit_chainhead SET seq = %s, hash = %s WHERE chain = %s",
                [(seq, head, chain) for chain, (seq, head) in enumerate(zip(series.seq, series.head, strict=True))],
            )


def say(text: str) -> None:
    """Progress, on standard error: standard output belongs to results."""
    print(text, file=sys.stderr, flush=True)
