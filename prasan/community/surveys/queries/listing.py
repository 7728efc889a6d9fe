"""The forms that are offered, line by line: what a list of hundreds needs, and no more, in one query."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from prasan.community.surveys.models import FormFile, FormVersion
from prasan.community.surveys.queries.serving import forms_offered, prefixes_of
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch


class Line(NamedTuple):
    """A version on offer. `md5`: hex of its XForm; `files`: whether it needs any."""

    id: UUID
    code: str
    title: str
    version: str
    md5: str
    files: bool


def lines(actor: Actor, *, organisation: UUID, area_code: str, code: str = "", every_version: bool = False) -> list[Line]:
    """As `serving.offered`, for today: the newest version of each form in the order of titles, or every one."""

    def build(who: Actor, *, organisation: UUID, prefixes: tuple[str, ...], day: date, **named: str) -> QuerySet[Any, Any]:
        forms = forms_offered(who, organisation=organisation, prefixes=prefixes, day=day).filter(**named)
        rows = FormVersion.objects.filter(form__in=forms.values("pk")).exclude(published_at=None)
        files = FormFile.objects.filter(version=OuterRef("pk"), replaced_at=None)
        return rows.order_by("form__title", "form__code", "-number").annotate(some=Exists(files)).values_list(
            "id", "form__code", "form__title", "version", "md5", "some", "rosters",
        )

    named = {"code": code} if code else {}
    asked = fetch("surveys.lines", build, actor, organisation=organisation, prefixes=prefixes_of(area_code), day=clock.today(), **named)
    found = [Line(row[0], row[1], row[2], row[3], row[4], bool(row[5] or row[6])) for row in asked]
    if every_version:
        return found
    newest: dict[str, Line] = {}
    for line in found:
        newest.setdefault(line.code, line)
    return list(newest.values())
