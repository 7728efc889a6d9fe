"""Pages of one request, export, erasure, hold, breach: finished values, with the moves that this reader may make."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import CaseParty, CaseReport
from prasan.casework.cases.queries import words as case_words
from prasan.casework.cases.queries.parts import columns
from prasan.casework.intake.models import ReportParty
from prasan.ground import audit, clock
from prasan.ground.flow import Flow, Offer
from prasan.ground.policy import Actor, Conflict, Obstacle, acting
from prasan.ground.policy.scope import can, get, held, scope
from prasan.ground.screens.parts import Clock, Pair
from prasan.ground.screens.times import time_left
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.flow import BREACH, DISPOSAL, EXPORT, HOLD, OPEN, RIGHTS
from prasan.oversight.privacy.models import Annotation, Breach, Disposal, Export, LegalHold, RightsRequest
from prasan.oversight.privacy.queries.centres import Likely, likely
from prasan.oversight.privacy.queries.giving import called_by
from prasan.oversight.privacy.queries.lists import breach_clock
from prasan.oversight.privacy.queries.obstacles import giving
from prasan.oversight.privacy.queries.roots import SYSTEM, root_of
from prasan.registry.access.models import User
from prasan.registry.people.queries import persons


@dataclass(frozen=True, slots=True)
class ThingPage:
    """One export, erasure, hold or breach: facts, longer texts, what was counted, and the moves."""

    id: UUID
    version: int
    title: str
    state: str
    state_word: str
    tag: str
    clock: Clock | None
    pairs: tuple[Pair, ...]
    texts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]
    may_fetch: bool = False
    certificate: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """A note of the person concerned beside a record."""

    id: UUID
    kind: str
    text: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request: what was asked, by whom, what has been done about it. `works`: this reader works on requests."""

    id: UUID
    version: int
    number: str
    kind: str
    kind_word: str
    state: str
    state_word: str
    tag: str
    clock: Clock | None
    works: bool
    pairs: tuple[Pair, ...]
    words: str
    harm: str
    answer: str
    root_known: bool
    exports: tuple[tuple[str, str, str, str], ...]
    why_no_export: tuple[Obstacle, ...]
    annotations: tuple[Annotated, ...]
    disposal: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class LocatePage:
    """Who in the record may be asking: choices with the names that this reader may see anyway."""

    id: UUID
    version: int
    number: str
    record: str
    asker: str
    by_proxy: bool
    words: str
    choices: tuple[tuple[str, str], ...] = field(default=())


def request_page(actor: Actor, pk: UUID) -> RequestPage:
    """One request; that it was opened is written down. Raises Hidden."""
    row = get(actor, "rights.see", RightsRequest, pk)
    works = actor.system or (bool(held(actor, "rights.work")) and can(actor, "rights.work", row))
    state = RIGHTS.states[row.state]
    left = time_left(row.due_at, clock.now(), started=row.received_at, legal=True) if row.state in OPEN else None
    with acting(SYSTEM):
        notes = list(Annotation.objects.filter(request_id=pk).order_by("made_at", "id").select_related("made_by"))
        erasure = Disposal.objects.filter(request_id=pk).order_by("-proposed_at").values_list("id", flat=True).first()
        exports = list(Export.objects.filter(request_id=pk).order_by("-asked_at", "id"))
    page = RequestPage(
        id=row.pk, version=row.version, number=row.number, kind=row.kind, kind_word=rules.said(rules.KINDS, row.kind), state=row.state,
        state_word=_(state.th), tag=state.tag, clock=left, works=works, pairs=_request_pairs(actor, row, works=works), words=row.words or "",
        harm=row.harm or "", answer=row.answer or "", root_known=row.root_id is not None,
        exports=tuple(_export_line(export) for export in exports) if works else (), why_no_export=giving(row, actor) if works else (),
        annotations=tuple(
            Annotated(one.pk, one.kind, one.text or "", clock.moment_th(one.made_at, _lang()), one.made_by.name) for one in notes
        ),
        disposal=f"/personal-data/disposals/{erasure}" if erasure and works else "", offers=RIGHTS.offers(actor, row),
    )
    audit.record("open", "rights", pk, root=row.root_id or pk)
    return page


