"""What a device or a page that fills a form needs: which versions are offered to a centre, their bytes, md5, lists and questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from prasan.community.surveys.models import FormFile, FormVersion, Quota, Round, SurveyForm
from prasan.ground import clock
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import scope

TAKES = ("open", "closing")  # states in which answers are taken


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of a version. `md5`: hex of the bytes that are served."""

    id: UUID
    name: str
    md5: str
    size: int


@dataclass(frozen=True, slots=True)
class VersionFact:
    """One version. `state`: that of its form (flow.FORM); `published_at` None: the draft. `takes`: whether answers to it are taken now.

    `number`: 1, 2, ... within the form; `md5`: hex of the XForm's bytes; `owner`: the organisation that asks. `rosters`: names of lists of which a
    centre gets its own rows (queries.rosters).
    """

    id: UUID
    form: UUID
    code: str
    title: str
    state: str
    owner: UUID
    area_code: str
    rounds_only: bool
    version: str
    number: int
    md5: str
    languages: tuple[str, ...]
    published_at: datetime | None
    rosters: tuple[str, ...]
    files: tuple[Listed, ...] = ()

    @property
    def takes(self) -> bool:
        """Whether answers to it are taken: while its form is open or closing, whatever has replaced it since."""
        return self.published_at is not None and self.state in TAKES


@dataclass(frozen=True, slots=True)
class RoundFact:
    """The round in which a centre asks now."""

    id: UUID
    title: str
    consent: dict[str, str]
    wanted: int


_COLUMNS = (
    "id", "form_id", "form__code", "form__title", "form__state", "form__organisation_id", "form__area_code", "form__rounds_only", "version", "number",
    "md5", "languages", "published_at", "rosters",
)


def offered(
    actor: Actor, *, organisation: UUID, area_code: str, code: str = "", every_version: bool = False, on: date | None = None,
) -> tuple[VersionFact, ...]:
    """What a centre may fill on a day: the newest version of each open form whose area holds the centre's, in the order of titles.

    A form that is asked in rounds only is there while a round runs in which the centre has a quota. `every_version`: older ones too.
    """
    day = on or clock.today()
    prefixes = [area_code[:length] for length in range(len(area_code) + 1)]
    quotas = scope(actor, "quota.see", Quota).filter(organisation=organisation, round__in=_rounds(day).values("pk"))
    asked = quotas.values("round__form_id")
    forms = scope(actor, "form.see", SurveyForm).filter(state="open", area_code__in=prefixes).filter(Q(rounds_only=False) | Q(pk__in=asked))
    if code:
        forms = forms.filter(code=code)
    found = list(_published(actor).filter(form__in=forms.values("pk")).order_by("form__title", "form_id", "-number").values_list(*_COLUMNS))
    newest = {row[1]: row for row in reversed(found)}
    return _facts(actor, found if every_version else (row for row in found if newest[row[1]] is row))


def forms_offered(actor: Actor, *, organisation: UUID, prefixes: Iterable[str], day: date) -> QuerySet[SurveyForm]:
    """The open forms that a centre may fill on a day; `prefixes`: those of its area (prefixes_of)."""
    asked = _rounds(day).filter(quotas__organisation=organisation).values("form_id")
    forms = scope(actor, "form.see", SurveyForm).filter(state="open", area_code__in=prefixes)
    return forms.filter(Q(rounds_only=False) | Q(pk__in=asked))


def prefixes_of(area_code: str) -> tuple[str, ...]:
    """The areas in which an area lies, itself and the country included."""
    return tuple(area_code[:length] for length in range(len(area_code) + 1))


def version_named(actor: Actor, *, code: str, version: str) -> VersionFact | None:
    """The published version that a submission names by form id and version, however old; None when there is none."""
    return _one(actor, _published(actor).filter(form__code=code, version=version))


def version_facts(actor: Actor, *, id: UUID) -> VersionFact:  # noqa: A002
    """One version, a draft too. Raises Hidden."""
    found = _one(actor, scope(actor, "form_version.see", FormVersion).filter(pk=id))
    if found is None:
        raise Hidden("form_version", id)
    return found


def versions_of(actor: Actor, *, form: UUID) -> tuple[VersionFact, ...]:
    """Every published version of a form, the newest first."""
    return _facts(actor, _published(actor).filter(form_id=form).order_by("-number").values_list(*_COLUMNS))


