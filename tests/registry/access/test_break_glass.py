"""Break-glass: with reason and second factor, for 60 minutes, read-only, noticed, reviewed; the same silence for unknown, outside, excluded."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prasan.ground import clock
from prasan.ground.audit.models import AuditRow
from prasan.ground.audit.words import THINGS, LogThing, put_in_words
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused, Section, access
from prasan.ground.policy.models import AccessRow
from prasan.ground.transactions import reading
from prasan.ground.vault import mint
from prasan.registry.access import gates
from prasan.registry.access.actions import break_glass, end_break_glass, review_break_glass
from prasan.registry.access.actions.break_glasses import alarm_overdue
from prasan.registry.access.emergency import BREAKABLE, Opened
from prasan.registry.access.models import BreakGlass
from prasan.registry.access.queries import break_glass as one_opening
from prasan.registry.access.queries import reviews
from tests.cast import SYSTEM, Cast, Person

REASON = "แม่โทรมาว่าลูกถูกขังในบ้าน ผู้จัดการรายกรณีไม่รับสายสองครั้ง"
WHY = {"category": "danger", "reason": REASON}


class Drawer:
    """A kind of record that only these tests have: one in Khon Kaen, one in Roi Et; `may` is what a chapter's scope would say."""

    th, en = "ลิ้นชัก", "Drawer"

    def __init__(self) -> None:
        self.here, self.there, self.person = uuid4(), uuid4(), uuid4()
        self.areas = {self.here: "400101", self.there: "450101"}
        self.told: list[tuple[str, Opened]] = []

    def find(self, actor, number: str) -> UUID | None:
        found = {"ขก 1": self.here, "รอ 1": self.there}.get(number)
        return found if self.may(actor, found or uuid4()) else None

    def may(self, actor, object_id: UUID) -> bool:
        area = self.areas.get(object_id, "")
        inside = any(area.startswith(prefix) for post in actor.posts for prefix in post.areas)
        return not access.excluded_subjects(object_id) & set(actor.barred_ids) and bool(area) and inside

    def objects(self, object_id: UUID) -> list[tuple[str, UUID]]:
        return [("drawer", object_id), ("person", self.person)]

    def label(self, object_id: UUID) -> str:
        return "ขก 1" if object_id == self.here else "รอ 1"

    def href(self, object_id: UUID) -> str:
        return f"/drawers/{object_id}"

    def opened(self, actor, event: Opened) -> None:
        self.told.append(("opened", event))

    def reviewed(self, actor, event: Opened, justified: bool) -> None:  # noqa: FBT001
        self.told.append((f"reviewed {justified}", event))

    def overdue(self, actor, event: Opened) -> None:
        self.told.append(("overdue", event))


@pytest.fixture
def drawer(cast: Cast):
    entry = Drawer()
    BREAKABLE.add("drawer", entry)
    put_in_words([LogThing("drawer", entry.th)])
    yield entry
    del BREAKABLE._entries["drawer"], THINGS._entries["drawer"]


def proved(cast: Cast, person: Person):
    client = cast.client(person)
    session = client.session
    session[gates.FRESH] = clock.now().isoformat()
    session.save()
    return client


def test_opens_sixty_minutes_read_only_with_basis_and_notice(cast: Cast, drawer: Drawer) -> None:
    with clock.frozen(clock.now()):
        opening = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    rows = AccessRow.objects.filter(cause_id=opening)
    assert {(row.object_kind, row.object_id) for row in rows} == {("drawer", drawer.here), ("person", drawer.person)}
    for row in rows:
        assert (row.subject_id, row.basis, row.role) == (cast.province.user, "break_glass", "")
        assert row.ends_at - row.starts_at == timedelta(minutes=60)
        sections = Section(row.sections)
        assert Section.STORY in sections
        assert not sections & (Section.MANAGE | Section.CONTRIBUTE | Section.REPORTER)
    assert [(what, event.user, event.object_id) for what, event in drawer.told] == [("opened", cast.province.user, drawer.here)]
    audited = AuditRow.objects.get(verb="break_glass")
    assert (audited.object_id, audited.basis, audited.detail) == (str(drawer.here), "break_glass", "danger")
    assert REASON not in str(list(AuditRow.objects.values_list("detail", flat=True)))


