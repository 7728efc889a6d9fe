"""Who leaves hands on: a talk, a help, a house on the watch list goes to a colleague who accepts, and is seen by nobody before that."""

from datetime import timedelta
from uuid import UUID

import pytest

from prasan.community.counselling import actions as talking
from prasan.community.counselling.models import Talk
from prasan.community.counselling.queries import talk_page
from prasan.community.localhelp import actions as helping
from prasan.community.localhelp.models import Help
from prasan.community.watch import actions as watching
from prasan.community.watch import queries as watches
from prasan.community.watch.flow import WATCH
from prasan.ground import clock
from prasan.ground.policy import Conflict, Hidden, Invalid, Refused
from prasan.ground.policy.scope import scope
from prasan.ground.transactions import reading
from prasan.registry.access.actions import end_position
from prasan.registry.access.models import Position
from prasan.registry.work.actions import answer_hand_over, hand_over, withdraw_hand_over
from prasan.registry.work.models import HandedItem, WorkItem
from prasan.registry.work.queries import giving, hand_over_view
from tests.cast import Person
from tests.community.conftest import SYSTEM, Centre
from tests.community.watch.conftest import NAME, SKETCH, WHY, begin, now

pytestmark = pytest.mark.django_db
STORY = "ลูกชายขโมยเงินยาย"


def offer(giver: Person, to: Person, kind: str, pk: UUID, *, of: Person | None = None) -> UUID:
    return hand_over(giver.actor, from_user=(of or giver).user, to_user=to.user, things={kind: [pk]}, reason="moved")


def handed(made: UUID) -> list[UUID]:
    with reading(SYSTEM):
        return list(HandedItem.objects.filter(hand_over_id=made).values_list("id", flat=True))


def accept(who: Person, made: UUID) -> None:
    answer_hand_over(who.actor, id=made, accept=handed(made))


def leave(who: Person) -> None:
    with reading(SYSTEM):
        post = Position.objects.get(user_id=who.user, ends_at=None).pk
    end_position(SYSTEM, position=post)


def name_seen(who: Person, pk: UUID) -> str:
    with reading(who.actor):
        return watches.watch_page(who.actor, pk).who


@pytest.fixture
def entry(frozen, centre: Centre) -> UUID:
    return begin(centre)


@pytest.fixture
def talk(frozen, centre: Centre) -> UUID:
    return talking.record_talk(centre.keeper.actor, topic="raising", story=STORY, name="ยายคำ", again_on=clock.today() + timedelta(days=5))


@pytest.fixture
def aid(frozen, centre: Centre) -> UUID:
    return helping.record_help(centre.keeper.actor, need="travel", story=STORY, name="ยายคำ", due_on=clock.today() + timedelta(days=5))


def test_the_name_goes_to_whoever_accepts_and_not_before(centre: Centre, entry: UUID) -> None:
    made = offer(centre.keeper, centre.sister, "watch", entry)
    with reading(centre.sister.actor):
        [thing] = hand_over_view(centre.sister.actor, made).things
    assert thing.title == SKETCH
    for address in (f"/desk/hand-over/{made}", f"/watches/{entry}", "/desk/"):
        text = centre.cast.client(centre.sister).get(address).content.decode()
        assert NAME not in text and WHY not in text and "สุวรรณา" not in text, address
    assert (name_seen(centre.sister, entry), name_seen(centre.keeper, entry)) == ("", NAME)
    accept(centre.sister, made)
    assert (name_seen(centre.sister, entry), name_seen(centre.keeper, entry)) == (NAME, "")
    with pytest.raises(Refused):
        WATCH.make(centre.keeper.actor, "end", id=entry, because="well")
    assert now(entry).made_by_id == centre.sister.user


def test_refused_or_taken_back_it_stays_and_nobody_saw_more(centre: Centre, entry: UUID) -> None:
    made = offer(centre.keeper, centre.sister, "watch", entry)
    with pytest.raises(Invalid):  # offered once
        offer(centre.keeper, centre.sister, "watch", entry)
    answer_hand_over(centre.sister.actor, id=made, refuse=handed(made), reason="know")
    assert (name_seen(centre.sister, entry), name_seen(centre.keeper, entry)) == ("", NAME)
    made = offer(centre.keeper, centre.sister, "watch", entry)
    withdraw_hand_over(centre.keeper.actor, id=made)
    with pytest.raises(Conflict):
        accept(centre.sister, made)
    assert name_seen(centre.sister, entry) == ""


