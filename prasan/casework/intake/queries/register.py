"""The register of an office and BE year, and what a receipt shows."""

from dataclasses import dataclass
from uuid import UUID

from prasan.casework.intake import rules
from prasan.casework.intake.flow import DECIDED, RECEIVED
from prasan.casework.intake.models import Receipt, RegisterEntry, Report
from prasan.casework.intake.queries.reports import language, messages_of, word
from prasan.casework.intake.queries.shown import MessageView
from prasan.ground import audit, clock
from prasan.ground.http.paging import Page, keyset
from prasan.ground.policy import Actor, acting, system
from prasan.ground.policy.scope import scope
from prasan.ground.vault import exact_all, keys
from prasan.registry.areas.queries import name_line
from prasan.registry.organisations.queries import organisation, organisations


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the register: place, number, when, how, what group, where, what became of it; never a name."""

    ordinal: int
    report_id: UUID
    number: str
    received_text: str
    channel: str
    problem: str
    area: str
    urgency: int
    state: str
    here: bool  # still at a desk of this office


@dataclass(frozen=True, slots=True)
class Office:
    """An office that keeps a register."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What a reporter sees: that it is here, whether somebody has it, the messages. Nothing else, ever."""

    report_id: UUID
    received_text: str
    taken: bool
    messages: tuple[MessageView, ...]
    old: bool = False  # found under an older index key


def offices(actor: Actor) -> tuple[Office, ...]:
    """The offices whose registers the actor may open."""
    own = {post.organisation for post in actor.posts}
    seen = scope(actor, "register.see", RegisterEntry).filter(office_id__in=actor.organisations).values_list("office_id", flat=True).distinct()
    facts = organisations({*own, *seen})
    return tuple(Office(fact.id, fact.name(language())) for fact in sorted(facts.values(), key=lambda fact: fact.sort_key) if fact.is_desk)


def register(actor: Actor, office: UUID, be_year: int, cursor: str = "", size: int = 50) -> Page[RegisterRow]:
    """The register of an office and BE year, in order. Those excluded from a report do not see its line. Written down as opened."""
    rows = scope(actor, "register.see", RegisterEntry).filter(office_id=office, be_year=be_year)
    found, onward = keyset(rows.select_related("report"), ("ordinal", "id"), cursor, size)
    audit.record("open", "register", office, detail=f"{be_year} {found[0].ordinal if found else 0}-{found[-1].ordinal if found else 0}")
    lang = language()
    return Page(tuple(_line(row.ordinal, row.report, office, lang) for row in found), onward)


def _line(ordinal: int, report: Report, office: UUID, lang: clock.Language) -> RegisterRow:
    group = (report.problems[0] if report.problems else "none.unclear").partition(".")[0]
    desk = organisation(report.desk_id)
    state = {RECEIVED: ("รอคัดกรอง", "Waiting"), DECIDED: ("คัดกรองแล้ว", "Decided")}.get(report.state, ("กำลังอ่าน", "Being read"))
    return RegisterRow(
        ordinal, report.pk, report.number or "", clock.moment_th(report.received_at, lang), word(rules.CHANNELS, report.channel),
        word(rules.GROUPS, group), name_line(report.area_code[:4], lang), report.urgency or report.urgency_suggested,
        state[0 if lang == "th" else 1], desk is not None and desk.id == office,
    )


def receipt(code: str, secret: str) -> ReceiptView | None:
    """What these two numbers open, or None: which of them is wrong is never told, and both ways ask the same."""
    with acting(system("receipt")):
        found = Receipt.objects.filter(token__in=exact_all("receipt", f"{code}|{secret}")).values_list(
            "report_id", "report__received_at", "report__state", "token_version"
        ).first()
        messages = messages_of(found[0] if found else UUID(int=0), reporter=True)
    if found is None:
        return None
    return ReceiptView(found[0], clock.date_th(clock.local(found[1]).date(), language()), found[2] != RECEIVED, messages, found[3] != keys().index_current)


def taken(report_id: UUID) -> bool:
    """Whether somebody at the desk has taken a report: for the silent page, which knows the report it made."""
    with acting(system("receipt")):
        return Report.objects.filter(pk=report_id).exclude(state=RECEIVED).exists()
