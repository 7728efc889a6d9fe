"""One report as its reader may see it, section by section; and the lists of a desk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.intake import rules
from prasan.casework.intake.flow import DECIDED, REPORT
from prasan.casework.intake.models import Flag, OutsideNumber, ReceiptMessage, Report, Reporter, ReportParty
from prasan.casework.intake.queries.files import report_files
from prasan.casework.intake.queries.parts import parts_of
from prasan.casework.intake.queries.shown import (
    FlagView,
    LimitRow,
    MessageView,
    PartyView,
    ReporterView,
    ReportRow,
    ReportSpot,
    ReportView,
)
from prasan.casework.intake.rules.routing import why_words
from prasan.ground import audit, clock
from prasan.ground.clock import Language, PartialDate
from prasan.ground.http.paging import Page, keyset
from prasan.ground.policy import Actor, Hidden, Refused, Section
from prasan.ground.policy.prepared import ANYBODY, fetch, fetch_models
from prasan.ground.policy.scope import scope, sight
from prasan.ground.screens.times import time_left
from prasan.ground.transactions import unit
from prasan.ground.vault import prefetch
from prasan.registry.access.models import User
from prasan.registry.areas.queries import name_line
from prasan.registry.limits.queries import LimitFact, limits_of
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import organisations
from prasan.registry.people.queries import persons

M = TypeVar("M", bound=Model)
RIGHTS = ("report.take", "report.decide", "report.hand_on", "report.undo", "report.answer", "report.lower")
COLUMNS = tuple(field.attname for field in Report._meta.concrete_fields)
PARTY_ORDER = ("affected", "alleged", "trusted", "witness")


def report(actor: Actor, report_id: UUID, *, reveal: bool = True) -> ReportView:
    """The report, written down as opened. Raises Hidden. `reveal=False`: the frame without sealed content, not audited."""
    seen = sight(actor, "report.see", Report, report_id, values=(*COLUMNS, "desk__name_th", "desk__name_en"), rights=RIGHTS)
    if not seen.sections:
        raise Hidden("report", report_id)
    row = Report.from_db(connection.alias, COLUMNS, [seen.values[name] for name in COLUMNS])
    row.desk = Organisation(pk=row.desk_id, name_th=seen.values["desk__name_th"], name_en=seen.values["desk__name_en"])
    if (open_unit := unit()) is not None:
        open_unit.seen["report", report_id] = row
    whole = reveal and bool(seen.sections & ~(Section.EXISTENCE))
    content = _content(actor, row, seen.sections) if whole else {}
    limits = limits_of(actor, "report", report_id) if whole else ()
    if reveal:
        audit.record("open", "report", report_id, detail="content" if whole else "existence")
    return ReportView(**_frame(row, seen.sections, seen.rights), limits=limits, limit_rows=_limit_rows(limits), **content)


def report_here(report_id: UUID) -> Report:
    """The row of a report for what the same page reads besides it: read once a page, and only after the page was let in."""
    known = open_unit.seen.get(("report", report_id)) if (open_unit := unit()) is not None else None
    return cast("Report", known) if known is not None else Report.objects.get(pk=report_id)


def open_reporter(actor: Actor, report_id: UUID) -> ReporterView:
    """Who reported: each opening is written down. Raises Hidden, or Refused for those who see the report without its reporter."""
    row = scope(actor, "reporter.see", Reporter).filter(report_id=report_id).first()
    if row is None:
        if scope(actor, "report.see", Report).filter(pk=report_id).exists():
            raise Refused("reporter.see")
        raise Hidden("report", report_id)
    audit.record("open_reporter", "reporter", row.pk, root=report_id)
    who = row.who or {}
    return ReporterView(**{name: str(who.get(name) or "") for name in ("name", "role", "contact", "relation", "note")})


def reports(actor: Actor, *, state: str = "", cursor: str = "", size: int = 50) -> Page[ReportRow]:
    """The reports of the reader's own desks, newest first; that they were looked at is written down.

    `state` "open" leaves out the decided ones. Raises Invalid for a bad cursor.
    """
    rows = scope(actor, "report.see", Report).filter(desk_id__in=actor.organisations)
    rows = rows.exclude(state=DECIDED) if state == "open" else rows.filter(state=state) if state else rows
    found, onward = keyset(rows.defer("story", "details"), ("-received_at", "id"), cursor, size)
    audit.record("open", "reports", detail=f"{state or 'all'} {len(found)}")
    return Page(tuple(_row(row) for row in found), onward)


def number_and_page(actor: Actor, report_id: UUID) -> tuple[str, str] | None:
    """The number of a report ("" before it has one) and its page, for those who see the report."""
    found = scope(actor, "report.see", Report).filter(pk=report_id).values_list("number", flat=True)[:1]
    return next(((number or "", f"/reports/{report_id}") for number in found), None)


def find_number(actor: Actor, text: str) -> tuple[ReportRow, ...]:
    """Reports in scope whose own number, or whose number at another body, is exactly this. The search is written down."""
    from prasan.ground.vault import exact_all

    asked = rules.plain_number(text)
    audit.record("search", "report", audit.hashed(asked))
    if not asked:
        return ()
    found = {row.pk: row for row in fetch_models("numbered reports", _numbered, actor, number=" ".join(text.split()))}
    found |= {row.pk: row for row in fetch_models("reports numbered outside", _numbered_outside, actor, tokens=tuple(exact_all("outside", asked)))}
    return tuple(_row(row) for row in found.values())


def _rows_seen(actor: Actor) -> QuerySet[Report, Report]:
    return scope(actor, "report.see", Report).defer("story", "details")


def _numbered(actor: Actor, number: str) -> QuerySet[Report, Report]:
    return _rows_seen(actor).filter(number=number)[:5]


def _numbered_outside(actor: Actor, tokens: tuple[bytes, ...]) -> QuerySet[Report, Report]:
    return _rows_seen(actor).filter(pk__in=OutsideNumber.objects.filter(token__in=tokens).values("report_id"))[:10]


def reports_of(actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, list[ReportSpot]]:
    """The reports in scope in which these persons stand, newest first."""
    lang = language()
    found: dict[UUID, list[ReportSpot]] = {}
    for person, report_id, number, received_at, area_code, state in fetch("reports of persons", _standing, actor, persons=tuple(person_ids)):
        spot = ReportSpot(report_id, number or "", clock.moment_th(received_at, lang), name_line(area_code[:4], lang), _(REPORT.states[state].th))
        found.setdefault(person, []).append(spot)
    return found


def _standing(actor: Actor, persons: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    seen = Exists(scope(actor, "report.see", Report).filter(pk=OuterRef("report_id")))
    rows = scope(actor, "report_part.see", ReportParty).filter(seen, person_id__in=persons).order_by("-report__received_at", "id")
    return rows.values_list("person_id", "report_id", "report__number", "report__received_at", "report__area_code", "report__state")


def users_named(text: str) -> tuple[UUID, ...]:
    """Users whose name or sign-in name is exactly one of these, parted by commas: those to be excluded by name."""
    names = [" ".join(part.split()) for part in text.split(",") if part.strip()][:20]
    if not names:
        return ()
    found = User.objects.filter(Q(name__in=names) | Q(username__in=[name.lower() for name in names]))
    return tuple(found.values_list("id", flat=True)[:40])


def _limit_rows(limits: Sequence[LimitFact]) -> tuple[LimitRow, ...]:
    lang, now = language(), clock.now()
    return tuple(
        LimitRow(
            one.rule.title(lang), time_left(one.due_at, now, started=one.starts_at, met=one.met_at, legal=one.legal), one.rule.law(lang),
            _("ยังไม่ได้ตรวจโดยนักกฎหมาย") if one.legal and not one.rule.checked else "",
        )
        for one in limits if one.state in {"running", "met"}  # what stopped or went on to a case is late for nobody here
    )


def _frame(row: Report, sections: Section, rights: frozenset[str]) -> dict[str, Any]:
    lang = language()
    state = REPORT.states[row.state]
    return {
        "id": row.pk, "version": row.version, "number": row.number or "", "state": row.state, "state_text": _(state.th), "state_tag": state.tag,
        "outcome": row.outcome, "channel": row.channel, "channel_text": word(rules.CHANNELS, row.channel), "received_at": row.received_at,
        "received_text": clock.moment_th(row.received_at, lang), "made_text": clock.moment_th(row.made_at, lang), "desk_id": row.desk_id,
        "desk_text": row.desk.name(lang), "area_code": row.area_code,
        "area_text": name_line(row.area_code, lang) if Section.STORY in sections else name_line(row.area_code[:4], lang),
        "language": row.language, "urgency": row.urgency or row.urgency_suggested, "urgency_suggested": row.urgency_suggested,
        "decided": row.urgency is not None, "reasons": tuple(word(rules.REASONS, code) for code in row.urgency_reasons),
        "why": tuple(why_words(code, lang) for code in row.why_here), "why_codes": tuple(row.why_here), "problem_codes": tuple(row.problems),
        "problems": tuple(word(rules.PROBLEMS, code) for code in row.problems) if Section.STORY in sections else (),
        "children": row.children, "danger_now": row.danger_now, "hurt_now": row.hurt_now, "tip": row.tip, "silent": row.silent,
        "anonymous": row.anonymous, "sections": sections, "rights": rights,
        "moves": tuple(move for move in REPORT.moves.values() if row.state in move.from_ and move.needs in rights and not move.by_system),
    }


def _content(actor: Actor, row: Report, sections: Section) -> dict[str, Any]:
    hanging = parts_of(actor, row.pk)
    prefetch([row.pk, *(party.person_id for party in hanging["party"])])  # the keys of all that the page opens, in one look
    details: Mapping[str, Any] = row.details or {}
    parts: dict[str, Any] = {"parties": _parties(actor, hanging["party"])}
    if row.unrest:
        parts["unrest"] = not is_security(actor)
    if Section.STORY in sections:
        parts |= {
            "story": row.story or "", "where_words": details.get("where_words", ""), "when_words": details.get("when_words", ""),
            "starts_text": starts_text(str(details.get("starts", ""))), "position": details.get("position"),
            "wishes": tuple(word(rules.WISHES, code) for code in details.get("wishes", ())), "wish_words": details.get("wish_words", ""),
            "outside": tuple((word(rules.OUTSIDE_KINDS, one.kind), one.number or "") for one in sorted(hanging["outside"], key=_by_id)),
        }
    if Section.RISK in sections:
        parts |= {"signs": _signs(details), "flags": _flags(hanging["flag"])}
    if Section.FILES in sections:
        parts |= {"attachments": tuple(details.get("attachments", ())), "files": report_files(actor, row.pk, language())}
    if Section.MANAGE in sections:
        parts |= {
            "involved_words": details.get("involved_words", ""),
            "sent_on": word(rules.SENT_ON, details["sent_on"]) if details.get("sent_on") else "",
            "sealed_from_office": bool({"conflict", "conflict_unnamed"} & set(row.why_here)),
        }
    if Section.CONTACT in sections:
        parts["messages"] = _messages(hanging["message"], reporter=False)
    parts["has_reporter"] = not row.anonymous
    return parts


def _by_id(row: Model) -> Any:
    return row.pk


def _parties(actor: Actor, rows: list[ReportParty]) -> tuple[PartyView, ...]:
    known = persons(actor, [row.person_id for row in rows], full=True, lang=language())
    found = [
        PartyView(row.pk, row.person_id, row.role, known.get(row.person_id), **_said(row.words or {})) for row in rows
    ]
    return tuple(sorted(found, key=lambda party: (PARTY_ORDER.index(party.role), str(party.id))))


def _hanging(model: type[M], order: Sequence[str], _actor: Actor, report: UUID) -> QuerySet[M, M]:
    return model._default_manager.filter(report_id=report).order_by(*order)


def _on(model: type[M], report_id: UUID, *order: str) -> list[M]:
    """What hangs on a report, in this order."""
    return fetch_models(("on a report", model), partial(_hanging, model, order), ANYBODY, report=report_id)


def _said(words: Mapping[str, Any]) -> dict[str, str]:
    kin = str(words.get("kin") or "")
    return {
        "relation": str(words.get("relation") or ""), "kin": word(rules.RELATIONS, kin) if kin else "",
        "age_words": str(words.get("age") or ""), "said": str(words.get("said") or ""),
    }


def _signs(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """All that was asked of, the yes first; what was not asked is left to the page to count."""
    told = dict(details.get("signs") or {})
    order = {"yes": 0, "unknown": 1, "no": 2}
    return tuple((word(rules.SIGNS, code), answer) for code, answer in sorted(told.items(), key=lambda item: order.get(item[1], 3)))


def _flags(rows: list[Flag]) -> tuple[FlagView, ...]:
    lang = language()
    return tuple(
        FlagView(row.code, word(rules.FLAGS, row.code), row.source, clock.date_th(row.noted_on, lang))
        for row in sorted(rows, key=lambda row: (row.noted_on, row.code))
    )


def messages_of(report_id: UUID, *, reporter: bool) -> tuple[MessageView, ...]:
    """The messages of a report, oldest first, seen from the reporter's side or the desk's."""
    return _messages(_on(ReceiptMessage, report_id, "at", "id"), reporter=reporter)


def _messages(rows: list[ReceiptMessage], *, reporter: bool) -> tuple[MessageView, ...]:
    lang = language()
    return tuple(
        MessageView(
            row.pk, row.text or "", row.from_reporter == reporter, clock.moment_th(row.at, lang), clock.local(row.at).isoformat(),
            row.from_reporter != reporter and row.read_at is None,
        )
        for row in sorted(rows, key=lambda row: (row.at, row.pk))
    )


def answer_to_sender(state: str) -> tuple[str, str]:
    """The one word, with its tag, that comes back to the centre that sent a report: received, or somebody looks after it."""
    return (_("รับเรื่องแล้ว"), "wait") if state == "received" else (_("มีเจ้าหน้าที่รับผิดชอบแล้ว"), "done")


def is_security(actor: Actor) -> bool:
    """Whether the actor acts for a security body, which never sees the context of unrest (domain.md 10.4)."""
    return any(fact.security for fact in organisations(post.organisation for post in actor.posts).values())


def starts_text(starts: str) -> str:
    """When it happened, in words, as exactly as it was told."""
    if not starts:
        return ""
    if "T" in starts:
        return clock.moment_th(datetime.fromisoformat(starts).replace(tzinfo=clock.BANGKOK), language())
    return PartialDate.from_iso(starts).text(language())


def language() -> Language:
    """The reader's language among those that dates and codes have."""
    return "th" if (get_language() or "th") == "th" else "en"


def word(table: Mapping[str, tuple[str, str]], code: str) -> str:
    """The word of a code in the reader's language; the code itself when the list has changed since."""
    return table.get(code, (code, code))[0 if language() == "th" else 1]


def _row(row: Report) -> ReportRow:
    lang = language()
    state = REPORT.states[row.state]
    group = (row.problems[0] if row.problems else "none.unclear").partition(".")[0]
    return ReportRow(
        row.pk, row.number or "", row.state, _(state.th), state.tag, row.urgency or row.urgency_suggested, clock.moment_th(row.received_at, lang),
        row.received_at, word(rules.GROUPS, group), name_line(row.area_code[:4], lang), word(rules.CHANNELS, row.channel), row.tip,
    )


def accused_beside(about_kind: str, about_id: UUID, persons: Sequence[UUID]) -> bool:
    """Whether one of these persons is accused in a report of this person, or in the report whose reporter this is; asked as the system."""
    mine: Any = ReportParty.objects.filter(person_id=about_id).values("report_id") if about_kind == "person" else [about_id]
    return ReportParty.objects.filter(role="alleged", person_id__in=persons, report_id__in=mine).exists()
