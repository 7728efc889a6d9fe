"""The people of a demonstration, for the page where one enters as one of them."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from prasan.registry.access.models import Position, User
from prasan.registry.access.roles import day_of, name_of

_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("desk", _("รับเรื่องและดูแลเคส"),
     ("intake_officer", "case_manager", "unit_head", "receiving_desk", "team_member", "support_coordinator")),
    ("village", _("ชุมชน"), ("centre_member",)),
    ("above", _("จังหวัดและส่วนกลาง"), ("province_head", "centre_head", "joint_supervisor", "central_monitor", "auditor", "privacy_officer",
                                      "system_administrator")),
)
_ICONS = {
    "intake_officer": "phone-call", "case_manager": "notes", "unit_head": "users", "team_member": "badge",
    "receiving_desk": "building-hospital", "support_coordinator": "language", "centre_member": "users-group", "province_head": "map-pin",
    "centre_head": "heart-handshake", "joint_supervisor": "stack-2", "central_monitor": "building", "auditor": "eye",
    "privacy_officer": "shield-lock", "system_administrator": "settings",
}
OUTSIDER = "outsider"  # the sign-in name, or its beginning, of the part that has no right in anything


@dataclass(frozen=True, slots=True)
class CastCard:
    """One press and in: who, at which office, what they do all day."""

    user: UUID
    name: str
    role: str
    office: str
    day: str
    icon: str


@dataclass(frozen=True, slots=True)
class CastGroup:
    """Cards under one heading."""

    key: str
    title: str
    cards: tuple[CastCard, ...]


def cast_groups(*, each: int = 3) -> tuple[CastGroup, ...]:
    """Made-up users with a position in force, at most `each` of a role, grouped by where they work; the outsider last."""
    rows = Position.objects.filter(user__demonstration=True, user__suspended_at=None, ends_at=None).select_related("user", "organisation")
    by_role: dict[str, list[Position]] = {}
    outsiders: list[Position] = []
    for row in rows.order_by("user__made_at", "user__username"):
        if row.user.username.startswith(OUTSIDER):
            outsiders.append(row)
        else:
            by_role.setdefault(row.role, []).append(row)
    groups = [
        CastGroup(key, gettext(title), tuple(_card(row) for role in roles for row in by_role.get(role, [])[:each]))
        for key, title, roles in _GROUPS
    ]
    if outsiders:
        groups.append(CastGroup("outside", gettext("คนนอก"), tuple(
            CastCard(row.user_id, row.user.name, name_of(row.role), row.organisation.name(),
                     gettext("ไม่มีสิทธิในเคสใดของพื้นที่สาธิต ใช้ลองการปฏิเสธ"), "user-off")
            for row in outsiders[:each]
        )))
    return tuple(group for group in groups if group.cards)


def is_part_of_cast(user_id: UUID) -> bool:
    """Whether this is a made-up user that may be entered as."""
    return User.objects.filter(pk=user_id, demonstration=True, suspended_at=None, is_active=True).exists()


def _card(row: Position) -> CastCard:
    return CastCard(row.user_id, row.user.name, name_of(row.role), row.organisation.name(), day_of(row.role), _ICONS[row.role])
