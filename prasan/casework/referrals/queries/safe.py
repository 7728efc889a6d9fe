"""What a desk is told before it has accepted: facts in codes and numbers, and no text in which a name could stand. Read as the system."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case, CaseParty, CaseReport
from prasan.casework.cases.queries.words import problem_words, wish_words
from prasan.casework.intake.models import Flag
from prasan.casework.intake.rules import FLAGS
from prasan.casework.referrals.queries import words
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.policy.prepared import ANYBODY, fetch, fetch_models
from prasan.registry.areas.queries import name_line
from prasan.registry.people.queries import PersonView, persons

HEALTH_FLAGS = frozenset({"pregnant", "newborn", "disability", "deaf", "blind", "intellectual", "bedridden", "illness", "mental_illness"})


@dataclass(frozen=True, slots=True)
class SafeFacts:
    """Those affected, without names: how many, sex and age; what they need; flags of health; kinds of problem; the district."""

    people: str
    needs: tuple[str, ...]
    health: tuple[str, ...]
    problems: str
    urgency: int
    child: bool
    area: str


NOTHING = SafeFacts("", (), (), "", 0, child=False, area="")
"""For a desk whose part is over."""


def safe_facts(case_id: UUID) -> SafeFacts:
    """The facts of a case that name nobody."""
    lang = get_language() or "th"
    job = system("referral")
    with acting(job):
        (case,) = fetch_models("referral.case", _case, ANYBODY, case=case_id)
        affected = affected_of(case_id)
        views = list(persons(job, affected, lang=lang).values()) if affected else []
        flags = sorted({code for (code,) in fetch("referral.flags", _flags, ANYBODY, case=case_id)})
        wishes = wish_words({"codes": list((case.wishes or {}).get("codes", ()))}, lang)
    place = 0 if lang == "th" else 1
    return SafeFacts(
        people=_people(views), needs=tuple(dict.fromkeys([need for view in views for need in (*view.needs, *view.speaks)] + wishes)),
        health=tuple(FLAGS[code][place] for code in flags if code in HEALTH_FLAGS), problems=problem_words(list(case.problems), lang),
        urgency=case.urgency, child=case.children != "no", area=name_line(case.area_code[:4], lang) if case.area_code else "",
    )


def affected_of(case_id: UUID) -> list[UUID]:
    """The persons to whom something happened, as the system sees them."""
    return [person for (person,) in fetch("referral.affected", _affected, ANYBODY, case=case_id)]


def _case(_actor: Actor, case: UUID) -> QuerySet[Case, Case]:
    return Case.objects.only("id", "area_code", "problems", "children", "urgency", "wishes").filter(pk=case)


def _affected(_actor: Actor, case: UUID) -> QuerySet[Any, Any]:
    return CaseParty.objects.filter(case_id=case, role="affected", ends_at=None).values_list("person_id")


def _flags(_actor: Actor, case: UUID) -> QuerySet[Any, Any]:
    reports = CaseReport.objects.filter(case_id=case, undone_at=None).values("report_id")
    return Flag.objects.filter(report_id__in=reports).values_list("code")


def _people(views: list[PersonView]) -> str:
    each = [" ".join(part for part in (view.sex_th if view.sex != "unknown" else "", view.age_text) if part) for view in views]
    count = ngettext("%(n)s คน", "%(n)s คน", len(views)) % {"n": len(views)}
    told = [one for one in each if one]
    return f"{count} ({' · '.join(told)})" if told else count


def part_line(part: Section, facts: SafeFacts, *, open_: bool) -> str:
    """One line for a shared part: its word, what can be said of it without a name, and that the rest opens on acceptance."""
    if facts is NOTHING:
        return str(words.PARTS[part])
    said = {
        Section.IDENTITY: " · ".join((facts.people, *facts.needs, *(() if open_ else (_("ชื่อเปิดเมื่อรับ"),)))),
        Section.CONTACT: "" if open_ else _("เปิดเมื่อรับ ก่อนนั้นติดต่อผ่านผู้ส่ง"),
        Section.STORY: facts.problems,
        Section.RISK: str(words.URGENCY.get(facts.urgency, "")) + (f" · {_('ดูแลอย่างเด็ก')}" if facts.child else ""),
        Section.HEALTH: " · ".join(facts.health),
    }.get(part, "")
    if part not in {Section.IDENTITY, Section.CONTACT} and not open_:
        said = f"{said} · {_('รายละเอียดเปิดเมื่อรับ')}" if said else _("เปิดเมื่อรับ")
    word = str(words.PARTS[part])
    return f"{word}: {said}" if said else word
