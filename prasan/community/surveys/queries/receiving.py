"""What the door of submissions asks: which version a submission names, what it is held to, and for which round its centre asks."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from prasan.community.surveys.models import CentreList, FormVersion, Quota, SurveyForm
from prasan.community.surveys.queries.serving import TAKES
from prasan.community.surveys.rules.plan import Plan, plan_of
from prasan.ground.policy import Actor
from prasan.ground.policy.prepared import fetch

KEPT = 200  # plans in a process; versions never change once they are published
_plans: "OrderedDict[UUID, Plan]" = OrderedDict()
_lists: dict[UUID, dict[str, UUID]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Target:
    """The version to which something is an answer, and the round of the centre (None: outside of any). `draft`: not published."""

    version: UUID
    form: UUID
    state: str
    area_code: str
    rounds_only: bool
    draft: bool
    round: UUID | None
    code: str = ""  # of a draft: what an instance must say of itself
    name: str = ""

    @property
    def takes(self) -> bool:
        """Whether new answers are taken: while the form is open or closing, however old the version."""
        return self.draft or self.state in TAKES


def target(actor: Actor, *, code: str, version: str, organisation: UUID) -> Target | None:
    """The published version of that name, in one query. The round is the newest running one in which the centre has a quota, else the last ended one."""
    found = fetch("surveys.target", _named, actor, code=code, version=version, organisation=organisation)
    return Target(*found[0]) if found else None


def draft_target(actor: Actor, *, version: UUID) -> Target | None:
    """A draft to which test answers are sent."""
    columns = ("id", "form_id", "form__state", "form__area_code", "form__rounds_only", "form__code", "version")
    row = FormVersion.objects.filter(pk=version, published_at=None).values_list(*columns).first()
    return Target(row[0], row[1], row[2], row[3], row[4], draft=True, round=None, code=row[5], name=row[6]) if row else None


def _named(_actor: Actor, code: str, version: str, organisation: UUID) -> QuerySet[Any, Any]:
    rounds = Quota.objects.filter(organisation_id=organisation, round__form=OuterRef("form_id"), round__state__in=("running", "ended"))
    return (
        FormVersion.objects.filter(form__code=code, version=version).exclude(published_at=None)
        .annotate(is_draft=_false(), asked=Subquery(rounds.order_by("-round__state", "-round__starts_on", "round_id").values("round_id")[:1]))
        .values_list("id", "form_id", "form__state", "form__area_code", "form__rounds_only", "is_draft", "asked")
    )


def _false() -> Any:
    from django.db.models import BooleanField, Value

    return Value(value=False, output_field=BooleanField())


def plan(version: UUID, *, draft: bool = False) -> Plan:
    """What answers to a version are held to; kept in memory, for a published version never changes."""
    with _lock:
        known = _plans.get(version)
        if known is not None:
            _plans.move_to_end(version)
            return known
    xform, questions = FormVersion.objects.values_list("xform", "questions").get(pk=version)
    made = plan_of(bytes(xform), questions)
    if not draft:
        with _lock:
            _plans[version] = made
            while len(_plans) > KEPT:
                _plans.popitem(last=False)
    return made


def rosters_of(version: UUID, form: UUID) -> dict[str, UUID]:
    """The lists of the office that asks, by their names, as far as this version makes or changes entries; kept in memory, for none ever goes."""
    known = _lists.get(version)
    if known is not None:
        return known
    owner = SurveyForm.objects.values_list("organisation_id", flat=True).get(pk=form)
    names = {one.roster for one in plan(version).entries}
    found = dict(CentreList.objects.filter(organisation_id=owner, name__in=names).values_list("name", "id"))
    if names <= found.keys():
        if len(_lists) >= KEPT:
            _lists.clear()
        _lists[version] = found
    return found
