"""Handing work over: offered in one go, accepted or refused thing by thing; until then everything stays where it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Hidden, Invalid, Refused, acting, system
from prasan.ground.policy.access import excluded_subjects
from prasan.ground.policy.scope import get, scope
from prasan.ground.transactions import action
from prasan.registry.access.models import Position, User
from prasan.registry.access.queries import actor_for
from prasan.registry.work.actions.items import close_items, open_item, reassign
from prasan.registry.work.flow import HAND_OVER, REASONS, REFUSALS
from prasan.registry.work.models import HandedItem, HandOver, WorkItem
from prasan.registry.work.rules import HANDS, PASSES, never_alone

ANSWER, RESULT = "answer_hand_over", "hand_over_refused"
WORK = "work"
ANSWER_WITHIN = timedelta(hours=24)
JOB = system("hand_over")


@action
def hand_over(
    actor: Actor, *, from_user: UUID, to_user: UUID, items: Sequence[UUID] = (), things: Mapping[str, Sequence[UUID]] | None = None, reason: str,
) -> UUID:
    """Offer rows of somebody's worklist (`items`) and what else they hold (`things`: kind -> ids, such as cases). Returns the hand-over's id.

    One's own, or as head of the unit. Raises Hidden for what is not this user's to hand over, Invalid for a receiver who cannot have it
    (why is not said: it may be an exclusion).
    """
    # In one order, whoever asks: of two that take the same records one waits for the other.
    asked = sorted({(kind, pk) for kind, pks in (things or {}).items() for pk in pks}, key=lambda one: (one[1], one[0]))
    whole = {pk for _kind, pk in asked}
    rows = [row for row in _rows_of(actor, from_user, items) if row.root_id not in whole]  # what is to be done in a case goes along with it
    to_organisation = _checked(from_user, to_user, reason, nothing=not rows and not asked)
    made = HandOver(
        id=ids.new(), from_user_id=from_user, to_user_id=to_user, organisation_id=to_organisation, reason=reason, made_by_id=actor.user,
        made_at=clock.now(),
    )
    made.save(force_insert=True)
    _free_to_take(to_user, [(row.object_id, row.root_id) for row in rows])
    _able_to_do(to_user, rows)
    for row in rows:
        _offered(made, WORK, row.pk, row.root_id, None)
    for kind, pk in asked:
        hand = HANDS.get(kind)
        if hand is None or pk not in {held.id for held in hand.held(actor, from_user)}:
            raise Hidden(kind if hand else "record", pk)
        offer = hand.offer(actor, id=pk, to_user=to_user, to_organisation=to_organisation, reason=str(dict(REASONS)[reason]))
        _offered(made, kind, pk, pk, offer)
    open_item(
        actor, organisation=to_organisation, verb=ANSWER, object_kind="hand_over", object_id=made.pk, root_id=made.pk,
        urgency=max((row.urgency for row in rows), default=2), due_at=clock.now() + ANSWER_WITHIN, assignee=to_user,
        facts={"count": len(rows) + len(asked)}, waiter=actor.user, first=True,
    )
    audit.record("hand_over.offer", "hand_over", made.pk, detail=f"{from_user} {to_user} {len(rows) + len(asked)}")
    return made.pk


def _rows_of(actor: Actor, from_user: UUID, items: Iterable[UUID]) -> list[WorkItem]:
    wanted = list(dict.fromkeys(items))
    found = {
        row.pk: row for row in scope(actor, "work.hand_over", WorkItem).select_for_update(of=("self",), no_key=True)
        .filter(pk__in=wanted, assignee_id=from_user, done_at=None).exclude(object_kind__in=never_alone())
    }
    for pk in wanted:
        if pk not in found:
            raise Hidden("work", pk)
    return [found[pk] for pk in wanted]


def _checked(from_user: UUID, to_user: UUID, reason: str, *, nothing: bool) -> UUID:
    """The receiver's office. Raises Invalid with every fault."""
    errors = {}
    if nothing:
        errors["items"] = _("เลือกอย่างน้อย 1 เรื่อง")
    if reason not in dict(REASONS):
        errors["reason"] = _("เลือกเหตุผล")
    office = office_of(to_user)
    if office is None or to_user == from_user:
        errors["to_user"] = _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")
    if errors or office is None:
        raise Invalid(errors)
    return office


