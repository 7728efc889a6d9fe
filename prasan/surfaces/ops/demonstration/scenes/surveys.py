"""What families, centres and workshops are asked: the shipped instruments, forms of a province in every state, rounds in the pilot provinces."""

from datetime import date, timedelta
from uuid import UUID

from prasan.community.surveys import actions
from prasan.community.surveys.rules.shipped import book_of, tables
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.surfaces.ops.demonstration.people import CENTRES
from prasan.surfaces.ops.demonstration.scenes.answers import strength
from prasan.surfaces.ops.demonstration.stage import Stage

CONSENT = {
    "th": "เรามาจากศูนย์พัฒนาครอบครัวในชุมชน ขอถามเรื่องความเป็นอยู่ของครอบครัว ใช้เวลาราว 20 นาที คำตอบใช้วางแผนช่วยครอบครัวในตำบล ไม่มีใครรู้ว่าบ้านไหนตอบอะไร"
    " ไม่ตอบข้อใดก็ได้ หยุดเมื่อไรก็ได้ และไม่มีผลต่อสิทธิหรือสวัสดิการ",
    "en": "We come from the family centre and ask about family life, some 20 minutes. Answers help to plan for families here; nobody learns which house"
    " answered what. You may leave out any question, stop at any time, and lose no right or benefit.",
}
PILOTS = (("40", "ขอนแก่น", 25), ("86", "ชุมพร", 20), ("45", "ร้อยเอ็ด", 20))
# A province's own forms: id, title, and the moves that it has been through.
OWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("kk_market_day", "ถามผู้มางานวันครอบครัว", ()), ("kk_youth_camp", "ประเมินค่ายเยาวชน", ("publish", "wind_down")),
    ("kk_flood_2568", "ครอบครัวหลังน้ำท่วม 2568", ("publish", "close")), ("kk_old_visit", "แบบเยี่ยมบ้านเดิม", ("publish", "close", "retire")),
)
MOVES = {
    "publish": actions.publish_form, "wind_down": actions.wind_down_form, "close": actions.close_form, "retire": actions.retire_form,
}
VOLUNTEERS = ("สมศรี มาลัยทอง", "บุญช่วย แก้วใส", "ฟาตีเมาะ แวดอเลาะ", "ประนอม ใจดี")


def instruments(stage: Stage) -> None:
    """The five that come with the house."""
    with stage.ago(120):
        actions.ship()


def own_forms(stage: Stage) -> None:
    """Forms of a province, one in each state that no shipped one is in."""
    asks = stage.cast.actor("province-khonkaen")
    for turn, (code, title, moves) in enumerate(OWN):
        with stage.ago(90 - 20 * turn):
            form = _form(asks, code, title)
        for step, move in enumerate(moves):
            with stage.ago(80 - 20 * turn - 3 * step):
                MOVES[move](asks, id=form)


def rounds(stage: Stage) -> None:
    """Family strength asked in the pilot provinces now, asked last year, planned for next year, and one that was given up."""
    asks, today = stage.cast.actor("monitor"), clock.local(stage.now).date()
    with stage.ago(100):
        form = next(one.form for one in actions.ship() if one.code == "family_strength")
        last = _round(asks, form, "ความเข้มแข็งของครอบครัว ปี 2568", today - timedelta(days=95), today - timedelta(days=40), "40", 15)
        actions.start_round(asks, id=last)
        given_up = _round(asks, form, "ทดลองถามทางโทรศัพท์", today - timedelta(days=60), today - timedelta(days=50), "94", 5)
    strength(stage)
    with stage.ago(70):
        actions.withdraw_round(asks, id=given_up)
    with stage.ago(39):
        actions.end_round(asks, id=last)
    with stage.ago(12):
        for area, name, wanted in PILOTS:
            made = _round(asks, form, f"ความเข้มแข็งของครอบครัว ปี 2569 {name}", today - timedelta(days=10), today + timedelta(days=50), area, wanted)
            actions.start_round(asks, id=made)
        _round(asks, form, "ความเข้มแข็งของครอบครัว ปี 2570", today + timedelta(days=300), today + timedelta(days=360), "40", 30)


def volunteers(stage: Stage) -> None:
    """Who goes from house to house; one has stopped."""
    day = clock.local(stage.now).date() - timedelta(days=20)
    for turn, area in enumerate(CENTRES):
        member = stage.cast.actor(f"centre-{area}")
        with stage.ago(15):
            first = actions.add_interviewer(member, name=VOLUNTEERS[turn % len(VOLUNTEERS)], pledged_on=day)
            actions.add_interviewer(member, name=VOLUNTEERS[(turn + 1) % len(VOLUNTEERS)], pledged_on=day)
        if turn == 0:
            with stage.ago(2):
                actions.end_interviewer(member, id=first)


def _form(asks: Actor, code: str, title: str) -> UUID:
    """A form after the shipped ones, under another name."""
    sheets = tables("satisfaction")
    sheets["settings"] = [{**sheets["settings"][0], "form_id": code, "form_title": title, "title_en": "", "title_ms": "", "topic": ""}]
    made = actions.upload(asks, content=book_of(sheets), file_name=f"{code}.xlsx", area_code="40")
    if made.form is None:
        raise RuntimeError(code)
    return made.form


def _round(asks: Actor, form: UUID, title: str, first: date, last: date, area: str, wanted: int) -> UUID:
    made = actions.plan_round(
        asks, form=form, title=title, starts_on=first, ends_on=last, consent=CONSENT, area_code=area, method="random",
    )
    actions.spread_quota(asks, round=made, wanted=wanted)
    return made


SURVEYS = (instruments, own_forms, rounds, volunteers)