def locate_page(actor: Actor, pk: UUID) -> LocatePage:
    """The question to whoever keeps the record. Raises Hidden; Refused for whoever only works on the request."""
    row = get(actor, "rights.locate", RightsRequest, pk, see="rights.see")
    asker = row.asker or {}
    audit.record("open", "rights", pk, root=row.root_id or pk)
    return LocatePage(
        row.pk, row.version, row.number, f"{rules.said(rules.ROOTS, row.root_kind)} {row.root_number}", str(asker.get("name") or ""), row.by_proxy,
        row.words or "", subjects(actor, row),
    )


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Records of family centres that hold the asker's name: what, whose, of when; nothing of what they say."""

    id: UUID
    number: str
    name: str
    area: str
    ready: bool  # the asker's identity was made sure: before that nothing is looked through
    searched: bool
    found: tuple[Likely, ...]


def centre_records(actor: Actor, pk: UUID, *, area: str = "") -> SearchPage:
    """Look through what the family centres of an area (its code) keep for the asker's name; that it was done is written down.

    Nothing is looked through before the asker is known. Raises Hidden, Refused, Conflict.
    """
    row = get(actor, "rights.work", RightsRequest, pk, see="rights.see")
    ready = row.state == "verified"
    if area and not ready:
        raise Conflict([Obstacle("state", _("ยืนยันตัวตนของผู้ยื่นก่อน จึงค้นในบันทึกของศูนย์ได้"), f"/personal-data/requests/{pk}")])
    name, code = called_by(row), area if len(area) in {4, 6} and area.isascii() and area.isdigit() else ""
    audit.record("search", "rights", pk, basis="legal_duty", detail=code)
    return SearchPage(pk, row.number, name, code, ready, bool(code), likely(actor, name=name, area=code) if code else ())


def subjects(actor: Actor, row: RightsRequest) -> tuple[tuple[str, str], ...]:
    """Who may be asking: "role:id" and words, with the names that the actor may see. The reporter of each report is one of them."""
    with acting(SYSTEM):
        known = parties(row)
    if row.root_kind in rules.OF_CENTRES:
        return tuple((f"{role}:{pk}", rules.said(rules.AS_WHOM, role)) for role, pk in known)
    names = persons(actor, [pk for role, pk in known if role != "reporter"])
    reports = [pk for role, pk in known if role == "reporter"]
    found = []
    for role, pk in known:
        word = case_words.said({**case_words.ROLES, "witness": _("พยาน"), "reporter": _("ผู้แจ้งเหตุ")}, role)
        view = names.get(pk)
        name = view.name if view is not None and view.name else _("ไม่มีชื่อ")
        text = f"{word}: {name}" if role != "reporter" else (f"{word} {reports.index(pk) + 1}" if len(reports) > 1 else str(word))
        found.append((f"{role}:{pk}", text))
    return tuple(found)


def parties(row: RightsRequest) -> list[tuple[str, UUID]]:
    """Role and id of everybody who may be asking; as the system."""
    if row.root_id is None:
        return []
    if row.root_kind in rules.OF_CENTRES:
        return [(role, row.root_id) for role in rules.AS_WHOM]
    if row.root_kind == "case":
        people = list(CaseParty.objects.filter(case_id=row.root_id, ends_at=None).order_by("role", "id").values_list("role", "person_id"))
        joined = CaseReport.objects.filter(case_id=row.root_id, undone_at=None).order_by("joined_at", "id")
        reports = list(joined.values_list("report_id", flat=True))
    else:
        people = list(ReportParty.objects.filter(report_id=row.root_id).order_by("role", "id").values_list("role", "person_id"))
        reports = [row.root_id]
    return [*people, *(("reporter", report) for report in reports)]


