"""Every door of the house: each route with the things by whose ids it is asked for. A route that nobody placed here is an error.

Nothing is guessed from what a view does: the names in an address say of which kind the id is; addresses of the API, which say `pk` only,
by where they begin.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from django.urls import get_resolver

from prasan.ground.clock import today
from tests.assurance.access.scenes import Scene

# What an id in an address is of.
NAMES = {
    "case_id": "case", "report_id": "report", "person_id": "person", "referral_id": "referral", "action_id": "plan_action", "note_id": "note",
    "transfer_id": "transfer", "member_id": "member", "file_id": "file", "party_id": "party", "likeness_id": "likeness", "closure_id": "closure",
    "look_id": "followup", "message_id": "message", "hand_over_id": "hand_over", "office_id": "office", "organisation": "office", "user": "user",
    "subject": "user", "opening": "opening", "object_id": "case", "about_id": "about", "root_id": "case", "merge_id": "merge", "leave_id": "leave",
    "token": "token", "position": "position", "watch": "watch", "case": "case", "member": "member", "report": "report", "party": "party",
    "file": "file", "request_id": "rights", "export_id": "export", "disposal_id": "disposal", "hold_id": "hold", "breach_id": "breach",
    "talk_id": "talk", "work_id": "work", "watching_id": "watching", "help_id": "help", "resource_id": "resource",
    "form_id": "form", "version_id": "form_version", "version": "form_version", "round_id": "round", "organisation_id": "office",
    "interviewer_id": "interviewer",
    "submission_id": "submission", "book_id": "book", "link_id": "answer_link", "taking_id": "taking", "roster_id": "roster", "entry_id": "entry",
    "device": "telephone",
    "centre_id": "centre", "activity_id": "activity", "partner_id": "partner", "assessment_id": "assessment", "certificate_id": "certificate",
    "standard_id": "standard", "evidence_id": "evidence", "evidence": "evidence",
}
# Names that mean something else below a beginning.
OTHERWISE = {"centres/reports/": {"report_id": "year_report"}, "centres/members/": {"member_id": "committee_member"}}
BEGINNINGS = (
    ("api/v1/people/merges/", "merge"), ("api/v1/people/", "person"), ("api/v1/contact/messages/", "message"), ("api/v1/reports/", "report"),
    ("api/v1/triage/reports/", "report"), ("api/v1/triage/likenesses/", "likeness"), ("api/v1/cases/notes/", "note"),
    ("api/v1/cases/plan/", "plan_action"), ("api/v1/cases/transfers/", "transfer"), ("api/v1/cases/", "case"), ("api/v1/referrals/", "referral"),
    ("api/v1/followups/", "followup"), ("api/v1/closures/", "closure"), ("api/v1/organisations/", "office"), ("api/v1/<kind>/", "case"),
    ("api/v1/leaves/", "leave"), ("api/v1/worklist/hand-overs/", "hand_over"), ("api/v1/worklist/", "work"),
    ("api/v1/users/resets/", "reset"), ("api/v1/users/", "user"),
    ("api/v1/privacy/requests/", "rights"), ("api/v1/privacy/exports/", "export"), ("api/v1/privacy/disposals/", "disposal"),
    ("api/v1/talks/", "talk"), ("api/v1/watches/", "watching"), ("api/v1/local-help/", "help"), ("api/v1/resources/", "resource"),
    ("api/v1/privacy/holds/", "hold"), ("api/v1/privacy/breaches/", "breach"), ("api/v1/surveys/forms/", "form"),
    ("api/v1/surveys/rounds/", "round"), ("api/v1/surveys/interviewers/", "interviewer"),
    ("api/v1/case-answers/", "answer_link"), ("api/v1/surveys/takings/", "taking"), ("api/v1/surveys/lists/", "roster"), ("api/v1/surveys/entries/", "entry"),
    ("api/v1/surveys/submissions/", "submission"), ("api/v1/surveys/answers/", "form"),
    ("api/v1/centres/activities/", "activity"), ("api/v1/centres/assessments/", "assessment"), ("api/v1/centres/members/", "committee_member"),
    ("api/v1/centres/reports/", "year_report"), ("api/v1/centres/", "centre"),
)
WORDS: dict[str, tuple[str, ...]] = {
    "move_name": ("approve", "refuse", "rest"), "sheet": ("log",), "domain": ("plan",), "digest": ("none",), "table": ("Submissions",), "ending": ("csv",),
    "move": ("accept", "ask_close"), "name": ("drop",), "code": ("40", "case", "th"), "province": ("40",), "step": ("1",), "year": (str(today().year + 543),),
}
KINDS = {"import/": ("centres", "committees"),
         "answers/": ("csv", "xlsx"), "access/open/": ("case",), "contact/": ("person", "reporter"), "api/v1/contact/": ("person", "reporter"),
         "api/v1/import/": ("centres", "committees"), "api/v1/": ("case",)}  # fmt: skip
# Routes that hold no record of anybody's, why, and what proves it of them in place of the oracle. A pattern that matches no route is an error.
APART: tuple[tuple[str, str, str], ...] = (
    (r"report/.*|receipt|services|rights|privacy|safety|exit", "the public's: who asks is nobody, and tells or asks by a receipt of one's own",
     "surfaces/public"),
    (r"access|account/(log|unlock|passkey|app|codes|drop|second|password|confirm|sessions).*|enrol/.*",
     "one's own way in: asking ends or changes it, and there is nobody else's", "registry/access"),
    (r"openrosa/.*", "telephones: who asks is a token and no user of any post, and gets questions only", "assurance/access/test_telephones.py"),
    (r"enter", "of demonstrations only, which hold nothing true", "surfaces/ops"),
    (r"api/v1/openapi.json|api/v1/|healthz|readyz|components", "the same for everybody, made from the code", "surfaces"),
)


@dataclass(frozen=True)
class Door:
    """A route, and one address of it; `root` is the thing that decides whether it opens (None: a list or a page of one's own)."""

    route: str
    path: str
    root: UUID | None


def routes() -> list[str]:
    """Every route of the house, as it is written in urls."""
    return sorted({route for route, _ in walk(get_resolver(), "")})


def walk(resolver: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Each route below `before`, in the order in which they are looked at, with what answers there."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, route)
        else:
            yield route, one.callback


def apart(route: str) -> bool:
    """Whether a route holds no record."""
    return any(re.fullmatch(pattern, route) for pattern, _why, _proof in APART)


def doors(scene: Scene, route: str, *, most: int = 12) -> list[Door]:
    """Addresses of a route in this scene; [] when the scene holds nothing of its kind. Raises KeyError for a route that nobody placed."""
    slots = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    choices = [_choices(scene, route, name) for _, name in slots]
    found = []
    for values in product(*choices):
        if not scene.together({scene.roots[value] for value in values if value in scene.roots}):
            continue
        path, root = f"/{route}", None
        for (kind, name), value in zip(slots, values, strict=True):
            path = path.replace(f"<{kind}:{name}>" if kind else f"<{name}>", str(value))
            root = value if isinstance(value, UUID) and value in scene.roots and root is None else root
        found.append(Door(route, path, root))
    return found[:most]


def _choices(scene: Scene, route: str, name: str) -> list[Any]:
    if name in WORDS:
        return list(WORDS[name])
    if name == "kind":
        return list(next(kinds for start, kinds in KINDS.items() if route.startswith(start)))
    if name == "office":
        name = "office_id"
    if name in {"file", "file_id"} and "reports/" in route:
        return list(scene.ids["report_file"])
    kind = next(kind for start, kind in BEGINNINGS if route.startswith(start)) if name == "pk" else _kind(route, name)
    public = {"office": [scene.cast.intake.organisation], "user": [scene.cast.doctor.user]}
    about = {"about": [*scene.ids["person"][:2], *scene.ids["report"][:2]]}
    return {**scene.ids, **public, **about}.get(kind, [])


def _kind(route: str, name: str) -> str:
    return next((kinds[name] for start, kinds in OTHERWISE.items() if route.startswith(start) and name in kinds), "") or NAMES[name]
