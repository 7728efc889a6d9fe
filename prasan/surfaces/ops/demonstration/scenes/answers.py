"""What was answered: last year's round of family strength in Khon Kaen, looked through and counted; visitors of a centre; a household that was edited."""

import uuid
from datetime import timedelta
from uuid import UUID

from prasan.community.surveys.actions import checking, counting, reviewing
from prasan.community.surveys.actions.receiving import Received, receive
from prasan.community.surveys.rules.shipped import tables
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration.people import CENTRES
from prasan.surfaces.ops.demonstration.stage import Stage

SYSTEM = system("demonstration")
# Subdistricts of last year's round: how many families answered, and how strong they are (0 to 3).
ASKED = (("400101", 15, 2.1), ("400102", 14, 1.6), ("400103", 3, 1.8), ("400114", 15, 2.4), ("400201", 12, 1.3), ("400202", 15, 1.9), ("400301", 4, 2.0),
         ("400302", 14, 2.2), ("400501", 13, 1.7), ("400502", 15, 2.5))  # fmt: skip
FELT = ("welcome", "wait", "understood", "language", "private", "useful")
WORDS = ("อยากให้มีที่จอดรถ", "พูดเพราะดี", "รอนานไปหน่อย", "", "", "ขอบคุณค่ะ")


def strength(stage: Stage) -> None:
    """Ten centres of a province ask families while the round runs, of which two ask too few to be told by themselves."""
    scored = [row["name"] for row in tables("family_strength")["scoring"]]
    turned = {row["name"] for row in tables("family_strength")["scoring"] if row["reverse"] == "yes"}
    turn = 0
    for area, families, strong in ASKED:
        centre = organisation_id("cfdc", area)
        for number in range(families):
            turn += 1
            with stage.ago(85 - turn / 4):
                _send(centre, "family_strength", _family(stage, number + 1, scored, turned, strong))


def satisfaction(stage: Stage) -> None:
    """Visitors of one centre say how it was."""
    member = stage.cast.actor(f"centre-{CENTRES[0]}")
    for number in range(24):
        with stage.ago(70 - number):
            scores = "".join(f"<{name}>{stage.chance.choice('2344555')}</{name}>" for name in FELT)
            _send(member.home or organisation_id("cfdc", CENTRES[0]), "satisfaction", (
                f"<service>{stage.chance.choice(('advice', 'welfare', 'activity'))}</service><scores>{scores}</scores>"
                f"<again>yes</again><better>{stage.chance.choice(WORDS)}</better>"
            ))


def review(stage: Stage) -> None:
    """One of each: good, a question, not used, edited and waiting, and most as they came."""
    member = stage.cast.actor(f"centre-{CENTRES[0]}")
    centre = member.home or organisation_id("cfdc", CENTRES[0])
    head = stage.cast.actor("province-khonkaen") if CENTRES[0].startswith("40") else member
    scores = "".join(f"<{name}>{1 if name == 'wait' else 5}</{name}>" for name in FELT)
    answered = f"<service>advice</service><scores>{scores}</scores><again>yes</again>"
    with stage.ago(4):  # the first and the third are the same person's: the check of quality sees it
        made = [_send(centre, "satisfaction", f"{answered}<better>{words}</better>") for words in ("ดีแล้ว", "ไม่แน่ใจ", "ดีแล้ว", "เก้าอี้ไม่พอ")]
        checking.check_new(SYSTEM)
    with stage.ago(3):
        reviewing.approve(member, id=made[0].submission)
        reviewing.question(head, id=made[1].submission, comment="คะแนนการรอต่ำมาก ถามผู้กรอกว่ากดผิดหรือไม่")
        reviewing.reject(member, id=made[2].submission, comment="ผู้มารับบริการคนเดียวกันกรอกสองครั้ง")
        _send(centre, "satisfaction", answered.replace("<wait>1", "<wait>4") + "<better>เก้าอี้ไม่พอ</better>", former=made[3].instance_id)
    checking.check_new(SYSTEM)


def books(stage: Stage) -> None:
    """What is over is counted."""
    counting.close_books(SYSTEM)


def _family(stage: Stage, number: int, scored: list[str], turned: set[str], strong: float) -> str:
    chance = stage.chance
    groups: dict[str, list[str]] = {}
    parts = {"rela": "relations", "role": "roles", "self": "self_reliance", "soci": "social_capital", "resi": "resilience"}
    for name in scored:
        value = min(3, max(0, round(chance.gauss(strong, 0.8))))
        groups.setdefault(parts[name[:4]], []).append(f"<{name}>{3 - value if name in turned else value}</{name}>")
    told = "".join(f"<{group}>{''.join(items)}</{group}>" for group, items in groups.items())
    began = clock.now() - timedelta(minutes=25)
    ended = began + timedelta(minutes=chance.choice((9, 14, 18, 22)))
    speaker, age = chance.choice(("mother", "father", "grandparent")), chance.choice(("15_24", "25_44", "45_59", "60"))
    return (
        f"<started>{began.isoformat()}</started><ended>{ended.isoformat()}</ended><sample_no>{number}</sample_no><agrees>yes</agrees>"
        f"<about><speaker>{speaker}</speaker><age_group>{age}</age_group><people>{chance.randint(2, 7)}</people></about>{told}<private>no</private>"
    )


def _send(centre: UUID, form: str, answers: str, former: str = "") -> Received:
    name = f"uuid:{uuid.uuid4()}"
    meta = f"<instanceID>{name}</instanceID>" + (f"<deprecatedID>{former}</deprecatedID>" if former else "")
    version = tables(form)["settings"][0]["version"]
    body = f'<data id="{form}" version="{version}">{answers}<meta>{meta}</meta></data>'
    return receive(SYSTEM, body=body.encode(), way="web", organisation=centre)


ANSWERS = (satisfaction, review, books)
