"""Users and their positions, as administrators and heads see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from prasan.ground import clock
from prasan.ground.http.paging import keyset
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get, scope
from prasan.registry.access.models import Enrolment, FactorReset, Leave, Position, User
from prasan.registry.access.queries.times import day_in_words, moment_in_words
from prasan.registry.access.roles import name_of
from prasan.registry.access.tokens import digest
from prasan.registry.organisations.models import Organisation
from prasan.registry.organisations.queries import name_in
from prasan.registry.organisations.rules import words


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position; `covers` names the person on leave for whom it stands in; `state`: now, coming, past."""

    id: UUID
    role: str
    role_th: str
    organisation: UUID
    office: str
    areas: tuple[str, ...]
    since: str
    until: str
    state: str
    covers: str


@dataclass(frozen=True, slots=True)
class UserLine:
    """One line of the list of users. `state`: working, waiting (not enrolled yet), suspended, left (no position in force)."""

    id: UUID
    name: str
    username: str
    work: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Away from, until; who stands in."""

    id: UUID
    since: str
    until: str
    stand_in: str


@dataclass(frozen=True, slots=True)
class ResetView:
    """A lost second factor that waits for another person's decision; `mine`: this reader asked it."""

    id: UUID
    user: UUID
    name: str
    asked_by: str
    asked_at: str
    how_known: str
    mine: bool


@dataclass(frozen=True, slots=True)
class UserView:
    """A user's page. The flags say what this reader may do."""

    id: UUID
    name: str
    username: str
    phone: str
    language: str
    state: str
    since: str
    strong: bool
    positions: tuple[PositionView, ...]
    leaves: tuple[LeaveView, ...]
    invitation: str
    reset: ResetView | None
    may_manage: bool
    may_vouch: bool
    may_reset: bool
    may_leave: bool
    own: bool


def users(actor: Actor, *, text: str = "", cursor: str = "", size: int = 50) -> tuple[list[UserLine], str]:
    """Users that the actor may see, by name; `text` looks in names, sign-in names and offices. Returns the lines and the next cursor."""
    rows = scope(actor, "user.see", User)
    if word := text.strip()[:80]:
        offices = Position.objects.filter(_in_force(), user=OuterRef("pk"))
        for part in words(word):
            offices = offices.filter(organisation__search_text__contains=part)
        rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word.lower()) | Exists(offices))
    found, after = keyset(rows.distinct(), ("sort_key", "id"), cursor, size)
    held = _positions(user.pk for user in found)
    enrolled = _enrolled(user.pk for user in found)
    return [
        UserLine(user.pk, user.name, user.username, tuple(f"{p.role_th} {p.office}" for p in held.get(user.pk, ()) if p.state == "now"),
                 _state(user, held.get(user.pk, ()), enrolled=user.pk in enrolled))
        for user in found
    ], after


def user_view(actor: Actor, user_id: UUID) -> UserView:
    """One user. Raises Hidden for one unknown or out of sight."""
    user = get(actor, "user.see", User, user_id)
    held = _positions([user.pk]).get(user.pk, ())
    at = clock.now()
    invitation = Enrolment.objects.filter(user=user, used_at=None, withdrawn_at=None, expires_at__gt=at).order_by("-made_at").first()
    resets = _resets(actor, FactorReset.objects.filter(user=user, decided_at=None))
    own = actor.user == user.pk
    return UserView(
        id=user.pk, name=user.name, username=user.username, phone=user.phone, language=user.language,
        state=_state(user, held, enrolled=bool(_enrolled([user.pk]))), since=day_in_words(user.made_at),
        strong=bool(_enrolled([user.pk])), positions=tuple(held), leaves=leaves_of(user.pk),
        invitation=moment_in_words(invitation.expires_at) if invitation else "", reset=resets[0] if resets else None,
        may_manage=not own and _may(actor, "user.manage", user.pk), may_vouch=not own and _may(actor, "user.vouch", user.pk),
        may_reset=not own and _may(actor, "user.reset", user.pk), may_leave=_may(actor, "user.leave", user.pk), own=own,
    )


def leaves_of(user_id: UUID) -> tuple[LeaveView, ...]:
    """Leaves that run or will come."""
    rows = Leave.objects.filter(user_id=user_id, ends_at__gt=clock.now()).select_related("stand_in").order_by("starts_at")
    return tuple(LeaveView(row.pk, moment_in_words(row.starts_at), moment_in_words(row.ends_at), row.stand_in.name) for row in rows)


def absence(actor: Actor, user_id: UUID) -> tuple[tuple[LeaveView, ...], list[tuple[UUID, str]]]:
    """Leaves of somebody whose absence the actor may write down, and who could stand in: id and name. Raises Hidden."""
    get(actor, "user.leave", User, user_id)
    return leaves_of(user_id), colleagues(actor, user_id)


def user_moves(view: UserView) -> list[tuple[str, str]]:
    """What the reader of a user's page may do about the user: code and Thai words."""
    manage = view.may_manage
    found = (
        ("change", "แก้ข้อมูลผู้ใช้", manage), ("give", "เพิ่มตำแหน่ง", manage), ("move", "ย้ายไปหน่วยงานอื่น", manage),
        ("suspend", "ระงับผู้ใช้", manage and view.state != "suspended"), ("resume", "ยกเลิกการระงับ", manage and view.state == "suspended"),
        ("withdraw", "ยกเลิกลิงก์", manage and bool(view.invitation)), ("leave", "บันทึกการลา", view.may_leave),
        ("ask_reset", "ขอตั้งการยืนยันตัวตนใหม่", view.may_vouch and view.reset is None),
        ("decide_reset", "ตัดสินคำขอตั้งการยืนยันตัวตนใหม่", view.may_reset and view.reset is not None and not view.reset.mine),
    )
    return [(code, words) for code, words, may in found if may]