def export_page(actor: Actor, pk: UUID) -> ThingPage:
    """One export: what it holds in counts, who agreed, and whether it can still be fetched. Raises Hidden."""
    row = get(actor, "export.see", Export, pk)
    with acting(SYSTEM):
        request = RightsRequest.objects.get(pk=row.request_id)
        names = _names(row.asked_by_id, row.decided_by_id)
    manifest = row.manifest or {}
    counts = [
        *((rules.said(rules.SORTS, code), _("ให้ %(n)s รายการ") % {"n": n}) for code, n in manifest.get("given", {}).items()),
        *((rules.said(rules.KEPT_BACK, code), _("ไม่ให้ %(n)s ช่อง") % {"n": n}) for code, n in manifest.get("kept", {}).items()),
        (_("ปกปิดชื่อหรือเลขของคนอื่น"), _("%(n)s แห่ง") % {"n": manifest.get("redactions", 0)}),
    ]
    fetches = bool(held(actor, "export.prepare")) or actor.system
    open_until = row.state == "approved" and row.lapses_at is not None and row.lapses_at > clock.now()
    pairs = (
        Pair(_("คำขอ"), request.number), Pair(_("เรื่อง"), f"{rules.said(rules.ROOTS, request.root_kind)} {request.root_number}"),
        Pair(_("ยืนยันตัวตน"), rules.said(rules.IDENTITY, request.identity)),
        Pair(_("มีตัวตนและเรื่องเล่า"), _("มี ต้องสองคน") if row.identities else _("ไม่มี")),
        *([Pair(_("ไม่รวมเพราะจะเกิดอันตราย"), " · ".join(rules.said(rules.SORTS, code) for code in row.without))] if row.without else []),
        *_who(_("จัดทำโดย"), names, row.asked_by_id, row.asked_at), *_who(_("ตัดสินโดย"), names, row.decided_by_id, row.decided_at),
        *([Pair(_("นำออกได้ถึง"), clock.moment_th(row.lapses_at, _lang()))] if row.lapses_at else []),
        *([Pair(_("นำออกแล้วเมื่อ"), clock.moment_th(row.fetched_at, _lang()))] if row.fetched_at else []),
    )
    texts = ((_("เหตุผลที่ไม่อนุมัติ"), row.reason),) if row.reason else ()
    return _thing(actor, row, EXPORT, _("สำเนาของคำขอ %(number)s") % {"number": request.number}, pairs, texts, counts, may_fetch=open_until and fetches)


def disposal_page(actor: Actor, pk: UUID) -> ThingPage:
    """One proposed erasure, or its certificate. Raises Hidden."""
    row = get(actor, "disposal.see", Disposal, pk)
    with acting(SYSTEM):
        names = _names(row.asked_by_id, row.approved_by_id, row.kept_by_id)
        retention = row.retention
        request = row.request.number if row.request is not None else ""
    lang = _lang()
    counts = [(_COUNTED[code](), f"{n}") for code, n in (row.counts or {}).items() if code in _COUNTED]
    pairs = (
        Pair(_("เรื่อง"), f"{rules.said(rules.ROOTS, row.root_kind)} {row.root_number}"),
        Pair(_("ประเภทการเก็บ"), retention.title_en if lang == "en" else retention.title_th),
        Pair(_("ที่มาของเวลาเก็บ"), retention.source), Pair(_("ลบได้ตั้งแต่"), clock.date_th(row.due_on, lang)),
        Pair(_("เหตุที่เสนอ"), _("ตามคำขอ %(number)s") % {"number": request} if request else _("พ้นเวลาเก็บ")),
        *_who(_("ขอให้ลบโดย"), names, row.asked_by_id, row.asked_at), *_who(_("อนุมัติโดย"), names, row.approved_by_id, row.approved_at),
        *([Pair(_("เก็บต่อเพราะ"), rules.said(rules.KEEP_REASONS, row.kept_reason))] if row.kept_reason else []),
        *([Pair(_("ดูอีกครั้ง"), clock.date_th(row.look_again_on, lang))] if row.look_again_on else []),
        *([Pair(_("ทำลายกุญแจเมื่อ"), clock.moment_th(row.erased_at, lang))] if row.erased_at else []),
        *([Pair(_("สำเนาสำรองสุดท้ายของกุญแจหมดอายุ"), clock.date_th(row.backups_until, lang))] if row.backups_until else []),
    )
    erased = row.state == "erased"
    title = _("ใบรับรองการลบ %(number)s") if erased else _("เสนอลบ %(number)s")
    return _thing(actor, row, DISPOSAL, title % {"number": row.number}, pairs, (), counts, certificate=erased)


