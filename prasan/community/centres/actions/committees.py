"""Committees: one after another, each kept as it was. A new one after a local election ends the terms, the seats and the sight of the old one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from prasan.community.centres.actions.common import SYSTEM, centre_for, not_after_today, note, refuse, words
from prasan.community.centres.actions.elections import look_again
from prasan.community.centres.models import Centre, Committee, Member, Seat, Training
from prasan.community.centres.rules.told import Appointed
from prasan.community.centres.rules.words import CAUSES, LEFT, POSTS, REPRESENTS
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.registry.access.actions import end_position
from prasan.registry.access.models import Position

NAME, PHONE, MOST = 120, 20, 60


@action
def change_committee(
    actor: Actor, *, centre: UUID, cause: str, began_on: date, until: date | None = None, order_no: str = "", members: Sequence[Appointed] = (),
) -> UUID:
    """Appoint a committee; the one before ends on the same day and stays as history. Returns the new one's id.

    Whoever of the old one is not in the new one loses the sign-in at this centre (the position ends now). Raises Hidden, Refused, Invalid by field.
    """
    row = centre_for(actor, "committee.change", centre, lock=True)
    before = Committee.objects.select_for_update(no_key=True).filter(organisation_id=centre, ended_on=None).first()
    refuse(
        cause=_("เลือกเหตุจากรายการ") if cause not in CAUSES else "",
        began_on=not_after_today(began_on) or (_("ต้องไม่ก่อนวันที่ชุดเดิมเริ่ม") if before is not None and began_on < before.began_on else ""),
        until=_("วันครบวาระอยู่ก่อนวันเริ่ม") if until is not None and until < began_on else "",
        members=_problem(centre, members),
    )
    if before is not None:
        _end(actor, row, before, began_on, cause)
    last = Committee.objects.filter(organisation_id=centre).aggregate(last=Max("number"))["last"] or 0
    fresh = Committee(
        id=ids.new(), organisation_id=centre, area_code=row.area_code, number=last + 1, order_no=words(order_no, longest=60), cause=cause,
        began_on=began_on, until=until, made_by=actor.key, made_at=clock.now(),
    )
    fresh.save(force_insert=True)
    for place, one in enumerate(members, 1):
        _seat(row, fresh, one, place)
    _end_sight(row, fresh)
    look_again(actor, row.area_code)
    note(actor, row, "committee_began", on=began_on, detail=f"{fresh.number} {cause}")
    audit.record("committee.change", "committee", fresh.pk, root=centre, detail=f"{cause} members={len(members)}")
    return fresh.pk


def _end(actor: Actor, centre: Centre, committee: Committee, on: date, cause: str) -> None:
    committee.ended_on, committee.end_cause = on, cause
    committee.save(update_fields=["ended_on", "end_cause"])
    Seat.objects.filter(committee=committee, ended_on=None).update(ended_on=on, end_cause="committee")
    note(actor, centre, "committee_ended", on=on, detail=f"{committee.number} {cause}")


def _problem(centre: UUID, members: Sequence[Appointed]) -> str:
    known = set(Member.objects.filter(organisation_id=centre).values_list("id", flat=True))
    chosen = [one.member for one in members if one.member is not None]
    found = (
        (len(members) > MOST, _("ใส่ได้ไม่เกิน %(most)s คน") % {"most": MOST}),
        (any(one.post not in POSTS or one.represents not in REPRESENTS for one in members), _("เลือกตำแหน่งและกลุ่มจากรายการ")),
        (any(one.member is None and not words(one.name, longest=NAME) for one in members), _("กรอกชื่อ")),
        (not known.issuperset(chosen), _("ไม่พบคนนี้ในศูนย์")),
        (len(set(chosen)) != len(chosen), _("มีคนเดียวกันสองครั้ง")),
        (sum(one.post == "chair" for one in members) > 1, _("มีประธานได้คนเดียว")),
    )
    return next((text for wrong, text in found if wrong), "")


def _seat(centre: Centre, committee: Committee, one: Appointed, place: int) -> UUID:
    member = one.member
    if member is None:
        fresh = Member(
            id=ids.new(), organisation_id=centre.pk, area_code=centre.area_code, name=words(one.name, longest=NAME),
            phone=words(one.phone, longest=PHONE) or None, made_at=clock.now(),
        )
        fresh.save(force_insert=True)
        member = fresh.pk
    Seat(
        id=ids.new(), organisation_id=centre.pk, area_code=centre.area_code, committee=committee, member_id=member, post=one.post,
        represents=one.represents, place=place,
    ).save(force_insert=True)
    return member


def _end_sight(centre: Centre, committee: Committee) -> None:
    """Who has a sign-in here as a member of an earlier committee and has no seat now."""
    seated = Seat.objects.filter(committee=committee, ended_on=None).values_list("member_id", flat=True)
    gone = Member.objects.filter(organisation_id=centre.pk, user__isnull=False).exclude(pk__in=set(seated))
    _end_positions(centre, list(gone.values_list("user_id", flat=True)))


def _end_positions(centre: Centre, users: Sequence[UUID]) -> None:
    running = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    held = Position.objects.filter(running, user_id__in=users, organisation_id=centre.pk, role="centre_member", for_position=None)
    for position in list(held.order_by("id").values_list("id", flat=True)):
        end_position(SYSTEM, position=position)


@action
def add_member(
    actor: Actor, *, centre: UUID, post: str, represents: str, name: str = "", phone: str = "", member: UUID | None = None,
) -> UUID:
    """Somebody more in the committee that sits now. Returns the member's id. Raises Hidden, Refused, Conflict without a committee, Invalid."""
    row = centre_for(actor, "committee_member.keep", centre, lock=True)
    committee = _sitting(centre)
    one = Appointed(post, represents, name, phone, member)
    seats = Seat.objects.filter(committee=committee)
    refuse(
        post=_("มีประธานอยู่แล้ว ให้คนเดิมพ้นหน้าที่ก่อน") if post == "chair" and seats.filter(post="chair", ended_on=None).exists() else "",
        name=_problem(centre, [one]) or (_("คนนี้อยู่ในคณะกรรมการแล้ว") if member is not None and seats.filter(member_id=member).exists() else ""),
    )
    made = _seat(row, committee, one, (seats.aggregate(last=Max("place"))["last"] or 0) + 1)
    audit.record("committee_member.add", "committee_member", made, root=centre, detail=post)
    return made


