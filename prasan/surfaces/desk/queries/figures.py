"""Counts for those who may see no record: of whole months that are over, small ones hidden.

The period ends with the last month, so that looking again tomorrow shows no difference from which one person could be worked out. A process
counts a period once an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from time import monotonic
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case
from prasan.casework.intake import rules as intake
from prasan.casework.intake.models import Report
from prasan.ground import audit, clock, smallcells
from prasan.ground.policy import Actor, Refused, acting, system
from prasan.ground.policy.scope import held
from prasan.registry.areas import queries as areas
from prasan.registry.organisations.queries import descendant_ids, joint_owners
from prasan.registry.work.models import WorkItem
from prasan.registry.work.queries import language

HOUR = 3600.0
LEVELS = (4, 3, 2, 1)
_kept: dict[tuple[str, str], tuple[float, Any]] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be shown: headings, rows of texts, and where its numbers come from."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Tables of one period; figures of different units are never added."""

    period: str
    cutoff: str
    tables: tuple[Table, ...]


def country(actor: Actor) -> Figures:
    """Reports and cases by province, and reports by kind and urgency. Raises Refused."""
    _may(actor, "figures.country")
    since, until = _period()
    reports, opened, closed, kinds = _keep("country", until, lambda: _counted(since, until))
    lang = language()
    codes = [fact.code for fact in areas.children()]
    names = [fact.name(lang) for fact in areas.children()]
    columns = [[_said(cell) for cell in smallcells.hidden_column([counts.get(code, 0) for code in codes])] for counts in (reports, opened, closed)]
    by_province = Table(
        _("จังหวัด"), (_("จังหวัด"), _("เรื่องที่แจ้ง"), _("เคสที่เปิด"), _("เคสที่ยุติ")),
        tuple((name, *(column[n] for column in columns)) for n, name in enumerate((*names, _("รวม")))),
        _("แต่ละช่องนับคนละหน่วย ไม่นำมาบวกกัน"), _("ระบบประสาน"),
    )
    audit.record("open", "figures", detail=f"country {until:%Y-%m}")
    return Figures(_words(since, until), clock.date_th(until, lang), (by_province, _by_kind(kinds, lang)))


def bodies(actor: Actor) -> Figures:
    """What lies open and late at the offices of each body that owns the joint centre. Raises Refused."""
    _may(actor, "figures.bodies")
    centre = actor.home
    now, lang = clock.now(), language()
    owners = joint_owners(centre) if centre else ()
    prefixes = tuple(code for post in actor.posts for code in post.areas if code)
    counts = []
    with acting(system("figures")):
        for owner in owners:
            rows = WorkItem.objects.filter(done_at=None, organisation_id__in=descendant_ids(owner.id)).filter(_within(prefixes)).order_by()
            due = list(rows.values_list("due_at", flat=True)[:20_000])
            counts.append([len(due), sum(at < now for at in due)])
    rows_shown = tuple(
        (owner.name(lang), *map(_said, (None if 0 < one < smallcells.SMALL else one for one in of_owner)))
        for owner, of_owner in zip(owners, counts, strict=True)
    )
    audit.record("open", "figures", detail="bodies")
    table = Table(
        _("งานที่เปิดอยู่ของหน่วยงานในสังกัด"), (_("หน่วยงานเจ้าของศูนย์"), _("เปิดอยู่"), _("เลยกำหนด")), rows_shown, _("เรื่องในรายการงาน"), _("ระบบประสาน"),
    )
    return Figures(clock.moment_th(now, lang), "", (table,))


def _may(actor: Actor, action: str) -> None:
    if not actor.strong or not held(actor, action):
        raise Refused(action)


def _period() -> tuple[datetime, datetime]:
    """The last twelve whole months: from, and before."""
    first = clock.today().replace(day=1)
    until = datetime.combine(first, time(), clock.BANGKOK)
    return clock.add_months(until, -12), until


def _words(since: datetime, until: datetime) -> str:
    lang = language()
    last = clock.add_months(until, -1)
    return f"{clock.month_th(since.year, since.month, lang)} – {clock.month_th(last.year, last.month, lang)}"


def _counted(since: datetime, until: datetime) -> tuple[dict[str, int], dict[str, int], dict[str, int], dict[tuple[str, int], int]]:
    with acting(system("figures")):
        reports = Report.objects.filter(received_at__gte=since, received_at__lt=until).order_by()
        cases = Case.objects.order_by()
        kinds: dict[tuple[str, int], int] = {}
        for problems, level, suggested, n in reports.values_list("problems", "urgency", "urgency_suggested").annotate(n=Count("id")):
            key = ((problems or ["none.unclear"])[0].partition(".")[0], level or suggested)
            kinds[key] = kinds.get(key, 0) + n
        return (
            _by_province(reports), _by_province(cases.filter(opened_at__gte=since, opened_at__lt=until)),
            _by_province(cases.filter(closed_at__gte=since, closed_at__lt=until)), kinds,
        )


def _by_province(rows: Any) -> dict[str, int]:
    return dict(rows.annotate(province=Substr("area_code", 1, 2)).values_list("province").annotate(n=Count("id")))


def _by_kind(kinds: dict[tuple[str, int], int], lang: str) -> Table:
    groups = [group for group in intake.GROUPS if any((group, level) in kinds for level in LEVELS)]
    counts = [[kinds.get((group, level), 0) for level in LEVELS] for group in groups]
    place = 1 if lang == "en" else 0
    names = [*(intake.GROUPS[group][place] for group in groups), _("รวม")]
    rows = tuple((name, *map(_said, line)) for name, line in zip(names, smallcells.hidden(counts), strict=False))
    return Table(
        _("กลุ่มปัญหาและความเร่งด่วน"), (_("กลุ่มปัญหา"), _("ฉุกเฉิน"), _("ด่วนมาก"), _("ด่วน"), _("ปกติ"), _("รวม")),
        rows, _("เรื่องที่แจ้ง"), _("ระบบประสาน นับตามกลุ่มแรกที่ระบุ"),
    )


def _said(cell: int | None) -> str:
    return _("ปกปิดไว้") if cell is None else f"{cell:,}"


def _within(prefixes: Sequence[str]) -> Any:
    found = Q(pk__in=[])
    for prefix in prefixes:
        found |= Q(area_code__gte=prefix, area_code__lt=prefix[:-1] + chr(ord(prefix[-1]) + 1))
    return found if prefixes else Q()


def _keep(name: str, until: datetime, count: Any) -> Any:
    key = (name, until.isoformat())
    known = _kept.get(key)
    if known is None or monotonic() - known[0] > HOUR:
        _kept.clear()
        known = _kept[key] = (monotonic(), count())
    return known[1]


def forget() -> None:
    """Count anew next time."""
    _kept.clear()