def hold_page(actor: Actor, pk: UUID) -> ThingPage:
    """One hold. Raises Hidden."""
    row = get(actor, "hold.see", LegalHold, pk)
    with acting(SYSTEM):
        names = _names(row.placed_by_id, row.lifted_by_id)
    pairs = (
        Pair(_("เรื่อง"), f"{rules.said(rules.ROOTS, row.root_kind)} {row.root_number}"), Pair(_("เหตุ"), rules.said(rules.HOLD_REASONS, row.reason)),
        *_who(_("สั่งห้ามลบโดย"), names, row.placed_by_id, row.placed_at), *_who(_("เลิกห้ามลบโดย"), names, row.lifted_by_id, row.lifted_at),
    )
    texts = tuple((label, text) for label, text in ((_("รายละเอียด"), row.note), (_("เหตุที่เลิกห้ามลบ"), row.lifted_note)) if text)
    return _thing(actor, row, HOLD, _("ห้ามลบ %(number)s") % {"number": row.root_number}, pairs, texts, ())


def breach_page(actor: Actor, pk: UUID) -> ThingPage:
    """One breach with its 72 hours. Raises Hidden."""
    row = get(actor, "breach.see", Breach, pk)
    with acting(SYSTEM):
        names = _names(row.made_by_id, row.assessed_by_id, row.told_by_id)
    lang = _lang()
    pairs = (
        Pair(_("เกิดอะไร"), rules.said(rules.BREACH_KINDS, row.kind)),
        Pair(_("ข้อมูลชนิดใด"), " · ".join(rules.said(rules.SORTS, code) for code in row.sorts)),
        Pair(_("เกี่ยวกับกี่คน"), str(row.persons) if row.persons is not None else ""),
        *([Pair(_("เกิดเมื่อ"), clock.moment_th(row.happened_at, lang))] if row.happened_at else []),
        Pair(_("รับรู้เมื่อ"), clock.moment_th(row.aware_at, lang)), Pair(_("ครบ 72 ชั่วโมง"), clock.moment_th(row.due_at, lang)),
        *_who(_("แจ้งเหตุโดย"), names, row.made_by_id, row.made_at), *_who(_("ประเมินโดย"), names, row.assessed_by_id, row.assessed_at),
        *([Pair(_("ความเสี่ยง"), rules.said(rules.RISKS, row.risk))] if row.risk else []),
        *_who(_("แจ้ง สคส. โดย"), names, row.told_by_id, row.told_at),
        *([Pair(_("บอกเจ้าของข้อมูลเมื่อ"), clock.moment_th(row.persons_told_at, lang))] if row.persons_told_at else []),
    )
    texts = tuple(
        (label, text) for label, text in (
            (_("เรื่องที่เกิด"), row.what), (_("เหตุผลของการประเมิน"), row.why), (_("ข้อความที่แจ้ง สคส."), row.notice),
            (_("เหตุที่เกิน 72 ชั่วโมง"), row.late_reason), (_("ข้อความที่บอกเจ้าของข้อมูล"), row.persons_notice), (_("แก้ไขและป้องกัน"), row.measures),
        ) if text
    )
    return _thing(actor, row, BREACH, _("เหตุละเมิดข้อมูล %(number)s") % {"number": row.number}, pairs, texts, (), left=breach_clock(row))


_COUNTED = {
    "keys": lambda: _("กุญแจที่ทำลาย"), "persons": lambda: _("คน"), "reports": lambda: _("เรื่องที่แจ้ง"), "tokens": lambda: _("ดัชนีค้นหาที่ลบ"),
    "files": lambda: _("ไฟล์ที่ลบ"),
}


def case_part(actor: Actor, case_id: UUID, lang: str) -> QuerySet[Any, Any]:
    """That there are notes beside a case, for the one statement of its page."""
    return columns(scope(actor, "annotation.see", Annotation).filter(root_id=case_id), "annotation", id="id", at="made_at", code="kind")


def annotations_of(actor: Actor, root_id: UUID) -> tuple[Annotated, ...]:
    """The notes of persons concerned beside a record, for those who read its story."""
    rows = scope(actor, "annotation.see", Annotation).filter(root_id=root_id).select_related("made_by").order_by("made_at", "id")
    return tuple(Annotated(row.pk, row.kind, row.text or "", clock.moment_th(row.made_at, _lang()), row.made_by.name) for row in rows)


