"""The check: what somebody meets behind every door is what the oracle allows, no more and no less."""

import random
import re
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model
from django.test import Client

from prasan.casework.cases.models import (
    Case,
    CaseEvent,
    CaseFile,
    CaseParty,
    CaseReport,
    PlanAction,
    TeamMember,
    Tenure,
)
from prasan.casework.intake.models import Report, Reporter, ReportFile, ReportParty
from prasan.community.centres.models import (
    Activity,
    Assessment,
    Centre,
    Certificate,
    Committee,
    Evidence,
    Member,
    Partner,
    Seat,
    YearReport,
)
from prasan.ground.files.models import StoredFile
from prasan.ground.policy import Actor, acting
from prasan.ground.policy.grants import protection_of
from prasan.ground.policy.scope import scope
from tests.assurance import oracle
from tests.assurance.access.doors import Door, apart, doors, routes
from tests.assurance.access.scenes import SYSTEM, Scene, Secret, worker
from tests.assurance.oracle import Worker
from tests.assurance.result import Result
from tests.cast import Person

MARK = re.compile(r"zq[a-z]{5}\d{3}x")
ONCE = re.compile(r'name="(csrfmiddlewaretoken|token)" value="[^"]*"|"csrf[^"]*": "[^"]*"|X-CSRFToken[^}]*')
LISTS = (
    "/cases/?which=mine&state=all", "/cases/?which=team&state=all", "/cases/?which=unit&state=all", "/cases/?which=area&state=all",
    "/api/v1/people/search?q=ฟ้าใส", "/api/v1/people/search?q=สมพงษ์", "/api/v1/cases?which=area", "/api/v1/reports",
)
TYPED = ("ฟ้าใส", "สมพงษ์", "ผู้แจ้ง")
OTHERWISE_READ = frozenset({"author", "asked", "exclusion", "closing"})
OPENED_BY_POST = ("reporter", "code-word")


def allowed(who: Worker, scene: Scene, secret: Secret) -> bool:
    """Whether the oracle lets somebody read a secret."""
    if secret.paper is not None:
        story = secret.part == "annotation" and "story" in oracle.of_case(who, scene.cases[secret.case or 0])
        return story or oracle.of_paper(who, scene.papers[secret.paper])
    if secret.case is None and secret.report is None:
        return _of_a_centre(who, scene, secret)
    if secret.case is not None and secret.part in OTHERWISE_READ:
        return _of_few(who, scene.cases[secret.case], secret)
    parts = oracle.of_report(who, scene.reports[secret.report or 0]) if secret.case is None else oracle.of_case(who, scene.cases[secret.case])
    return ({"perpetrator", "identity"} if secret.part == "perpetrator" else {secret.part}) <= parts


def _of_few(who: Worker, case: oracle.Case, secret: Secret) -> bool:
    """What in a case is not read by its parts: an author's own, what a desk was asked, why somebody is kept out, how it ended."""
    parts = oracle.of_case(who, case)
    match secret.part:
        case "author":
            return bool(parts) and who.user == secret.author
        case "asked":
            return oracle.of_referral(who, case, secret.receiver)
    return who.user == case.manager or (bool(parts) and who.role == oracle.HEAD and who.office in case.unit_line)


def _of_a_centre(who: Worker, scene: Scene, secret: Secret) -> bool:
    """What hangs on no case: of a family centre, of a telephone, or somebody's own (its other readers are asked in tests of its own)."""
    if secret.centre is not None:
        return secret.part in oracle.of_centre(who, scene.centres[secret.centre])
    if secret.telephone is not None:
        return oracle.of_telephone(who, scene.telephones[secret.telephone])
    return who.user == secret.author


