"""The case page: all of it, or as much of it as the reader's sections show, in few queries, finished for the template.

What is sealed keeps its place and its width; a section of which not even the existence may be known is not there at all.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from prasan.casework.cases import rules
from prasan.casework.cases.flow import CASE, CLOSE_OBSTACLES, MOVE_PAGES, PLAN
from prasan.casework.cases.models import Case, Transfer
from prasan.casework.cases.queries import words
from prasan.casework.cases.queries.banner import banner_of, safe_contact
from prasan.casework.cases.queries.files import FileLine, file_line
from prasan.casework.cases.queries.lines import event_lines, look_lines, names_of
from prasan.casework.cases.queries.opening import opened_json, opened_text
from prasan.casework.cases.queries.parts import KINDS, Part, parts_of
from prasan.casework.cases.queries.shown import (
    CasePage,
    LimitLine,
    MemberLine,
    MoveLine,
    NoteLine,
    PartyLine,
    PlanLine,
    ReportLine,
    TransferLine,
)
from prasan.casework.intake.rules import CHANNELS
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Hidden, Obstacle, Section, acting, system
from prasan.ground.policy.scope import scope, sight
from prasan.ground.screens.parts import Clock, Link, NextStep, SafeContact, Step
from prasan.ground.screens.times import time_left
from prasan.ground.transactions import unit
from prasan.ground.vault import prefetch
from prasan.registry.areas.queries import name_line
from prasan.registry.limits.queries import LimitFact, limits_of
from prasan.registry.organisations.queries import organisation
from prasan.registry.people.queries import PersonView, persons

RIGHTS = ("case.manage", "case.contribute", "case.assign", "case.exclude", "case.approve", "case.reopen", "case.break")
COLUMNS = (
    "id", "number", "state", "step", "version", "organisation_id", "organisation__name_th", "organisation__name_en", "manager_id",
    "manager__name", "area_code", "urgency", "problems", "children", "unrest", "restricted", "basis", "opened_at", "closed_at", "reopened",
    "name", "wishes", "summary", "safety", "merged_into_id", "merged_into__number",
)


def case_page(actor: Actor, case_id: UUID) -> CasePage:
    """The page of one case for this reader; that it was opened is written down. Raises Hidden for a case out of scope."""
    seen = sight(actor, "case.see", Case, case_id, values=COLUMNS, rights=RIGHTS)
    if not seen.sections:
        raise Hidden("case", case_id)
    page = _Reader(actor, case_id, seen.sections, seen.rights, seen.values).page()
    audit.record("open", "case", case_id, basis=seen.values["basis"], detail=f"{rules.shared_parts(seen.sections)}")
    return page


class _Reader:
    """Reads one case for one reader: fetches first, words afterwards."""

    def __init__(self, actor: Actor, case_id: UUID, sections: Section, rights: frozenset[str], row: Mapping[str, Any]) -> None:
        self.actor, self.id, self.sections, self.rights, self.row = actor, case_id, sections, rights, row
        self.now = clock.now()
        self.lang = get_language() or "th"
        # A reader who knows only that the case exists reads nothing that hangs on it.
        self.whole = bool(sections & ~Section.EXISTENCE)
        self.parts: dict[str, list[Part]] = (
            parts_of(actor, case_id, at=self.now, asked=audit.hashed(str(case_id)), lang=self.lang) if self.whole else {kind: [] for kind in KINDS}
        )
        ids = list(dict.fromkeys(part.ref for part in self.parts["party"]))
        prefetch([case_id, *ids, *(part.ref for part in self.parts["report"])])
        self.people: dict[UUID, PersonView] = persons(actor, ids, lang=self.lang) if ids else {}
        self.limits: tuple[LimitFact, ...] = limits_of(actor, "case", case_id, running=True) if self.whole else ()
        if (open_unit := unit()) is not None:
            open_unit.seen[case_id, "limits"] = self.limits
        self.names = names_of(actor, [*self.parts["event"], *self.parts["look"]])

    def sees(self, section: Section) -> bool:
        return section in self.sections

    @property
    def manages(self) -> bool:
        return "case.manage" in self.rights

    def page(self) -> CasePage:
        row = self.row
        problems = list(row["problems"])
        state = CASE.states[row["state"]]
        named = self.sees(Section.IDENTITY)
        title = opened_text(row["name"], "cases.case.name", self.id, self.id) if named else ""
        barred = rules.is_guardian_barred((part.ref, part.code) for part in self.parts["party"])
        moves = self._moves()
        limits = self._limits()
        safe = self._banner()
        contact = self._contact_href()
        before = self.parts["seen"][0].at if self.parts.get("seen") else None
        return CasePage(
            id=self.id, number=row["number"], version=row["version"], state=row["state"], state_word=_(state.th), state_tag=state.tag,
            title=title, urgency=row["urgency"], sections=self.sections, rights=self.rights, facts=self._facts(problems),
            restricted=self._restricted(), first_clock=limits[0].clock if limits else None,
            organisation=self._office(),
            manager=row["manager__name"], is_manager=row["manager_id"] == self.actor.user, steps=_steps(row["state"], row["step"]),
            step=row["step"], safe=safe,
            wishes=tuple(words.wish_words(opened_json(row["wishes"], "cases.case.wishes", self.id, self.id) or {}, self.lang)) if self.whole else (),
            safety=opened_text(row["safety"], "cases.case.safety", self.id, self.id) if self.whole else "",
            unrest=self._unrest(), guardian_barred=barred, child=row["children"] != "no",
            summary=opened_text(row["summary"], "cases.case.summary", self.id, self.id) if self.sees(Section.STORY) else "",
            parties=self._parties(problems), reports=self._reports(), notes=self._notes(), plan=self._plan(), limits=limits,
            team=self._team(),
            events=event_lines(
                self.parts["event"], self.names, home=self._office(), lang=self.lang, since=before, reader=self.actor.key,
            ),
            looks=look_lines(self.parts["look"], self.names, case_id=self.id, now=self.now, lang=self.lang), transfer=self._transfer(),
            merged_into=(row["merged_into__number"], f"/cases/{row['merged_into_id']}") if row["merged_into_id"] else None,
            moves=tuple(moves), next_steps=self._next_steps(contact if safe is None else ""), seen_by=len(self.parts["team"]) + 1,
            files=self._files(), transfer_to="" if self.whole else self._offered_to_me(),
            break_href=f"/access/open/case/{self.id}" if "case.break" in self.rights and not named else "", contact_href=contact,
            last_look=clock.moment_th(before, self.lang) if before else "",
        )

    def _office(self) -> str:
        row = self.row
        name: str = row["organisation__name_th"] if self.lang == "th" else row["organisation__name_en"] or row["organisation__name_th"]
        return name

    def _files(self) -> tuple[FileLine, ...]:
        if not self.sees(Section.FILES):
            return ()
        rows = sorted(self.parts["file"], key=lambda part: (part.at or self.now, str(part.id)), reverse=True)
        return tuple(file_line(part, case_id=self.id, lang=self.lang) for part in rows)

    def _offered_to_me(self) -> str:
        """Where a reader who knows only that the case exists answers the transfer by which it is known."""
        row = scope(self.actor, "transfer.see", Transfer).filter(case_id=self.id, state="offered").values_list("pk", flat=True).first()
        return f"/cases/transfers/{row}" if row else ""

    def _facts(self, problems: list[str]) -> tuple[str, ...]:
        row = self.row
        shown = [words.said(words.CHILDREN, row["children"])]
        if self.whole:
            shown.append(words.problem_words(problems, self.lang))
        shown += [name_line(row["area_code"], self.lang), _("ฐานทางกฎหมาย: %(basis)s") % {"basis": words.said(words.BASES, row["basis"])}]
        if row["reopened"]:
            shown.append(_("เปิดอีกครั้ง %(n)s ครั้ง") % {"n": row["reopened"]})
        return tuple(fact for fact in shown if fact)

    def _restricted(self) -> str:
        if not self.row["restricted"] or not self.whole:
            return ""
        count = len(self.parts["team"]) + 1
        return ngettext("จำกัดผู้เห็น %(n)s คน", "จำกัดผู้เห็น %(n)s คน", count) % {"n": count}

    def _unrest(self) -> bool:
        """The context is never shown to security bodies, whatever sections they have."""
        if not self.row["unrest"] or not self.whole:
            return False
        home = organisation(self.actor.home) if self.actor.home else None
        return home is not None and not home.security

    def _banner(self) -> SafeContact | None:
        if not self.sees(Section.CONTACT):
            return None
        about = [part.ref for role in ("affected", "trusted") for part in self.parts["party"] if part.code == role]
        _about, banner = banner_of(self.actor, [*about, *(part.ref for part in self.parts["report"])])
        return safe_contact(banner, case_id=self.id)

    def _contact_href(self) -> str:
        """Where the manager tells how to reach the affected person safely, or else the reporter; "" for everybody else."""
        if not self.manages or self.row["state"] == "closed" or not self.sees(Section.CONTACT):
            return ""
        for part in self.parts["party"]:
            if part.code == "affected":
                return f"/contact/person/{part.ref}?back=/cases/{self.id}"
        reports = self.parts["report"] if self.sees(Section.REPORTER) else []
        return next((f"/contact/reporter/{part.ref}?back=/cases/{self.id}" for part in reports), "")

    def _parties(self, problems: list[str]) -> tuple[PartyLine, ...]:
        order = list(words.ROLES)
        lines = []
        for part in sorted(self.parts["party"], key=lambda part: (order.index(part.code), str(part.id))):
            view = self.people.get(part.ref)
            told = opened_json(part.box, "cases.caseparty.words", part.id, self.id) or {}
            open_ = view is not None and not view.sealed_name
            # Age and sex name nobody, and whoever works with a sealed person needs them; of the alleged nothing shows.
            facts = [view.age_text, view.sex_th] if view is not None and (open_ or part.code != "alleged") else []
            if open_:
                facts.append(str(told.get("relation") or ""))
            lines.append(PartyLine(
                id=part.id, person_id=part.ref, role=part.code, word=words.role_word(part.code, problems),
                text=(view.name or _("ไม่รู้ชื่อ")) if view is not None and open_ else "", facts=tuple(fact for fact in facts if fact),
                sealed="" if open_ else _("ผู้จัดการรายกรณี"), href="",
            ))
        return tuple(lines)

    def _reports(self) -> tuple[ReportLine, ...]:
        place = 0 if self.lang == "th" else 1
        own = sum(part.number for part in self.parts["report"]) if not self.row["merged_into_id"] else 0  # what a merge brought leaves with the merge
        return tuple(
            ReportLine(
                id=part.ref, number=part.name or "", received=clock.moment_th(part.at, self.lang) if part.at else "",
                channel=CHANNELS.get(part.code, (part.code, part.code))[place],
                reporter=f"/cases/{self.id}/reporter/{part.ref}" if self.manages and self.sees(Section.REPORTER) else "",
                undo=f"/cases/{self.id}/reports/{part.ref}/undo" if self.manages and part.number and own > 1 else "", href=f"/reports/{part.ref}",
            )
            for part in sorted(self.parts["report"], key=lambda part: (part.at or self.now, str(part.id)))
        ) if self.sees(Section.STORY) else ()

    def _notes(self) -> tuple[NoteLine, ...]:
        return tuple(
            note_line(part, case_id=self.id, user=self.actor.user, lang=self.lang)
            for part in sorted(self.parts["note"], key=lambda part: (part.at or self.now, str(part.id)), reverse=True)
            if self.sees(Section.NOTES) or part.ref == self.actor.user
        )

    def _plan(self) -> tuple[PlanLine, ...]:
        if not self.sees(Section.PLAN):
            return ()
        late = self.now + timedelta(days=36500)
        rows = sorted(self.parts["plan"], key=lambda part: (part.detail != "open", part.until or late, str(part.id)))
        return tuple(plan_line(part, case_id=self.id, now=self.now, lang=self.lang) for part in rows)

    def _limits(self) -> tuple[LimitLine, ...]:
        """Law needs LEGAL; the operational limits show to everybody who works in the case. First contact shows once, as it is first due: reports
        that came later have clocks of their own, and who reaches the family meets them all. Of several reports each clock says whose it is.
        """
        reports = {part.ref: part.name or "" for part in self.parts["report"]} if self.sees(Section.STORY) else {}
        shown: dict[Any, LimitFact] = {}
        for limit in self.limits:
            if not limit.legal or self.sees(Section.LEGAL):
                shown.setdefault("first_contact" if limit.code.startswith("first_contact.") else limit.id, limit)
        return tuple(
            limit_line(limit, self.now, self.lang, of=reports.get(limit.subject_id, "") if len(reports) > 1 else "") for limit in shown.values()
        )

    def _team(self) -> tuple[MemberLine, ...]:
        if not self.whole:
            return ()
        name = self.row["manager__name"]
        manager = MemberLine(name, "", initial(name), _("ผู้จัดการรายกรณี"), _("เห็นทั้งหมด เว้นบันทึกให้คำปรึกษา"),
                             me=self.row["manager_id"] == self.actor.user, end="")
        return manager, *(
            MemberLine(
                name=part.name, office=part.office, initial=initial(part.name), me=part.ref == self.actor.user,
                role=words.said(words.PROFESSIONS, part.code) if part.code else "",
                sight=words.sight_line(Section(part.number), part.until - timedelta(seconds=1) if part.until else None, self.lang),
                end=f"/cases/{self.id}/team/{part.id}/end" if self.manages or part.ref == self.actor.user else "",
            )
            for part in sorted(self.parts["team"], key=lambda part: (part.at or self.now, str(part.id)))
        )

    def _transfer(self) -> TransferLine | None:
        if not self.parts["transfer"] or not ({"case.assign", "case.manage"} & self.rights):
            return None
        part = self.parts["transfer"][0]
        return TransferLine(
            id=part.id, office=part.office, who=part.name or "", when=clock.moment_th(part.at, self.lang) if part.at else "",
            reason=opened_text(part.box, "cases.transfer.reason", part.id, self.id), version=part.number,
        )

    def _moves(self) -> list[MoveLine]:
        """The moves of the flow that this reader may make, each with what stands in its way."""
        moves = []
        obstacles: list[Obstacle] | None = None
        for move in CASE.moves.values():
            if self.row["state"] not in move.from_ or move.by_system or move.needs not in self.rights:
                continue
            if move.name in {"merge", "unmerge"} or (move.name == "reopen" and self.row["merged_into_id"]):
                continue
            if move.guard is not None and obstacles is None:
                obstacles = self._obstacles()
            standing = obstacles if move.guard is not None and obstacles else []
            moves.append(MoveLine(move.name, _(move.th), stop=move.stop, why=why(standing), href=(MOVE_PAGES.get(move.name) or "").format(self.id)))
        return moves

    def _obstacles(self) -> list[Obstacle]:
        """As `close_obstacles`, but what the page has read already is not asked again."""
        found = []
        count = sum(1 for part in self.parts["plan"] if part.detail == "open")
        if count:
            text = ngettext("แผนยังมีงานที่ต้องทำ %(n)s อย่าง", "แผนยังมีงานที่ต้องทำ %(n)s อย่าง", count) % {"n": count}
            found.append(Obstacle("plan", text, "#plan"))
        if self.parts["transfer"]:
            found.append(Obstacle("transfer", _("คำขอโอนเคสยังรอคำตอบ"), "#transfer"))
        with acting(system("close")):
            for key, look in CLOSE_OBSTACLES.items():
                if key not in {"plan", "transfer"}:
                    found += look(self.id)
        return found

    def _next_steps(self, unknown: str = "") -> tuple[NextStep, ...]:
        """What the manager does next, in the order of the work; the way to end comes last, or says why not yet.

        `unknown`: where to say how they are reached safely, when nobody knows. A limit that is near or late shows at the act that meets it.
        """
        if not self.manages or self.row["state"] != "open":
            return ()
        base = f"/cases/{self.id}"
        steps = []
        pressing = {limit.code.partition(".")[0]: limit for limit in reversed(self.limits) if limit.stage in {"soon", "late"}}
        if unknown:
            steps.append(NextStep(_("ยังไม่รู้ทางติดต่อที่ปลอดภัย"), _("บันทึกทางที่ปลอดภัย"), unknown, icon="phone-off"))
        first = next((limit for limit in self.limits if limit.code.startswith("first_contact")), None)
        if first is not None:
            steps.append(NextStep(_("ติดต่อครั้งแรกด้วยวิธีที่ปลอดภัย"), _("ติดต่อและบันทึกผล"), f"{base}/contact", clock=_clock(first, self.now), icon="phone"))
        if not any(part.code == "affected" for part in self.parts["party"]):
            steps.append(NextStep(_("คนในเรื่อง"), _("เพิ่มผู้ประสบปัญหา"), f"{base}/parties/new", icon="user-plus"))
        due = [part for part in self.parts["plan"] if part.detail == "open" and part.until]
        if due:
            part = min(due, key=lambda part: part.until or self.now)
            text = opened_text(part.box, "cases.planaction.text", part.id, self.id)
            steps.append(NextStep(text if len(text) < 60 else f"{text[:58]}…", _("บันทึกว่าทำแล้ว"), f"{base}/plan/{part.id}",
                                  clock=time_left(part.until, self.now, started=part.at), icon="check"))
        elif not self.parts["plan"]:
            steps.append(NextStep(_("แผนช่วยเหลือ"), _("เริ่มวางแผน"), f"{base}/plan/new", icon="notes"))
        if "action" in pressing:  # a visit meets it, and so does an act of the plan
            late = pressing["action"]
            steps.append(NextStep(late.rule.title(self.lang), _("บันทึกการเยี่ยมหรือลงพื้นที่"), f"{base}/notes/new?kind=visit",
                                  clock=_clock(late, self.now), icon="pencil"))
        if "review" in pressing and self.parts["plan"]:  # a change of the plan is the review
            late = pressing["review"]
            steps.append(NextStep(late.rule.title(self.lang), _("ทบทวนและเพิ่มงานในแผน"), f"{base}/plan/new", clock=_clock(late, self.now), icon="notes"))
        if not self.parts["team"]:
            steps.append(NextStep(_("ทีมสหวิชาชีพ"), _("เพิ่มคนในทีม"), f"{base}/team/new", icon="users"))
        return tuple(steps[:4])


def note_line(part: Part, *, case_id: UUID, user: UUID | None, lang: str) -> NoteLine:
    """A note for one reader: counselling opens for its author alone."""
    mine = part.ref == user
    sealed = part.code == "counselling" and not mine
    codes = json.loads(part.detail) if part.detail else {}
    word = words.said(words.NOTE_KINDS, part.code)
    if part.code == "contact":
        word = f"{word}: {words.said(words.OUTCOMES, codes.get('outcome', ''))}"
    return NoteLine(
        id=part.id, kind=part.code, word=word, when=clock.moment_th(part.at, lang) if part.at else "", iso=_iso(part.at), author=part.name,
        office=part.office, text="" if sealed else opened_text(part.box, "cases.note.text", part.id, case_id),
        summary=opened_text(part.box2, "cases.note.summary", part.id, case_id), sealed=sealed,
        replace=f"/cases/{case_id}/notes/{part.id}/replace" if mine else "",
    )


def plan_line(part: Part, *, case_id: UUID, now: datetime, lang: str) -> PlanLine:
    """An action of the plan in words."""
    state = PLAN.states[part.detail]
    done = part.detail != "open"
    return PlanLine(
        id=part.id, text=opened_text(part.box, "cases.planaction.text", part.id, case_id), five_p=words.said(words.FIVE_P, part.code),
        office=part.office, assignee=part.name or "", state=part.detail, state_word=_(state.th), tag=state.tag,
        clock=Clock("none", "") if done else time_left(part.until, now, started=part.at),
        result=opened_text(part.box2, "cases.planaction.result", part.id, case_id) if done else "", href=f"/cases/{case_id}/plan/{part.id}",
    )


def limit_line(limit: LimitFact, now: datetime, lang: str, *, of: str = "") -> LimitLine:
    """A limit with the report that it is `of`, its law, the kind of its clock, and that no lawyer has checked it, as long as none has."""
    checked = "" if limit.rule.checked or not limit.legal else _("ยังไม่ได้ตรวจโดยนักกฎหมาย")
    due = limit.due_text(lang)
    parts = [of, limit.rule.law(lang), limit.rule.span(lang), _("ถึง %(when)s") % {"when": due} if due else _("ยังไม่รู้วันเริ่ม")]
    return LimitLine(limit.rule.title(lang), _clock(limit, now), " · ".join(part for part in parts if part), checked)


def _clock(limit: LimitFact, now: datetime) -> Clock:
    return time_left(limit.due_at, now, started=limit.starts_at, met=limit.met_at, legal=limit.legal)


def _steps(state: str, step: str) -> tuple[Step, ...]:
    here = "closing" if state == "closing" else "following" if state == "closed" else step
    place = next(n for n, (code, _word) in enumerate(words.STEPS) if code == here)
    if state == "closed" and step != "following":
        place = len(words.STEPS) - 1
    return tuple(Step(str(word), "done" if n < place else "now" if n == place else "later") for n, (_code, word) in enumerate(words.STEPS))


def initial(name: str) -> str:
    """The first letter of a name that stands for it: no leading vowel."""
    return next((letter for letter in name if letter.isalpha() and letter not in "เแโใไ"), "")


def _iso(moment: datetime | None) -> str:
    return clock.local(moment).isoformat(timespec="minutes") if moment else ""


def why(obstacles: Sequence[Obstacle]) -> list[Link | str]:
    """Obstacles as a page lists them."""
    return [Link(obstacle.text, obstacle.link) if obstacle.link else obstacle.text for obstacle in obstacles]