def _thing(
    actor: Actor, row: Any, flow: Flow[Any], title: str, pairs: tuple[Pair, ...], texts: Sequence[tuple[str, str]],
    counts: Sequence[tuple[str, str]], *, left: Clock | None = None, may_fetch: bool = False, certificate: bool = False,
) -> ThingPage:
    state = flow.states[row.state]
    audit.record("open", flow.name, row.pk, root=getattr(row, "root_id", None) or row.pk)
    return ThingPage(
        row.pk, row.version, title, row.state, _(state.th), state.tag, left, pairs, tuple(texts), tuple(counts), flow.offers(actor, row), may_fetch,
        certificate,
    )


def _request_pairs(actor: Actor, row: RightsRequest, *, works: bool) -> tuple[Pair, ...]:
    asker = row.asker or {}
    with acting(SYSTEM):
        names = _names(row.identity_by_id, row.located_by_id, row.decided_by_id)
        root = root_of(row.root_kind, row.root_id) if row.root_id else None
    lang = _lang()
    return (
        Pair(_("ผู้ยื่น"), str(asker.get("name") or "")), Pair(_("ยื่นในฐานะ"), rules.said(rules.PROXIES, "proxy" if row.by_proxy else "self")),
        *([Pair(_("ยื่นแทน"), str(asker["for"]))] if asker.get("for") else []),
        Pair(_("ติดต่อ"), str(asker.get("contact") or "")), Pair(_("ยื่นทาง"), rules.said(rules.CHANNELS, row.channel)),
        Pair(_("รับเมื่อ"), clock.moment_th(row.received_at, lang)), Pair(_("ตอบภายใน"), clock.date_th(row.due_at, lang)),
        Pair(_("ยืนยันตัวตน"), rules.said(rules.IDENTITY, row.identity) if row.identity else _("ยังไม่ได้ยืนยัน")),
        *_who(_("ยืนยันโดย"), names, row.identity_by_id, row.identity_at),
        Pair(_("เรื่อง"), f"{rules.said(rules.ROOTS, root.kind)} {root.number}" if root else _("ยังไม่รู้")),
        *([Pair(_("เป็นใครในเรื่อง"), _role(row.subject_role))] if row.subject_role else []),
        *_who(_("ผู้ดูแลเรื่องยืนยันโดย"), names, row.located_by_id, row.located_at),
        *([Pair(_("เหตุที่ปฏิเสธ"), rules.said(rules.REFUSALS, row.outcome))] if row.outcome else []),
        *_who(_("ตัดสินโดย"), names, row.decided_by_id, row.decided_at),
    )


def _role(code: str) -> str:
    return case_words.said({"nobody": rules.AS_WHOM["nobody"], **case_words.ROLES, "witness": _("พยาน"), "reporter": _("ผู้แจ้งเหตุ")}, code)


def _export_line(row: Export) -> tuple[str, str, str, str]:
    state = EXPORT.states[row.state]
    text = _("สำเนามีตัวตน %(when)s") if row.identities else _("สำเนาไม่มีตัวตน %(when)s")
    return f"/personal-data/exports/{row.pk}", text % {"when": clock.moment_th(row.asked_at, _lang())}, _(state.th), state.tag


def _who(label: str, names: dict[UUID, str], user: UUID | None, when: datetime | None) -> list[Pair]:
    if user is None or when is None:
        return []
    return [Pair(label, _("%(who)s เมื่อ %(when)s") % {"who": names.get(user, ""), "when": clock.moment_th(when, _lang())})]


def _names(*users: UUID | None) -> dict[UUID, str]:
    return dict(User.objects.filter(pk__in=[user for user in users if user]).values_list("id", "name"))


def _lang() -> Any:
    return get_language() or "th"


__all__ = [
    "Annotated", "LocatePage", "RequestPage", "ThingPage", "annotations_of", "breach_page", "case_part", "disposal_page", "export_page", "hold_page",
    "locate_page", "parties", "request_page", "subjects",
]