def office_of(user: UUID) -> UUID | None:
    """The office of the post that a working user has held longest, or None."""
    now = clock.now()
    held = Position.objects.filter(user_id=user, user__is_active=True, user__suspended_at=None, starts_at__lte=now).order_by("starts_at", "id")
    return next((office for office, ends in held.values_list("organisation_id", "ends_at") if ends is None or ends > now), None)


def giver_of(thing: UUID, receiver: UUID) -> UUID | None:
    """Whose a thing was that this receiver has just accepted. As the system."""
    rows = HandedItem.objects.filter(thing_id=thing, to_user_id=receiver, state="accepted")
    return rows.order_by("-answered_at", "-id").values_list("from_user_id", flat=True).first()


def _free_to_take(to_user: UUID, roots: Iterable[tuple[UUID, UUID]]) -> None:
    """Nobody is handed work on a record from which they are excluded; it is not said that this is why."""
    with acting(JOB):
        barred = set(actor_for(User.objects.get(pk=to_user), strong=False).barred_ids)
        if any(barred & excluded_subjects(thing) for thing in {one for pair in roots for one in pair}):
            raise Invalid({"to_user": _("ส่งมอบให้คนนี้ไม่ได้ เลือกคนอื่น")})


def _able_to_do(to_user: UUID, rows: Iterable[WorkItem]) -> None:
    """Nobody is handed what would not open for them: who sees a matter is for those to say who are answerable for it, not for a list of work."""
    with acting(JOB):
        for row in rows:
            passing = PASSES.get(row.object_kind)
            if passing is not None and not passing.may(object_id=row.object_id, verb=row.verb, user=to_user):
                raise Invalid({"to_user": _("บางเรื่องคนนี้ทำแทนไม่ได้ เพราะไม่ได้อยู่ในทีมของเคสหรือหน่วยงานที่รับเรื่อง เลือกคนอื่น ส่งมอบทั้งเคส หรือเพิ่มเข้าทีมก่อน")})


def _offered(made: HandOver, kind: str, thing: UUID, root: UUID, offer: UUID | None) -> None:
    with acting(JOB):
        if HandedItem.objects.filter(thing_id=thing, state="offered").exists():
            raise Invalid({"items": _("บางเรื่องเสนอให้คนอื่นไว้แล้ว รอคำตอบหรือถอนคืนก่อน")})
    HandedItem(
        id=ids.new(), hand_over_id=made.pk, to_user_id=made.to_user_id, from_user_id=made.from_user_id, made_by_id=made.made_by_id, kind=kind,
        thing_id=thing, root_id=root, offer_id=offer,
    ).save(force_insert=True)


@action
def answer_hand_over(actor: Actor, *, id: UUID, accept: Sequence[UUID] = (), refuse: Sequence[UUID] = (), reason: str = "") -> None:  # noqa: A002
    """Accept some things of a hand-over, refuse others with a reason. What is named in neither stays offered. Raises Hidden, Conflict, Invalid."""
    made = get(actor, "hand_over.see", HandOver, id)
    if made.to_user_id != actor.user:
        raise Refused("handed.answer")
    if not accept and not refuse:
        raise Invalid({"items": _("เลือกอย่างน้อย 1 เรื่อง")})
    if refuse and reason not in dict(REFUSALS):
        raise Invalid({"reason": _("เลือกเหตุผล")})
    for pk in _by_thing([*accept, *refuse]):
        if pk in accept:
            HAND_OVER.make(actor, "accept", id=pk)
        if pk in refuse:
            HAND_OVER.make(actor, "refuse", id=pk, reason=reason)
    _settle(actor, made, refused=bool(refuse))