def test_nobody_close_to_the_family_and_nobody_from_elsewhere_is_handed_it(centre: Centre, entry: UUID) -> None:
    for wrong in (centre.kin, centre.far, centre.cast.head):
        with pytest.raises(Invalid) as refused:
            offer(centre.keeper, wrong, "watch", entry)
        assert set(refused.value.errors) == {"to_user"}  # it is not said why
    made = offer(centre.keeper, centre.sister, "watch", entry)
    watching.stand_aside(centre.sister.actor, id=entry)  # knows the family after all
    with pytest.raises(Hidden):
        accept(centre.sister, made)
    for stranger in (centre.sister, centre.far, centre.cast.head, centre.cast.province):
        with pytest.raises((Hidden, Refused)):
            offer(stranger, centre.sister, "watch", entry, of=centre.keeper)


def test_of_somebody_who_has_left_a_member_offers_to_another_and_never_to_themselves(centre: Centre, entry: UUID) -> None:
    third = centre.kin  # excluded: may neither offer nor be offered
    with pytest.raises((Hidden, Refused)):
        offer(centre.sister, centre.sister, "watch", entry, of=centre.keeper)  # the keeper is still here
    leave(centre.keeper)
    page = centre.cast.client(centre.sister).get(f"/watches/{entry}").content.decode()
    assert f"/desk/hand-over?from={centre.keeper.user}" in page and NAME not in page
    form = centre.cast.client(centre.sister).get(f"/desk/hand-over?from={centre.keeper.user}").content.decode()
    assert SKETCH in form and NAME not in form
    with pytest.raises(Invalid):
        offer(centre.sister, centre.sister, "watch", entry, of=centre.keeper)
    with pytest.raises(Hidden):
        offer(third, centre.sister, "watch", entry, of=centre.keeper)
    with pytest.raises(Hidden):
        offer(centre.far, centre.sister, "watch", entry, of=centre.keeper)
    for stranger in (third, centre.far, centre.cast.head, centre.cast.outsider):
        with reading(stranger.actor):
            found = giving(stranger.actor, centre.keeper.user)
            assert found is None or not any(kind == "watch" for kind, *_rest in found.things), stranger.key
    from tests.cast import hire

    new = hire("new", "พี่ใหม่ ศพค.", "centre_member", centre.keeper.organisation)
    made = offer(centre.sister, new, "watch", entry, of=centre.keeper)
    assert (name_seen(centre.sister, entry), name_seen(new, entry)) == ("", "")
    accept(new, made)
    assert (name_seen(centre.sister, entry), name_seen(new, entry)) == ("", NAME)
    assert now(entry).made_by_id == new.user


def test_a_talk_with_its_appointment_goes_to_whoever_accepts(centre: Centre, talk: UUID) -> None:
    with reading(centre.keeper.actor):
        found = giving(centre.keeper.actor, centre.keeper.user)
    assert [kind for kind, *_rest in found.things] == ["talk"]
    assert found.work == ()  # its row goes along, and is not handed over without it
    made = offer(centre.keeper, centre.sister, "talk", talk)
    client = centre.cast.client(centre.sister)
    assert STORY not in client.get(f"/desk/hand-over/{made}").content.decode()
    assert client.get(f"/talks/{talk}").status_code == 404
    accept(centre.sister, made)
    with reading(centre.sister.actor):
        assert talk_page(centre.sister.actor, talk).story == STORY
        assert scope(centre.sister.actor, "work.do", WorkItem).filter(object_id=talk).count() == 1
    with reading(centre.keeper.actor):
        assert not scope(centre.keeper.actor, "talk.see", Talk).exists()
        assert not scope(centre.keeper.actor, "work.do", WorkItem).filter(object_id=talk).exists()


def test_a_row_of_a_talk_is_never_handed_over_without_it(centre: Centre, talk: UUID) -> None:
    with reading(SYSTEM):
        item = WorkItem.objects.get(object_id=talk, done_at=None).pk
    with pytest.raises(Hidden):
        hand_over(centre.keeper.actor, from_user=centre.keeper.user, to_user=centre.sister.user, items=[item], reason="leave")


