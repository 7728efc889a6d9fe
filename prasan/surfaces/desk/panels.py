"""What the desk adds to the registries of work: how the safe facts of casework read in a list, and which records a typed number leads to."""

from typing import Any
from uuid import UUID

from prasan.casework.cases.actions.transfer import accept_transfer, offer_transfer, refuse_transfer, withdraw_transfer
from prasan.casework.cases.queries import words as case_words
from prasan.casework.intake import rules as intake
from prasan.community.centres.panels import HOME_PARTS
from prasan.ground.audit.words import LogThing, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor
from prasan.registry.work.panels import EXPECTED, FACT_WORDS, HANDS, SEARCH, Expecting, Hand
from prasan.surfaces.desk.queries import cases, expected, finders
from prasan.surfaces.desk.queries.sent import sent


def _problem(value: Any, lang: str) -> str:
    group = str(value).partition(".")[0]
    th, en = intake.GROUPS.get(group, ("", ""))
    return en if lang == "en" else th


def _channel(value: Any, lang: str) -> str:
    th, en = intake.CHANNELS.get(str(value), ("", ""))
    return en if lang == "en" else th


def _children(value: Any, lang: str) -> str:
    return case_words.said(case_words.CHILDREN, value) if value in {"yes", "partly"} else ""


def _five_p(value: Any, lang: str) -> str:
    return case_words.said(case_words.FIVE_P, value) if value in case_words.FIVE_P else ""


for _place, (_code, _say) in enumerate({"problem": _problem, "children": _children, "five_p": _five_p, "channel": _channel}.items()):
    FACT_WORDS.add(_code, _say, order=_place)

for _key, _find in {"report": finders.reports, "case": finders.cases, "referral": finders.referrals}.items():
    if SEARCH.get(_key) is None:
        SEARCH.add(_key, _find)

def _offer(actor: Actor, *, id: UUID, to_user: UUID, to_organisation: UUID, reason: str) -> UUID:  # noqa: A002
    return offer_transfer(actor, case_id=id, to_organisation=to_organisation, to_user=to_user, reason=reason)


def _refuse(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002
    refuse_transfer(actor, id=id, answer=reason)


HANDS.add("case", Hand(
    "เคส", cases.held, cases.count, _offer, accept_transfer, _refuse, withdraw_transfer, cases.named,
))

for _verb, _rows in {
    "triage_report": expected.reports, "do_action": expected.plan, "answer_transfer": expected.transfers, "approve_closure": expected.closures,
    "answer_hand_over": expected.hand_overs, "first_contact": expected.first_contacts, "answer_referral": expected.referrals_to_answer,
    "limit_near": expected.limits_near, "limit_late": expected.limits_late,
    "answer_more": expected.referrals_asked, "finish_referral": expected.referrals_to_finish,
}.items():
    EXPECTED.add(_verb, Expecting(frozenset({_verb}), _rows))


@HOME_PARTS.show(10, "sent")
def _sent(actor: Actor, *, centre: UUID) -> Panel:
    """What the centre sent, each with its one status word: nothing else comes back."""
    rows, _after = sent(actor, size=4)
    return Panel("desk/sent_part.html", {"rows": rows})


put_in_words([
    LogThing("all", "ทุกประเภท"), LogThing("log", "บันทึกการเข้าถึง"), LogThing("page", "หน้าตัวอย่าง"),
])
