"""From answers to a report: what was typed on the pages becomes intake's plain values. Nothing is guessed that changes who may see it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.forms import Form
from django.http import QueryDict
from pydantic import TypeAdapter

from prasan.casework.intake import rules
from prasan.casework.intake.rules import Content, FlagTold, Party, Place, SafeContact, Teller, Told
from prasan.ground.clock import PartialDate
from prasan.surfaces.public import forms

Answers = Mapping[str, Mapping[str, Sequence[str]]]
ADULT = 18
_PARTED = re.compile(r"[,;/]|\s+และ\s*|\s+")
ROLES = {"self": "self", "child": "knows_child", "adult": "knows_adult", "stranger": "passer_by"}


_CONTENT = TypeAdapter(Content)


def packed(content: Content) -> dict[str, Any]:
    """A report as plain values, to lie in the draft between checking and sending."""
    values: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return values


def unpacked(values: Mapping[str, Any]) -> Content:
    """The report again. Raises ValueError for values that are no report."""
    return _CONTENT.validate_python(values)


def form_for(step: int, answers: Answers) -> Form:
    """The form of a step (1 to 6) with what was answered, or empty."""
    kind = forms.QUESTIONS[step - 1]
    given = answers.get(str(step))
    return kind(typed(given)) if given is not None else kind()


def typed(given: Mapping[str, Sequence[str]]) -> QueryDict:
    """Stored answers as a form reads them."""
    data = QueryDict(mutable=True)
    for name, values in given.items():
        data.setlist(name, list(values))
    return data


def keep(data: QueryDict) -> dict[str, list[str]]:
    """What was posted, without the machinery, each value cut to what a form could ever take."""
    return {name: [value[: forms.STORY + 1000] for value in data.getlist(name)][:60] for name in data if name != "csrfmiddlewaretoken"}


def cleaned(answers: Answers) -> dict[int, dict[str, Any]]:
    """The answers of all steps that are right; a step that was skipped or is wrong gives nothing."""
    found: dict[int, dict[str, Any]] = {}
    for step in range(1, len(forms.QUESTIONS) + 1):
        form = form_for(step, answers)
        if form.is_bound and form.is_valid():
            found[step] = {**form.cleaned_data, **({"area_code": form.area_code} if isinstance(form, forms.Where) else {})}
    return found


def content_of(answers: Answers, *, channel: str, language: str) -> Content:
    """The report that these answers tell."""
    steps = cleaned(answers)
    danger, who, what, by, where, answer = (steps.get(step, {}) for step in range(1, 7))
    on = by.get("on")
    problems = (*what.get("what", ()), *what.get("more", ()))
    parties = _parties(who, by)
    return Content(
        channel=channel,
        story=what.get("story", ""),
        problems=problems,
        where=Place(where.get("area_code", ""), " ".join(part for part in (where.get("place", ""), where.get("words", "")) if part)),
        when=Told(on.iso if isinstance(on, PartialDate) else "", by.get("when", "")),
        parties=parties,
        reporter=_teller(who, answer),
        safe_contact=_safe(answer),
        flags=tuple(FlagTold(code) for code in _flags(who)),
        wishes=tuple(answer.get("wishes", ())),
        wish_words=answer.get("wish_words", ""),
        danger_now={"yes": "yes", "hurt": "yes", "no": "no"}.get(danger.get("danger", ""), "unknown"),  # type: ignore[arg-type]
        hurt_now="yes" if danger.get("danger") == "hurt" else "unknown",
        signs=_signs(who, what, by, parties),
        unrest="orphan.unrest" in problems,
        involves_office=where.get("involves") or "unknown",
        involved_words=where.get("involved", ""),
        excluded_kinds=tuple(where.get("offices", ())) if where.get("involves") == "yes" else (),
        language=language,
        tip=bool(what.get("heard")),
    )


def _parties(who: Mapping[str, Any], by: Mapping[str, Any]) -> tuple[Party, ...]:
    affected = Party(
        "affected", name=who.get("name", ""), sex=who.get("sex", ""), age_words=who.get("age", ""),
        relation="ผู้แจ้งเอง" if who.get("who") == "self" else "",
    )
    children = [Party("affected", age_words=age, relation="เด็กที่อยู่ด้วย") for age in _PARTED.split(who.get("children", "")) if age.strip()][:10]
    alleged = Party("alleged", name=by.get("by_name", ""), kin=by.get("kin", ""), relation=rules.RELATIONS.get(by.get("kin", ""), ("",))[0])
    return tuple(party for party in (affected, *children, alleged) if not party.empty)


def _teller(who: Mapping[str, Any], answer: Mapping[str, Any]) -> Teller | None:
    role = ROLES.get(who.get("who", ""), "")
    if role == "self" and _child(who):
        role = "self_child"
    teller = Teller(role=role, name=answer.get("your_name", ""), contact=answer.get("contact", "") if answer.get("way") not in {"", "none"} else "")
    return teller if teller.role or not teller.anonymous else None


def _safe(answer: Mapping[str, Any]) -> SafeContact:
    """Not told means: only through the receipt."""
    way, hours = answer.get("way") or "none", answer.get("hours") or ""
    channel = {"none": "receipt", "trusted": "phone"}.get(way, way)
    first, _, last = hours.partition("-")
    return SafeContact(
        channels=(channel,),
        address=answer.get("contact", "") if way != "none" else "",
        hours=((first, last),) if last else () if hours == "any" else None,
        say=answer.get("say", ""),
        never=answer.get("never", ""),
        who_may_answer=answer.get("contact", "") if way == "trusted" else "",
    )


def _child(who: Mapping[str, Any]) -> bool:
    age = rules.read_age(who.get("age", ""))
    return age.under(ADULT) is True if age is not None else who.get("who") == "child"


def _flags(who: Mapping[str, Any]) -> list[str]:
    age = rules.read_age(who.get("age", ""))
    derived = ["child"] if _child(who) else []
    if age is not None and age.low < 7:
        derived.append("under_7")
    return list(dict.fromkeys([*who.get("needs", ()), *derived]))


def _signs(
    who: Mapping[str, Any], what: Mapping[str, Any], by: Mapping[str, Any], parties: Sequence[Party]
) -> tuple[tuple[str, rules.Answer], ...]:
    """The ticks, and what follows from them: who was hurt, a child or an adult; violence while pregnant is a sign of its own.

    Bodily violence to a child counts as hurt without a tick of its own: nobody on a telephone has seen under the clothes.
    """
    found: dict[str, rules.Answer] = dict.fromkeys((code for code in by.get("grave", ()) if code != "hurt"), "yes")
    if by.get("access") in {"yes", "no"}:
        found["access_today"] = cast("rules.Answer", by["access"])
    bodily = "violence.physical" in what.get("what", ())
    affected = next((party for party in parties if party.role == "affected"), None)
    age = rules.read_age(affected.age_words) if affected else None
    child = age is not None and age.under(ADULT) is True
    if "hurt" in by.get("grave", ()) or (bodily and child):
        found["child_hurt" if child else "adult_hurt"] = "yes"
    if bodily and "pregnant" in who.get("needs", ()):
        found["hurt_pregnant"] = "yes"
    return tuple(found.items())