def parts_of(who: Worker, scene: Scene, root: tuple[str, int]) -> frozenset[str]:
    """The parts of the record to which a thing belongs."""
    kind, n = root
    if kind == "paper":
        return frozenset({"existence"} if oracle.of_paper(who, scene.papers[n]) else ())
    if kind == "asked":
        return frozenset({"existence"} if who.user in scene.asked[n] else ())
    if kind == "own":
        return frozenset({"existence"} if who.user == scene.own[n] else ())
    if kind == "centre":
        return oracle.of_centre(who, scene.centres[n])
    if kind == "telephone":
        return frozenset({"existence"} if oracle.of_telephone(who, scene.telephones[n]) else ())
    return oracle.of_case(who, scene.cases[n]) if kind == "case" else oracle.of_report(who, scene.reports[n])


def check(result: Result, scene: Scene, person: Person, chance: random.Random, *, most: int = 0) -> None:
    """One person behind every door; behind `most` of them, leaks only are looked for."""
    who, client = worker(person, person.fresh()), scene.cast.client(person)
    mine = {secret.mark: allowed(who, scene, secret) for secret in scene.secrets}
    of = {secret.mark: secret for secret in scene.secrets}
    met: set[str] = set()
    unknown: dict[str, tuple[str, int]] = {}  # what this person gets for an id that there is not, by the address without it
    for door in _all_doors(scene, chance)[: most or None]:
        text, status = _ask(client, door)
        result.met(door.route)
        marks = set(MARK.findall(text))
        wrong = [of[mark].where for mark in marks if not mine[mark]]
        result.compare(not wrong, f"LEAK: {person.key} read {', '.join(wrong)} at {door.path}")
        met |= marks
        if door.root is not None and not any_right(who, scene, door):
            form, other = door.path.replace(str(door.root), "{}"), uuid4()
            if form not in unknown:
                text_of_none, status_of_none = _ask(client, Door(door.route, form.replace("{}", str(other)), None))
                unknown[form] = _plain(text_of_none, other), status_of_none
            same = (_plain(text, door.root), status) == unknown[form]
            result.compare(same, f"LEAK: {person.key} can tell {door.path} ({status}) from an unknown one ({unknown[form][1]})")
    if most:
        return
    met |= _typed(result, client, scene, person, mine, of)
    for mark, may in mine.items():
        result.compare(may == (mark in met), f"REFUSED: {person.key} never met {of[mark].where} (case {of[mark].case}, report {of[mark].report})"
                       if may else f"LEAK: {person.key} met {of[mark].where}")
    _files(result, client, scene, who, person)


def _all_doors(scene: Scene, chance: random.Random) -> list[Door]:
    found = [door for route in routes() if not apart(route) for door in doors(scene, route)]
    chance.shuffle(found)
    return [*found, *(Door(path, path, None) for path in LISTS)]


def _ask(client: Client, door: Door) -> tuple[str, int]:
    answer = client.get(door.path)
    if answer.status_code == 405 and any(word in door.path for word in OPENED_BY_POST):
        answer = client.post(door.path)
    kind = answer.headers.get("Content-Type", "text")
    if answer.streaming or not ("text" in kind or "json" in kind):
        return "", answer.status_code
    return answer.content.decode(), answer.status_code


def _plain(text: str, asked: UUID) -> str:
    """An answer without the id that was asked, and without what differs from answer to answer."""
    return ONCE.sub("", text.replace(str(asked), ""))


def any_right(who: Worker, scene: Scene, door: Door) -> bool:
    """Whether somebody may know that the thing exists, through any record."""
    root = door.root
    if root is None or parts_of(who, scene, scene.roots[root]):
        return True
    for n, pk in enumerate(scene.ids["case"]):
        if scene.roots[root] == ("case", n):
            case = scene.cases[n]
            receivers = {secret.receiver for secret in scene.secrets if secret.part == "asked" and secret.case == n}
            if any(oracle.of_referral(who, case, receiver) for receiver in receivers):
                return root in scene.ids.get("referral", ()) and root != pk
    return False


def _typed(result: Result, client: Client, scene: Scene, person: Person, mine: dict[str, bool], of: dict[str, Secret]) -> set[str]:
    met: set[str] = set()
    for typed in (*TYPED, *scene.numbers):
        text = client.post("/search", {"q": typed}).content.decode()
        for mark in set(MARK.findall(text)):
            result.compare(mine[mark], f"LEAK: {person.key} found {of[mark].where} by typing {typed}")
            met.add(mark)
    return met