def _by_thing(items: Iterable[UUID]) -> list[UUID]:
    """Each once, in the order of what is handed over, as it was offered; what is unknown comes last."""
    asked = set(items)
    with acting(JOB):
        things = dict(HandedItem.objects.filter(pk__in=asked).values_list("pk", "thing_id"))
    return sorted(asked, key=lambda pk: (pk not in things, things.get(pk, pk)))


@HAND_OVER.does("accept")
@action
def accept_handed(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take one thing: from now on it is the receiver's."""
    row = HAND_OVER.advance(actor, HandedItem, "accept", id=id, version=version, also={"answered_at": clock.now()})
    if row.kind != WORK:
        HANDS.get(row.kind).accept(actor, id=row.offer_id)  # type: ignore[union-attr]
        return
    with acting(JOB):
        item = WorkItem.objects.filter(pk=row.thing_id, assignee_id=row.from_user_id, done_at=None).first()
    if item is not None:  # it may have been done meanwhile
        _free_to_take(row.to_user_id, [(item.object_id, row.root_id)])
        _able_to_do(row.to_user_id, [item])
        if (passing := PASSES.get(item.object_kind)) is not None and passing.take is not None:
            passing.take(actor, object_id=item.object_id, verb=item.verb, user=row.to_user_id)
        reassign(actor, object_id=item.object_id, verb=item.verb, assignee=row.to_user_id)


@HAND_OVER.does("refuse")
@action
def refuse_handed(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Refuse one thing: it stays with whom it was."""
    row = HAND_OVER.advance(actor, HandedItem, "refuse", id=id, version=version, detail=reason, also={"answered_at": clock.now()})
    if row.kind != WORK:
        HANDS.get(row.kind).refuse(actor, id=row.offer_id, reason=str(dict(REFUSALS)[reason]))  # type: ignore[union-attr]


@action
def withdraw_hand_over(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """Take back what has not been answered yet."""
    made = get(actor, "hand_over.see", HandOver, id)
    for pk in _by_thing(scope(actor, "handed.withdraw", HandedItem).filter(hand_over_id=id, state="offered").values_list("pk", flat=True)):
        HAND_OVER.make(actor, "withdraw", id=pk)
    _settle(actor, made, refused=False)


@HAND_OVER.does("withdraw")
@action
def withdraw_handed(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take one thing back before it is answered."""
    row = HAND_OVER.advance(actor, HandedItem, "withdraw", id=id, version=version, also={"answered_at": clock.now()})
    if row.kind != WORK:
        HANDS.get(row.kind).withdraw(actor, id=row.offer_id)  # type: ignore[union-attr]


@action
def note_refusal(actor: Actor, *, id: UUID) -> None:  # noqa: A002
    """The giver has seen what was refused."""
    get(actor, "hand_over.see", HandOver, id)
    with acting(JOB):
        mine = WorkItem.objects.filter(object_id=id, verb=RESULT, assignee_id=actor.user, done_at=None).exists()
    if mine:
        close_items(actor, object_id=id, verb=RESULT)


def _settle(actor: Actor, made: HandOver, *, refused: bool) -> None:
    """When all is answered the receiver has nothing more to answer; of what was refused the giver learns at once."""
    with acting(JOB):
        if not HandedItem.objects.filter(hand_over_id=made.pk, state="offered").exists():
            HandOver.objects.filter(pk=made.pk).update(done_at=clock.now())
            close_items(actor, object_id=made.pk, verb=ANSWER)
        giver = made.made_by_id or made.from_user_id
        office = office_of(giver) or made.organisation_id
    if refused:
        open_item(
            actor, organisation=office, verb=RESULT, object_kind="hand_over", object_id=made.pk, root_id=made.pk, urgency=2,
            due_at=clock.now(), assignee=giver, alarm=True,
        )