def test_nobody_but_its_author_offers_a_talk_as_long_as_the_author_is_here(centre: Centre, talk: UUID) -> None:
    for who in (centre.sister, centre.far, centre.cast.head, centre.cast.province):
        with pytest.raises(Hidden):
            offer(who, centre.kin, "talk", talk, of=centre.keeper)
    assert "ออกจากศูนย์แล้ว" not in centre.cast.client(centre.sister).get("/talks/").content.decode()


@pytest.mark.parametrize("kind", ["talk", "help"])
def test_what_somebody_left_behind_is_offered_to_another_member_and_never_taken_by_oneself(centre: Centre, talk: UUID, aid: UUID, kind: str) -> None:
    pk, base = {"talk": (talk, "/talks/"), "help": (aid, "/local-help/")}[kind]
    leave(centre.keeper)
    sister = centre.cast.client(centre.sister)
    page = sister.get(base).content.decode()
    assert f"/desk/hand-over?from={centre.keeper.user}" in page and "1 เรื่องที่ไม่มีใครดูแล" in page
    form = sister.get(f"/desk/hand-over?from={centre.keeper.user}").content.decode()
    assert str(pk) in form and STORY not in form and "ยายคำ" not in form and "ยายคำ" not in page
    assert STORY not in sister.get(f"{base}{pk}").content.decode()
    with pytest.raises(Invalid):
        offer(centre.sister, centre.sister, kind, pk, of=centre.keeper)
    for who in (centre.far, centre.cast.head, centre.cast.province, centre.cast.outsider):
        with pytest.raises(Hidden):
            offer(who, centre.kin, kind, pk, of=centre.keeper)
        assert f"/desk/hand-over?from={centre.keeper.user}" not in centre.cast.client(who).get(base).content.decode()
    with pytest.raises(Invalid):
        offer(centre.sister, centre.far, kind, pk, of=centre.keeper)
    made = offer(centre.sister, centre.kin, kind, pk, of=centre.keeper)
    assert STORY not in centre.cast.client(centre.kin).get(f"{base}{pk}").content.decode()
    accept(centre.kin, made)
    assert STORY in centre.cast.client(centre.kin).get(f"{base}{pk}").content.decode()
    assert STORY not in sister.get(f"{base}{pk}").content.decode()
    assert f"/desk/hand-over?from={centre.keeper.user}" not in sister.get(base).content.decode()
    with reading(centre.kin.actor):
        assert scope(centre.kin.actor, "work.do", WorkItem).filter(object_id=pk).count() == 1


def test_a_help_goes_whole_and_what_was_done_meanwhile_stays(centre: Centre, aid: UUID) -> None:
    made = offer(centre.keeper, centre.sister, "help", aid)
    helping.solve(centre.keeper.actor, id=aid)
    accept(centre.sister, made)
    with reading(SYSTEM):
        assert Help.objects.get(pk=aid).made_by_id == centre.keeper.user
    other = helping.record_help(centre.keeper.actor, need="food", story=STORY)
    accept(centre.sister, offer(centre.keeper, centre.sister, "help", other))
    assert STORY in centre.cast.client(centre.sister).get(f"/local-help/{other}").content.decode()
    assert STORY not in centre.cast.client(centre.keeper).get(f"/local-help/{other}").content.decode()


def test_the_page_offers_and_answers(centre: Centre, entry: UUID, talk: UUID) -> None:
    giver, receiver = centre.cast.client(centre.keeper), centre.cast.client(centre.sister)
    told = {"thing_watch": [str(entry)], "thing_talk": [str(talk)], "to_user": str(centre.sister.user), "reason": "moved"}
    at = giver.post("/desk/hand-over", told).headers["Location"]
    rows = [str(pk) for pk in handed(UUID(at.rpartition("/")[2]))]
    assert receiver.post(f"{at}/answer", {"things": rows, "answer": "accept"}).status_code == 302
    assert NAME in receiver.get(f"/watches/{entry}").content.decode()
    assert STORY in receiver.get(f"/talks/{talk}").content.decode()