def positions_of(user_id: UUID) -> tuple[PositionView, ...]:
    """All positions of a user, those in force first."""
    return tuple(_positions([user_id]).get(user_id, ()))


def open_resets(actor: Actor) -> tuple[ResetView, ...]:
    """Lost second factors that this actor could decide on, the own ones (which another must decide) marked."""
    seen = scope(actor, "user.reset", User)
    return tuple(_resets(actor, FactorReset.objects.filter(decided_at=None, user__in=seen).order_by("asked_at")))


def offices_to_staff(actor: Actor, text: str, *, limit: int = 8) -> list[tuple[UUID, str]]:
    """Offices where the actor may give positions, by words: id and name."""
    return _offices(scope(actor, "office.staff", Organisation), text, limit)


def colleagues(actor: Actor, user_id: UUID, *, text: str = "", limit: int = 30) -> list[tuple[UUID, str]]:
    """Who could stand in for a user: people with a position in force at the same offices, or above or below them."""
    offices = Position.objects.filter(_in_force(), user_id=user_id).values_list("organisation__path", flat=True)
    near = Q(pk__in=[])
    for path in offices:
        top = path.rsplit("/", 1)[0] if "/" in path else path
        near |= Q(organisation__path=top) | Q(organisation__path__startswith=f"{top}/")
    rows = User.objects.filter(
        Exists(Position.objects.filter(near, _in_force(), for_position=None, user=OuterRef("pk"))), suspended_at=None, is_active=True,
    ).exclude(pk=user_id)
    if text.strip():
        rows = rows.filter(name__icontains=text.strip()[:80])
    return list(rows.order_by("sort_key", "id").values_list("id", "name")[:limit])


def enrolment_of(token: str) -> tuple[UUID, str, str] | None:
    """The user (id, sign-in name, name) for whom a link is good now, else None."""
    row = Enrolment.objects.filter(
        token_hash=digest(token), used_at=None, withdrawn_at=None, expires_at__gt=clock.now(), user__suspended_at=None,
    ).select_related("user").first()
    return (row.user.pk, row.user.username, row.user.name) if row else None


def has_second_factor(user_id: UUID) -> bool:
    """Whether the user has an authenticator app or a passkey."""
    return bool(_enrolled([user_id]))


def has_passkey(user_id: UUID) -> bool:
    """Whether the user has a passkey."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).exists())


def user_named(username: str) -> UUID | None:
    """The id of the user with this sign-in name, or None. For commands: no actor."""
    return User.objects.filter(username=username.strip().lower()).values_list("id", flat=True).first()


def may_come_in(user_id: UUID) -> bool:
    """Whether the user is neither suspended nor inactive."""
    return User.objects.filter(pk=user_id, is_active=True, suspended_at=None).exists()


def _may(actor: Actor, action: str, user_id: UUID) -> bool:
    return scope(actor, action, User).filter(pk=user_id).exists()


def _offices(rows: QuerySet[Organisation], text: str, limit: int) -> list[tuple[UUID, str]]:
    for word in words(text[:80]):
        rows = rows.filter(search_text__contains=word)
    return list(rows.filter(active_until=None).order_by("sort_key", "id").values_list("id", name_in(get_language() or "th", ""))[:limit])


def _in_force() -> Q:
    at = clock.now()
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def _enrolled(user_ids: Iterable[UUID]) -> set[UUID]:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user_id__in=list(user_ids), type__in=kinds).values_list("user_id", flat=True))


def _state(user: User, held: Iterable[PositionView], *, enrolled: bool) -> str:
    if user.suspended_at is not None or not user.is_active:
        return "suspended"
    if not any(position.state == "now" for position in held):
        return "left"
    return "working" if enrolled or user.demonstration else "waiting"


def _positions(user_ids: Iterable[UUID]) -> dict[UUID, list[PositionView]]:
    rows = Position.objects.filter(user_id__in=list(user_ids)).select_related("organisation", "for_position__user").order_by("starts_at")
    found: dict[UUID, list[PositionView]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(_position(row))
    for held in found.values():
        held.sort(key=lambda position: ("now", "coming", "past").index(position.state))
    return found


def _position(row: Position) -> PositionView:
    at = clock.now()
    state = "coming" if row.starts_at > at else "past" if row.ends_at is not None and row.ends_at <= at else "now"
    return PositionView(
        row.pk, row.role, name_of(row.role), row.organisation_id, row.organisation.name(), tuple(row.areas),
        day_in_words(row.starts_at), day_in_words(row.ends_at) if row.ends_at else "", state,
        row.for_position.user.name if row.for_position else "",
    )


def _resets(actor: Actor, rows: Iterable[FactorReset]) -> list[ResetView]:
    if isinstance(rows, QuerySet):
        rows = rows.select_related("user", "asked_by")
    return [
        ResetView(row.pk, row.user_id, row.user.name, row.asked_by.name, moment_in_words(row.asked_at), row.how_known,
                  actor.user == row.asked_by_id)
        for row in rows
    ]


