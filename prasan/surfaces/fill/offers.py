"""What the signed-in person's centre may fill, and by which of our two pages: facts of the surveys, put together for the browser."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from prasan.community.surveys.queries import drafts, rosters, serving
from prasan.community.surveys.rules.xform import parsed
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import may_begin
from prasan.registry.organisations.queries import organisation

Way = Literal["ours", "other", "collect"]
XF = "{http://www.w3.org/2002/xforms}"
# What our own page cannot ask. ODK Web Forms can draw the first two; its date box shows months first and the common era, which Thai readers misread,
# so that a form with a date is never offered there.
MAPS = frozenset({"geotrace", "geoshape"})
NOWHERE = frozenset({"dateTime", "barcode", "intent"})
DATES = frozenset({"date", "dateTime"})


@dataclass(frozen=True, slots=True)
class Centre:
    """In whose name somebody fills."""

    id: UUID
    name: str
    area_code: str


def person_word(actor: Actor) -> str:
    """An opaque word for a person, the same on every device; it tells nothing without the server's key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"fill:{actor.user}".encode(), hashlib.sha256).hexdigest()[:24]


def centre_of(actor: Actor, lang: str) -> Centre:
    """The own organisation. Raises Hidden when there is none."""
    fact = organisation(actor.home) if actor.home else None
    if fact is None:
        raise Hidden("organisation", "")
    return Centre(fact.id, fact.name(lang), fact.area_code or "")


def offers(actor: Actor, centre: Centre) -> list[dict[str, Any]]:
    """The forms that the centre may fill now, with the addresses of their texts and lists."""
    found = serving.offered(actor, organisation=centre.id, area_code=centre.area_code)
    rounds = serving.rounds_under_way(actor, organisation=centre.id)
    return [*(_offer(actor, centre, fact, rounds.get(fact.form)) for fact in found), *_to_try(actor, centre)]


def _to_try(actor: Actor, centre: Centre) -> list[dict[str, Any]]:
    """The drafts of the own office; their answers are tests (send)."""
    if not may_begin(actor, "form.make"):
        return []
    facts = [serving.version_facts(actor, id=pk) for pk in drafts.drafts_to_try(actor)]
    return [_offer(actor, centre, replace(fact, title=_("ลองกรอก: %(title)s") % {"title": fact.title}), None) for fact in facts]


def _offer(actor: Actor, centre: Centre, fact: serving.VersionFact, round_: serving.RoundFact | None) -> dict[str, Any]:
    lists = [{"name": one.name, "md5": one.md5, "address": reverse("fill:list", args=[fact.id, one.name])} for one in files_of(actor, centre, fact)]
    return {
        "version": str(fact.id), "code": fact.code, "title": fact.title, "md5": fact.md5, "lists": lists,
        "way": way_of(fact.md5, lambda: serving.xform_bytes(actor, id=fact.id)),
        "address": reverse("fill:form", args=[fact.id]), "other": reverse("fill:other", args=[fact.id]),
        "own": list(fact.rosters), "round": {"title": round_.title, "consent": round_.consent} if round_ else None,
    }


def files_of(actor: Actor, centre: Centre, fact: serving.VersionFact) -> tuple[serving.Listed, ...]:
    """The lists that a version needs, those of the centre itself among them, as they are now."""
    own = rosters.roster_files(actor, fact, centre.id)
    return (*(one for one in fact.files if one.name not in {each.name for each in own}), *own)


def offered(actor: Actor, centre: Centre, version: UUID) -> serving.VersionFact:
    """A version that this centre may have: offered now, taken still, or a draft of the own office. Raises Hidden."""
    fact = serving.version_facts(actor, id=version)
    if fact.published_at is None and drafts.may_try(actor, version):
        return fact
    if not fact.takes or not centre.area_code.startswith(fact.area_code):
        raise Hidden("form_version", version)
    return fact


class _Text:
    """A form's text that is read only when its answer is not remembered."""

    def __init__(self, md5: str, read: Any) -> None:
        self.md5 = md5
        self.read = read

    def __hash__(self) -> int:
        return hash(self.md5)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Text) and other.md5 == self.md5


def way_of(md5: str, read: Any) -> Way:
    """Which page can ask everything that a form asks. Remembered by the form's md5; `read()` gives its bytes."""
    return _way(_Text(md5, read))


@lru_cache(maxsize=1000)
def _way(text: _Text) -> Way:
    asked = set(kinds(text.read()))
    if asked & NOWHERE or any(kind.startswith("upload:") and kind != "upload:image" for kind in asked):
        return "collect"
    if asked & MAPS:
        return "collect" if asked & DATES else "other"
    return "ours"


def kinds(xform: bytes) -> Iterable[str]:
    """Types of everything that is asked, and `upload:<media>` for files."""
    root = parsed(xform)
    types: Mapping[str, str] = {bind.get("nodeset", ""): bind.get("type", "string").split(":")[-1] for bind in root.iter(f"{XF}bind")}
    for name in ("input", "select", "select1", "range", "trigger"):
        for control in root.iter(f"{XF}{name}"):
            yield types.get(control.get("ref", ""), "string")
    for control in root.iter(f"{XF}upload"):
        yield f"upload:{control.get('mediatype', '*').split('/')[0]}"