def test_the_reporter_only_when_asked_for(cast: Cast, drawer: Drawer) -> None:
    plain = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    more = break_glass(cast.province.actor, kind="drawer", number="ขก 1", reporter=True, **WHY)
    assert plain != more
    assert all(Section.REPORTER in Section(row.sections) for row in AccessRow.objects.filter(cause_id=more))
    assert break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY) in {plain, more}, "no second one while it is open"


def test_the_reason_lies_sealed(cast: Cast, drawer: Drawer) -> None:
    opening = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM access_breakglass")
        stored = [bytes(row[0]) for row in cursor.fetchall()] if connection.vendor == "sqlite" else []
    assert all(REASON.encode() not in one for one in stored)
    with reading(cast.privacy.actor):
        assert one_opening(cast.privacy.actor, opening).reason == REASON


@pytest.mark.parametrize(("number", "why"), [("ขก 999", "unknown"), ("รอ 1", "outside"), ("ขก 1", "excluded"), ("'; --", "nonsense")])
def test_the_same_silence(cast: Cast, drawer: Drawer, number: str, why: str) -> None:
    if why == "excluded":
        mint(drawer.here)
        access.exclude(SYSTEM, subject=cast.province.user, root=drawer.here, objects=[("drawer", drawer.here)], reason="ญาติ")
    client = proved(cast, cast.province)
    answer = client.post("/access/open/drawer", {**WHY, "number": number})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert page.count("ไม่พบเรื่องนี้ในพื้นที่ของคุณ") == 1
    assert REASON in page, "what was typed is kept"
    assert not BreakGlass.objects.exists()
    row = AuditRow.objects.filter(verb="refused").get()
    assert (row.actor, row.object_kind, len(row.object_id), row.detail) == (f"user:{cast.province.user}", "break_glass", 32, "")


def test_unknown_outside_and_excluded_ask_the_database_the_same(cast: Cast, drawer: Drawer) -> None:
    actor, counts = cast.province.actor, set()
    for number in ("ขก 999", "รอ 1", "ขก 1"):
        if number == "ขก 1":
            mint(drawer.here)
            access.exclude(SYSTEM, subject=cast.province.user, root=drawer.here, objects=[("drawer", drawer.here)], reason="ญาติ")
        with CaptureQueriesContext(connection ) as asked, pytest.raises(Hidden) as hidden:
            break_glass(actor, kind="drawer", number=number, **WHY)
        counts.add((len(asked), hidden.value.kind))
    assert len(counts) == 1
    assert not AccessRow.objects.filter(basis="break_glass").exists()
    assert drawer.told == []


@pytest.mark.parametrize("who", ["manager", "colleague", "hospital", "doctor", "centre", "monitor", "auditor", "admin", "outsider"])
def test_roles_that_may_not_break_glass_see_no_such_page(cast: Cast, who: str) -> None:
    assert proved(cast, getattr(cast, who)).get("/access/open").status_code == 404


def test_neither_a_key_nor_a_weak_session_opens_anything(cast: Cast, drawer: Drawer) -> None:
    from dataclasses import replace

    for actor in (cast.province.fresh(strong=False), replace(cast.province.actor, scopes=frozenset({"*"}))):
        with pytest.raises(Refused):
            break_glass(actor, kind="drawer", number="ขก 1", **WHY)