def _files(result: Result, client: Client, scene: Scene, who: Worker, person: Person) -> None:
    for pk in scene.ids.get("file", ()):
        case = scene.roots[pk][1]
        status = client.get(f"/cases/{scene.ids['case'][case]}/files/{pk}").status_code
        may = "files" in oracle.of_case(who, scene.cases[case])
        result.compare(status == (200 if may else 404), f"{'REFUSED' if may else 'LEAK'}: {person.key} got {status} for a file of case {case}")


# Rows that hang on a case, a report or a family centre, and the part without which nobody sees them; None: any part beyond its existence.
ROWS: tuple[tuple[type[Model], str, str | None], ...] = (
    (Case, "id", "existence"), (CaseParty, "case_id", None), (CaseReport, "case_id", None), (Tenure, "case_id", None),
    (TeamMember, "case_id", None), (CaseFile, "case_id", None), (CaseEvent, "case_id", None),
    (PlanAction, "case_id", "plan"), (StoredFile, "root_id", "files"),
    (Report, "id", "existence"), (ReportParty, "report_id", "story"), (ReportFile, "report_id", "files"),
    (Reporter, "report_id", "reporter"),
    (Centre, "id", "existence"), (Committee, "organisation_id", "work"), (Activity, "organisation_id", "work"),
    (Assessment, "organisation_id", "work"), (Certificate, "organisation_id", "work"), (YearReport, "organisation_id", "work"),
    (Evidence, "organisation_id", "files"), (Member, "organisation_id", "names"), (Seat, "organisation_id", "names"),
    (Partner, "organisation_id", "names"),
)


def check_rows(result: Result, scene: Scene, person: Person) -> None:
    """One person and every such row: by `scope` with row security out of the way, and by plain SQL with no filter of ours."""
    actor = person.fresh()
    who = worker(person, actor)
    places = {("case", n): oracle.of_case(who, case) for n, case in enumerate(scene.cases)}
    places |= {("report", n): oracle.of_report(who, report) for n, report in enumerate(scene.reports)}
    places |= {("centre", n): oracle.of_centre(who, centre) for n, centre in enumerate(scene.centres)}
    for model, column, part in ROWS:
        with acting(SYSTEM):
            every: dict[UUID, UUID] = dict(model._default_manager.values_list("pk", column))
            if model is Centre:  # the register knows more of them
                every = {pk: root for pk, root in every.items() if root in scene.roots}
            seen = set(scope(actor, f"{protection_of(model).kind}.see", model).values_list("pk", flat=True))
        may = {pk for pk, root in every.items() if _row_shows(places[scene.roots[root]], part)}
        _compare_rows(result, f"scope of {model.__name__} for {person.key}", every, seen, may)
        if connection.vendor == "postgresql":
            with acting(actor), connection.cursor() as cursor:
                cursor.execute(f'SELECT id FROM "{model._meta.db_table}"')
                shown = {row[0] for row in cursor.fetchall()}
            _compare_rows(result, f"plain SQL on {model.__name__} for {person.key}", every, shown, may | (shown & _of_kind(actor, model)))


def _of_kind(actor: Actor, model: type[Model]) -> set[UUID]:
    """Cases that somebody may open or join to by their number: row security knows kinds, not single actions (THREAT_MODEL.md)."""
    if model is not Case:
        return set()
    with acting(SYSTEM):
        return {pk for action in ("case.join", "case.break") for pk in scope(actor, action, Case).values_list("pk", flat=True)}


def _row_shows(parts: frozenset[str], part: str | None) -> bool:
    return bool(parts - {"existence"}) if part is None else part in parts


def _compare_rows(result: Result, words: str, every: dict[UUID, UUID], seen: set[UUID], may: set[UUID]) -> None:
    for pk in every:
        result.compare((pk in seen) == (pk in may), f"{'LEAK' if pk in seen else 'REFUSED'}: {words}")