def _sitting(centre: UUID) -> Committee:
    found = Committee.objects.filter(organisation_id=centre, ended_on=None).first()
    if found is None:
        raise Conflict([Obstacle("no_committee", _("ยังไม่มีคณะกรรมการที่อยู่ในวาระ"), f"/centres/{centre}/committee/change")])
    return found


@action
def leave_committee(actor: Actor, *, id: UUID, cause: str, on: date | None = None) -> None:  # noqa: A002
    """A member leaves the committee that sits now; the sign-in at the centre ends with it. Raises Hidden, Refused, Conflict, Invalid."""
    member = _member(actor, id)
    row = centre_for(actor, "committee_member.keep", member.organisation_id)
    day = on or clock.today()
    refuse(cause=_("เลือกเหตุจากรายการ") if cause not in LEFT or cause == "committee" else "", on=not_after_today(day))
    changed = Seat.objects.filter(member_id=id, committee=_sitting(row.pk), ended_on=None).update(ended_on=day, end_cause=cause)
    if not changed:
        raise Conflict([Obstacle("not_seated", _("คนนี้ไม่ได้อยู่ในคณะกรรมการชุดนี้"))])
    if member.user_id is not None:
        _end_positions(row, [member.user_id])
    audit.record("committee_member.leave", "committee_member", id, root=row.pk, detail=cause)


@action
def record_pledge(actor: Actor, *, id: UUID, on: date) -> None:  # noqa: A002
    """A member has signed the pledge of confidentiality. Raises Hidden, Refused, Invalid."""
    member = _member(actor, id)
    refuse(on=not_after_today(on))
    member.pledged_on = on
    member.save(update_fields=["pledged_on"])
    audit.record("committee_member.pledge", "committee_member", id, root=member.organisation_id)


@action
def add_training(actor: Actor, *, centre: UUID, members: Sequence[UUID], title: str, on: date, hours: int) -> int:
    """A training that these members of a centre had; returns for how many it is new. Raises Hidden, Refused, Invalid by field."""
    centre_for(actor, "centre.keep", centre)
    title = words(title, longest=160)
    refuse(
        title="" if title else _("กรอกชื่อการอบรม"), on=not_after_today(on), hours="" if 1 <= hours <= 400 else _("กรอกจำนวนชั่วโมง 1 ถึง 400"),
        members="" if members and Member.objects.filter(pk__in=set(members), organisation_id=centre).count() == len(set(members)) else _("เลือกอย่างน้อย 1 คน"),
    )
    made = 0
    for pk in dict.fromkeys(members):
        member = get(actor, "committee_member.keep", Member, pk, see="committee_member.see")
        if not Training.objects.filter(member=member, title=title, on=on).exists():
            Training(
                id=ids.new(), organisation_id=member.organisation_id, area_code=member.area_code, member=member, title=title, on=on, hours=hours,
            ).save(force_insert=True)
            audit.record("committee_training.add", "committee_member", pk, root=member.organisation_id)
            made += 1
    return made


@action
def link_user(actor: Actor, *, id: UUID, user: UUID) -> None:  # noqa: A002
    """Say which sign-in is this member's, so that it ends with the seat. Only after the pledge, and only a sign-in of this centre.

    Raises Hidden, Refused, Conflict without a pledge, Invalid.
    """
    member = _member(actor, id)
    centre_for(actor, "committee.change", member.organisation_id)
    if member.pledged_on is None:
        raise Conflict([Obstacle("pledge", _("ยังไม่ได้ลงชื่อคำมั่นรักษาความลับ"), f"/centres/members/{id}/pledge")])
    here = Position.objects.filter(user_id=user, organisation_id=member.organisation_id, role="centre_member")
    if not here.exists() or Member.objects.filter(organisation_id=member.organisation_id, user_id=user).exclude(pk=id).exists():
        raise Invalid({"user": _("เลือกผู้ใช้ของศูนย์นี้ที่ยังไม่ใช่ของกรรมการคนอื่น")})
    member.user_id = user
    member.save(update_fields=["user"])
    audit.record("committee_member.link", "committee_member", id, root=member.organisation_id)


def _member(actor: Actor, pk: UUID) -> Member:
    return get(actor, "committee_member.keep", Member, pk, see="committee_member.see", lock=True)
