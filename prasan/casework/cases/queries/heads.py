"""The head of a page that belongs to a case: its number, its banner, whether the reader may do what the page does; and the smaller pages."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.flow import PLAN, TRANSFER
from prasan.casework.cases.models import Case, CaseEvent, CaseParty, Note, PlanAction, TeamMember, Transfer
from prasan.casework.cases.queries import words
from prasan.casework.cases.queries.banner import about_of, banner_of, safe_contact
from prasan.casework.cases.queries.lines import event_lines, look_lines, names_of
from prasan.casework.cases.queries.page import note_line, plan_line
from prasan.casework.cases.queries.parts import LOOKING, Part
from prasan.casework.cases.queries.shown import NoteLine, PlanLine
from prasan.ground import audit, clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.flow import Offer
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor, Hidden, Refused, Section, acting, system
from prasan.ground.policy.models import Exclusion
from prasan.ground.policy.scope import get, sight
from prasan.ground.screens.parts import Event, Look, SafeContact
from prasan.ground.vault import prefetch
from prasan.registry.access.models import User
from prasan.registry.areas.queries import name_line
from prasan.registry.contact.queries import code_word as open_code_word
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import name_in
from prasan.registry.people.queries import persons

PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands over every page of a case."""

    id: UUID
    number: str
    version: int
    state: str
    step: str
    urgency: int
    area_code: str
    organisation: UUID
    manager: UUID
    sections: Section
    rights: frozenset[str]
    safe: SafeContact | None

    def may(self, right: str) -> bool:
        """Whether the reader holds a right, such as "manage"."""
        return f"case.{right}" in self.rights


RIGHTS = ("case.manage", "case.contribute", "case.assign", "case.exclude", "case.approve", "case.reopen")


def case_head(actor: Actor, case_id: UUID, *, right: str = "") -> CaseHead:
    """The head of a case. Raises Hidden out of scope, and Refused when the page needs a right that the reader has not."""
    columns = ("number", "version", "state", "step", "urgency", "area_code", "organisation_id", "manager_id")
    seen = sight(actor, "case.see", Case, case_id, values=columns, rights=RIGHTS)
    if not seen.sections:
        raise Hidden("case", case_id)
    if right and right not in seen.rights:
        raise Refused(right)
    safe = None
    if Section.CONTACT in seen.sections:
        safe = safe_contact(banner_of(actor, about_of(case_id))[1], case_id=case_id)
    row = seen.values
    return CaseHead(
        case_id, row["number"], row["version"], row["state"], row["step"], row["urgency"], row["area_code"], row["organisation_id"],
        row["manager_id"], seen.sections, seen.rights, safe,
    )


def timeline(actor: Actor, case_id: UUID, *, cursor: str = "") -> tuple[tuple[Event, ...], str]:
    """The whole timeline, newest first, page by page; written down. Raises Hidden, and Invalid for a cursor that is not ours."""
    seen = sight(actor, "case.see", Case, case_id, values=("organisation__name_th", "organisation__name_en"))
    if not seen.sections & ~Section.EXISTENCE:
        raise Hidden("case", case_id)
    lang = get_language() or "th"
    rows, following = keyset(CaseEvent.objects.filter(case_id=case_id).select_related("organisation"), ("-at", "id"), cursor, PAGE)
    parts = [
        _part("event", row.pk, ref=row.object_id, at=row.at, code=row.verb, number=int(row.hot), name=row.actor, detail=row.detail,
              office=row.organisation.name(lang) if row.organisation else "")
        for row in rows
    ]
    audit.record("open", "timeline", case_id, root=case_id)
    home = seen.values["organisation__name_th"] if lang == "th" else seen.values["organisation__name_en"] or seen.values["organisation__name_th"]
    return event_lines(parts, names_of(actor, parts), home=home, lang=lang), following


def looks(actor: Actor, case_id: UUID, *, cursor: str = "") -> tuple[tuple[Look, ...], str]:
    """Everybody who looked, newest first; written down. Needs the right to manage or to exclude. Who opened the reporter is the privacy officer's."""
    get(actor, "case.exclude", Case, case_id, see="case.see")
    verbs = [verb for verb in LOOKING if verb != "open_reporter"]
    rows, following = keyset(
        AuditRow.objects.filter(root_id__in=[str(case_id), audit.hashed(str(case_id))], verb__in=verbs), ("-id",), cursor, PAGE
    )
    audit.record("open", "looks", case_id, root=case_id)
    parts = [_part("look", case_id, ref=case_id, at=row.at, code=row.verb, name=row.actor, office=row.object_kind, detail=row.detail) for row in rows]
    return look_lines(parts, names_of(actor, parts), case_id=case_id, now=clock.now(), lang=get_language() or "th"), following