def xform_bytes(actor: Actor, *, id: UUID) -> bytes:  # noqa: A002
    """The XForm as it is served: its md5 is that of the version. Raises Hidden."""
    found = scope(actor, "form_version.see", FormVersion).filter(pk=id).values_list("xform", flat=True).first()
    if found is None:
        raise Hidden("form_version", id)
    return bytes(found)


def workbook_bytes(actor: Actor, *, id: UUID) -> tuple[bytes, str]:  # noqa: A002
    """The XLSForm of a version as it was handed in, and a name for it. Raises Hidden when there is none."""
    rows = scope(actor, "form_version.see", FormVersion).filter(pk=id).exclude(workbook=None)
    found = rows.values_list("workbook", "form__code", "version").first()
    if found is None or found[0] is None:
        raise Hidden("form_version", id)
    return bytes(found[0]), f"{found[1]}-{found[2]}.xlsx"


def file_bytes(actor: Actor, *, version: UUID, name: str) -> tuple[bytes, str]:
    """A list of a version in force and its md5 (hex). Raises Hidden."""
    found = scope(actor, "form_file.see", FormFile).filter(version_id=version, name=name, replaced_at=None).values_list("body", "md5").first()
    if found is None:
        raise Hidden("form_file", name)
    return bytes(found[0]), found[1]


def questions_of(actor: Actor, *, id: UUID) -> list[dict[str, Any]]:  # noqa: A002
    """The nodes of a version, as `rules.schema` gives them, in the order of the form. Raises Hidden."""
    found = scope(actor, "form_version.see", FormVersion).filter(pk=id).values_list("questions", flat=True).first()
    if found is None:
        raise Hidden("form_version", id)
    return list(found)


def round_under_way(actor: Actor, *, form: UUID, organisation: UUID, on: date | None = None) -> RoundFact | None:
    """The round of a form in which a centre has a quota on a day (the one that ends first), or None."""
    mine = scope(actor, "quota.see", Quota).filter(organisation=organisation, round__in=_rounds(on or clock.today()).filter(form=form).values("pk"))
    found = mine.order_by("round__ends_on", "id").values_list("round_id", "round__title", "round__consent", "wanted").first()
    return RoundFact(*found) if found else None


def rounds_under_way(actor: Actor, *, organisation: UUID, on: date | None = None) -> dict[UUID, RoundFact]:
    """As `round_under_way`, for every form that has one, by the form's id, in one query."""
    mine = scope(actor, "quota.see", Quota).filter(organisation=organisation, round__in=_rounds(on or clock.today()).values("pk"))
    found = mine.order_by("-round__ends_on", "-id").values_list("round__form_id", "round_id", "round__title", "round__consent", "wanted")
    return {form: RoundFact(*rest) for form, *rest in found}


def _rounds(day: date) -> QuerySet[Round]:
    return Round.objects.filter(state="running", starts_on__lte=day, ends_on__gte=day)


def _published(actor: Actor) -> QuerySet[FormVersion]:
    return scope(actor, "form_version.see", FormVersion).exclude(published_at=None)


def _one(actor: Actor, rows: QuerySet[FormVersion]) -> VersionFact | None:
    return next(iter(_facts(actor, rows.values_list(*_COLUMNS)[:1])), None)


def _facts(actor: Actor, rows: Iterable[tuple[Any, ...]]) -> tuple[VersionFact, ...]:
    found = list(rows)
    lists = scope(actor, "form_file.see", FormFile).filter(version_id__in=[row[0] for row in found], replaced_at=None).order_by("name")
    files: dict[UUID, list[Listed]] = {}
    for of, listed, name, digest, size in lists.values_list("version_id", "id", "name", "md5", "size") if found else ():
        files.setdefault(of, []).append(Listed(listed, name, digest, size))
    return tuple(
        VersionFact(
            pk, form, code, title, state, owner, area_code, rounds_only, version, number, md5, tuple(languages), published_at, tuple(rosters.split()),
            tuple(files.get(pk, ())),
        )
        for pk, form, code, title, state, owner, area_code, rounds_only, version, number, md5, languages, published_at, rosters in found
    )