@pytest.mark.parametrize("wrong", [{"reason": "ด่วน"}, {"reason": "ก" * 60}, {"reason": "ย" * 2001}, {"category": "curious"}, {"reason": "   "}])
def test_a_reason_and_a_category_are_needed_before_anything_is_looked_up(cast: Cast, drawer: Drawer, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        break_glass(cast.province.actor, kind="drawer", number="ขก 999", **{**WHY, **wrong})


def test_closing_early_ends_the_sight(cast: Cast, drawer: Drawer) -> None:
    opening = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    with pytest.raises((Hidden, Refused)):
        end_break_glass(cast.head.actor, break_glass=opening)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        end_break_glass(cast.province.actor, break_glass=opening)
        assert not AccessRow.objects.filter(cause_id=opening, ends_at__gt=clock.now()).exists()


def test_review_is_the_privacy_officers_and_ends_what_was_not_justified(cast: Cast, drawer: Drawer) -> None:
    opening = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    for stranger in (cast.head, cast.auditor, cast.admin, cast.outsider_head):
        with pytest.raises(Hidden):
            review_break_glass(stranger.actor, break_glass=opening, justified=True, note="เห็นว่าสมควรแล้ว")
    with pytest.raises(Refused):
        review_break_glass(cast.province.actor, break_glass=opening, justified=True, note="ฉันเห็นว่าสมควรเอง")
    with pytest.raises(Invalid):
        review_break_glass(cast.privacy.actor, break_glass=opening, justified=True, note="ok")
    review_break_glass(cast.privacy.actor, break_glass=opening, justified=False, note="โทรหาหัวหน้ากลุ่มก่อนได้")
    assert drawer.told[-1][0] == "reviewed False"
    assert not AccessRow.objects.filter(cause_id=opening, ends_at__gt=clock.now()).exists()
    with pytest.raises(Conflict):
        review_break_glass(cast.privacy.actor, break_glass=opening, justified=True, note="เปลี่ยนใจแล้วนะคะ")


def test_the_queue_shows_the_reviewer_what_is_due_and_nobody_else(cast: Cast, drawer: Drawer) -> None:
    opening = break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    with reading(cast.privacy.actor):
        assert [row.id for row in reviews(cast.privacy.actor)[0]] == [opening]
    with reading(cast.outsider_head.actor):
        assert reviews(cast.outsider_head.actor)[0] == []
    client = cast.client(cast.privacy)
    page = client.get("/access/reviews").content.decode()
    assert "ขก 1" in page
    assert cast.province.name in page
    assert REASON in client.get(f"/access/reviews/{opening}").content.decode()
    done = client.post(f"/access/reviews/{opening}", {"justified": "yes", "note": "มีอันตรายจริงและรอไม่ได้"})
    assert done.status_code == 302
    assert "ไม่มีเรื่องค้าง" in client.get("/access/reviews").content.decode()
    assert cast.client(cast.outsider_head).get(f"/access/reviews/{opening}").status_code == 404
    assert cast.client(cast.province).get("/access/reviews").status_code == 404


def test_a_late_review_alarms_once(cast: Cast, drawer: Drawer) -> None:
    break_glass(cast.province.actor, kind="drawer", number="ขก 1", **WHY)
    with clock.frozen(clock.now() + timedelta(days=3, minutes=1)):
        assert alarm_overdue(SYSTEM) == 1
        assert alarm_overdue(SYSTEM) == 0
        assert drawer.told[-1][0] == "overdue"
        assert "เลยกำหนด" in cast.client(cast.privacy).get("/access/reviews").content.decode()


def test_by_the_page_of_a_record_whose_existence_one_sees(cast: Cast, drawer: Drawer) -> None:
    client = proved(cast, cast.province)
    path = f"/access/open/drawer/{drawer.here}"
    assert 'name="number"' not in client.get(path).content.decode()
    done = client.post(path, WHY)
    opened = client.get(done.headers["Location"]).content.decode()
    assert f"/drawers/{drawer.here}" in opened
    assert client.post(f"/access/open/drawer/{drawer.there}", WHY).status_code == 404
    assert client.post(f"/access/open/drawer/{uuid4()}", WHY).status_code == 404