def notes(actor: Actor, case_id: UUID, *, cursor: str = "") -> tuple[tuple[NoteLine, ...], str]:
    """All notes that this reader may read, newest first; counselling opens for its author."""
    seen = sight(actor, "case.see", Case, case_id)
    if not seen.sections & ~Section.EXISTENCE:
        raise Hidden("case", case_id)
    rows = Note.standing(case_id).select_related("author", "organisation")
    if Section.NOTES not in seen.sections:
        rows = rows.filter(author_id=actor.user)
    found, following = keyset(rows, ("-happened_at", "id"), cursor, PAGE)
    prefetch([case_id])
    audit.record("open", "notes", case_id, root=case_id)
    lang = get_language() or "th"
    return tuple(note_line(_note_part(row), case_id=case_id, user=actor.user, lang=lang) for row in found), following


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note as its author changes it."""

    id: UUID
    case_id: UUID
    kind: str
    text: str
    summary: str
    replaced: bool


def own_note(actor: Actor, note_id: UUID) -> OwnNote:
    """A note of the reader's own. Raises Hidden, Refused for somebody else's."""
    row = get(actor, "note.change", Note, note_id, see="note.see")
    audit.record("open", "note", note_id, root=row.case_id)
    replaced = Note.objects.filter(replaces_id=note_id).exists()
    return OwnNote(row.pk, row.case_id, row.kind, row.text or "", row.summary or "", replaced)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One action of the plan with the moves that this reader may make."""

    case_id: UUID
    line: PlanLine
    version: int
    five_p: str
    offers: tuple[Offer, ...]


def plan_action(actor: Actor, action_id: UUID) -> PlanView:
    """One action of the plan. Raises Hidden out of scope."""
    row = get(actor, "plan_action.see", PlanAction, action_id)
    extra = PlanAction.objects.filter(pk=action_id).values_list(name_in(get_language() or "th"), "assignee__name").get()
    boxes = row.__dict__
    part = _part("plan", row.pk, ref=row.organisation_id, at=row.made_at, until=row.due_at, code=row.five_p, number=row.version,
                 name=extra[1] or "", office=extra[0], detail=row.state, box=boxes["text"], box2=boxes["result"])
    audit.record("open", "plan_action", action_id, root=row.case_id)
    line = plan_line(part, case_id=row.case_id, now=clock.now(), lang=get_language() or "th")
    return PlanView(row.case_id, line, row.version, row.five_p, PLAN.offers(actor, row))


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer as its receiver or its sender sees it: safe facts of the case and the reason, no name, until it is accepted."""

    id: UUID
    version: int
    case_id: UUID
    state: str
    state_word: str
    tag: str
    number: str
    urgency: int
    facts: tuple[str, ...]
    from_office: str
    from_user: str
    to_office: str
    to_organisation: UUID
    to_user: UUID | None
    to_name: str
    offered: str
    reason: str
    answer: str
    offers: tuple[Offer, ...]


def transfer(actor: Actor, transfer_id: UUID) -> TransferView:
    """One transfer. Raises Hidden out of scope. That it was opened is written down under the case."""
    row, lang = get(actor, "transfer.see", Transfer, transfer_id), get_language() or "th"
    with acting(system("transfer")):  # what is told of the case is told here and no more: a receiver does not see it yet
        case = Case.objects.values("number", "urgency", "problems", "children", "area_code").get(pk=row.case_id)
        offices = (name_in(lang, "from_organisation"), name_in(lang, "to_organisation"))
        names = Transfer.objects.values_list(*offices, "from_user__name", "to_user__name").get(pk=transfer_id)
    state = TRANSFER.states[row.state]
    audit.record("open", "transfer", transfer_id, root=row.case_id)
    facts = (words.said(words.CHILDREN, case["children"]), words.problem_words(list(case["problems"]), lang), name_line(case["area_code"], lang))
    return TransferView(
        row.pk, row.version, row.case_id, row.state, _(state.th), state.tag, case["number"], case["urgency"], tuple(fact for fact in facts if fact),
        names[0], names[2], names[1], row.to_organisation_id, row.to_user_id, names[3] or "", clock.moment_th(row.offered_at, lang),
        row.reason or "", row.answer or "", TRANSFER.offers(actor, row),
    )


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the form of the case's own facts starts from."""

    version: int
    values: dict[str, Any]


def case_facts(actor: Actor, case_id: UUID) -> CaseFacts:
    """The facts that the manager keeps, for changing them; written down. Raises Hidden, Refused."""
    row = get(actor, "case.manage", Case, case_id, see="case.see")
    wishes = row.wishes or {}
    audit.record("open", "facts", case_id, root=case_id)
    return CaseFacts(row.version, {
        "name": row.name or "", "summary": row.summary or "", "safety": row.safety or "", "urgency": row.urgency, "restricted": row.restricted,
        "wish_codes": wishes.get("codes", []), "wish_words": wishes.get("words", ""),
    })


def last_changed(case_id: UUID) -> tuple[str, str]:
    """Who changed a case's facts last, and when: for the page that shows both versions."""
    row = CaseEvent.objects.filter(case_id=case_id, verb__in=["case_changed", "step", "transfer_accepted"]).order_by("-at").first()
    if row is None:
        return "", ""
    name = User.objects.filter(pk=row.actor.removeprefix("user:")).values_list("name", flat=True).first() if row.actor.startswith("user:") else ""
    return name or _("ระบบ"), clock.moment_th(row.at, get_language() or "th")


@dataclass(frozen=True, slots=True)
class ExclusionLine:
    """Somebody excluded by name from a case."""

    subject: UUID
    name: str
    since: str
    by: str
    reason: str
    here: bool


def exclusions(actor: Actor, case_id: UUID) -> tuple[ExclusionLine, ...]:
    """Who is excluded from a case, for those who may exclude; each once, with the reason. `here`: made for this case, so it can be lifted here."""
    get(actor, "case.exclude", Case, case_id, see="case.see")
    rows = list(Exclusion.objects.filter(object_id=case_id, lifted_at=None).order_by("made_at", "id"))
    ids = [row.subject_id for row in rows]
    names: dict[UUID, str] = {**dict(User.objects.filter(pk__in=ids).values_list("pk", "name")),
                              **dict(Organisation.objects.filter(pk__in=ids).values_list("pk", name_in(get_language() or "th", "")))}
    makers = names_of(actor, [_part("event", row.pk, ref=row.pk, name=row.made_by) for row in rows])
    prefetch(row.root_id for row in rows)
    audit.record("open", "exclusions", case_id, root=case_id)
    lang = get_language() or "th"
    return tuple(
        ExclusionLine(row.subject_id, names.get(row.subject_id, ""), clock.moment_th(row.made_at, lang), makers.get(row.made_by, (_("ระบบ"), ""))[0],
                      row.reason or "", row.root_id == case_id)
        for row in rows
    )


def code_word(actor: Actor, case_id: UUID) -> tuple[str, str]:
    """The code word and check question of the banner's person, opened on request; written down under the case too. Raises Hidden."""
    head = sight(actor, "case.see", Case, case_id)
    if Section.CONTACT not in head.sections:
        raise Hidden("case", case_id)
    about, _banner = banner_of(actor, about_of(case_id))
    if about is None:
        raise Hidden("contact", case_id)
    audit.record("open_code_word", "contact", about, root=case_id)
    return open_code_word(actor, about)


def contact_choices(actor: Actor, case_id: UUID) -> list[tuple[str, str]]:
    """The persons of a case whom the reader may name, for the record of a contact: never the alleged. Written down."""
    rows = list(CaseParty.objects.filter(case_id=case_id, ends_at=None).exclude(role="alleged").values_list("person_id", "role"))
    seen = persons(actor, [person for person, _role in rows])
    audit.record("open", "parties", case_id, root=case_id)
    return [(str(person), f"{seen[person].name or _('ไม่รู้ชื่อ')} ({words.said(words.ROLES, role)})") for person, role in rows if person in seen]


def team_that_sees(case_id: UUID, section: Section) -> list[tuple[str, str]]:
    """Members of the team who see a section, as choices."""
    at = clock.now()
    rows = TeamMember.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), case_id=case_id).order_by("user__name")
    found = rows.values_list("user_id", "user__name", name_in(get_language() or "th"), "sections")
    return [(str(user), f"{name} · {office}") for user, name, office, sections in found if section in Section(sections)]


def wishes_of_case(actor: Actor, case_id: UUID) -> list[str]:
    """The wishes of whoever is affected, for those who choose people; written down. Raises Hidden."""
    row = get(actor, "case.see", Case, case_id)
    audit.record("open", "wishes", case_id, root=case_id)
    return words.wish_words(row.wishes or {}, get_language() or "th")


def party_line(actor: Actor, case_id: UUID, party_id: UUID) -> tuple[str, str]:
    """The name and the role of one party, for the question whether to take it out; written down. Raises Hidden."""
    row = CaseParty.objects.filter(case_id=case_id, pk=party_id, ends_at=None).values_list("person_id", "role").first()
    if row is None:
        raise Hidden("party", party_id)
    seen = persons(actor, [row[0]])
    audit.record("open", "party", party_id, root=case_id)
    return (seen[row[0]].name if row[0] in seen else "") or _("ไม่รู้ชื่อ"), words.said(words.ROLES, row[1])


def _note_part(row: Note) -> Part:
    boxes = row.__dict__
    return _part("note", row.pk, ref=row.author_id, at=row.happened_at, until=row.made_at, code=row.kind, name=row.author.name,
                 office=row.organisation.name(), detail=json.dumps(row.codes), box=boxes["text"], box2=boxes["summary"])


def _part(
    kind: str, pk: UUID, *, ref: UUID, at: datetime | None = None, until: datetime | None = None, code: str = "", number: int = 0, name: str = "",
    office: str = "", detail: str = "", box: bytes | None = None, box2: bytes | None = None,
) -> Part:
    return Part(kind, pk, ref, at, until, code, number, name, office, detail, box, box2)

