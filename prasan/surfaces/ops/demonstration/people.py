"""Who works in the demonstration: one user for every role, in the three pilot provinces and the five of the border, and an outsider."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import Actor, system
from prasan.registry.access.actions import add_duty, add_user, give_position
from prasan.registry.access.models import Position, User
from prasan.registry.access.queries import actor_for
from prasan.registry.organisations.queries import organisation_id

SYSTEM = system("demonstration")
PILOTS = ("40", "86", "45")
BORDER = ("90", "91", "94", "95", "96")
PROVINCES = (*PILOTS, *BORDER)
SLUGS = {"40": "khonkaen", "86": "chumphon", "45": "roiet", "90": "songkhla", "91": "satun", "94": "pattani", "95": "yala", "96": "narathiwat"}

# A post of every province: role, type of office, unit, how the sign-in name begins, made-up names in turn.
PROVINCIAL: tuple[tuple[str, str, str, str], ...] = (
    ("intake_officer", "psdhso", "intake", "intake"),
    ("case_manager", "psdhso", "casework", "manager"),
    ("case_manager", "psdhso", "casework", "manager2"),
    ("unit_head", "psdhso", "", "head"),
    ("province_head", "psdhso", "", "province"),
    ("receiving_desk", "hospital_oscc", "", "hospital"),
    ("team_member", "hospital_oscc", "", "doctor"),
    ("receiving_desk", "police_station", "", "police"),
    ("receiving_desk", "family_shelter", "", "shelter"),
    ("support_coordinator", "psdhso", "intake", "support"),
)
NATIONAL: tuple[tuple[str, str, str, str], ...] = (
    ("intake_officer", "msdhs_1300", "", "hotline"),
    ("case_manager", "msdhs_1300", "", "hotline-manager"),
    ("unit_head", "msdhs_1300", "", "hotline-head"),
    ("central_monitor", "dwf", "", "monitor"),
    ("auditor", "division", "inspection", "auditor"),
    ("privacy_officer", "privacy_officer", "", "privacy"),
    ("system_administrator", "ministry", "msdhs", "admin"),
    ("intake_officer", "coordination_centre", "", "border-intake"),
    ("case_manager", "coordination_centre", "", "border-manager"),
    ("centre_head", "coordination_centre", "", "border"),
    ("joint_supervisor", "coordination_centre", "", "joint"),
)
# Further posts of the same persons, by how their sign-in name begins: role, type of office, unit.
ALSO: dict[str, tuple[str, str, str]] = {
    "hospital": ("intake_officer", "hospital_oscc", ""), "shelter": ("intake_officer", "family_shelter", ""),
    "manager2": ("intake_officer", "psdhso", "intake"),
}
UBON = (("intake_officer", "intake", "intake"), ("case_manager", "casework", "manager"), ("unit_head", "", "head"))  # where the outsider works
CENTRES = ("400101", "860101", "450101", "940101")
GIVEN = (
    "กนกพร", "ธีรพงษ์", "มาลัย", "สุดารัตน์", "อรอนงค์", "ประเสริฐ", "วิภาดา", "นวลจันทร์", "รัตนา", "อารีย์", "สมใจ", "เดชา", "ชบา", "พิมพ์ใจ",
    "จิราภา", "อนันต์", "ดวงพร", "ธีระ", "กมล", "บุญส่ง", "ศิริพร", "วันชัย", "ปราณี", "ไพโรจน์", "ฟาตีเมาะ", "นูรีดา", "อับดุลเลาะ", "แวมูนา",
    "สุไลมาน", "คอลีเยาะ", "มารียัม", "ยูโซ๊ะ", "รอฮานี", "นิอามีนะห์",
)
FAMILY = (
    "วงศ์ทอง", "ศรีสุข", "ใจดี", "แสนสุข", "ทองประเสริฐ", "พิมพ์ศรี", "บุญมา", "แก้วกาญจน์", "ราชวงค์", "จันทร์เพ็ญ", "สาและ", "เจ๊ะมะ", "แวดอเลาะ",
    "ยูโซะ", "มะแซ", "อาแว", "หะยีดอเลาะ",
)


@dataclass(frozen=True)
class Somebody:
    """A user of the demonstration."""

    username: str
    role: str
    user: UUID
    organisation: UUID
    province: str


class Cast:
    """Everybody, by sign-in name; `actor` gives somebody as signed in with a second factor."""

    def __init__(self, people: list[Somebody]) -> None:
        self.people = {one.username: one for one in people}
        self._actors: dict[str, Actor] = {}

    def actor(self, username: str) -> Actor:
        """The actor of this user."""
        if username not in self._actors:
            self._actors[username] = actor_for(User.objects.get(pk=self.people[username].user), strong=True)
        return self._actors[username]

    def at(self, province: str, part: str) -> Somebody:
        """Who holds a part in a province."""
        return self.people[f"{part}-{SLUGS[province]}"]


def make_people() -> Cast:
    """Make every user with a position; nobody has a password: one enters through "enter as"."""
    since = clock.now() - timedelta(days=400)
    people = [
        _make(f"{part}-{SLUGS[province]}", role, organisation_id(kind, province, unit), province, since, len(PROVINCIAL) * p + n)
        for p, province in enumerate(PROVINCES) for n, (role, kind, unit, part) in enumerate(PROVINCIAL)
    ]
    people += [_make(part, role, organisation_id(kind, "", unit), "", since, n) for n, (role, kind, unit, part) in enumerate(NATIONAL)]
    people += [_make(f"centre-{area}", "centre_member", organisation_id("cfdc", area, ""), area[:2], since, n) for n, area in enumerate(CENTRES)]
    people.append(_make("centre2-400101", "centre_member", organisation_id("cfdc", "400101", ""), "40", since, 6))  # so that a colleague looks in blind
    people += [_make(f"{part}-ubon", role, organisation_id("psdhso", "34", unit), "34", since, n + 5) for n, (role, unit, part) in enumerate(UBON)]
    people.append(_make("outsider", "case_manager", organisation_id("psdhso", "34", "casework"), "34", since, 3))
    _give_further(people, since)
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for one in people:
        if one.role in {"intake_officer", "unit_head"}:
            for day in range(14):  # a watch lasts a day at most
                add_duty(SYSTEM, organisation=one.organisation, user=one.user, starts_at=today + timedelta(days=day), ends_at=today + timedelta(days=day + 1))
    return Cast(people)


def _make(username: str, role: str, organisation: UUID, province: str, since: datetime, turn: int) -> Somebody:
    border = province in BORDER
    given = GIVEN[24 + turn % 10] if border and turn % 3 else GIVEN[turn % 24]
    family = FAMILY[10 + (turn + turn // 10) % 7] if border and turn % 3 else FAMILY[(turn * 7 + turn // 10) % 10]
    user = add_user(SYSTEM, username=username, name=f"{given} {family}", demonstration=True, home=organisation)
    whole = [""] if role == "system_administrator" else []
    give_position(SYSTEM, user=user, organisation=organisation, role=role, areas=whole, starts_at=since)
    return Somebody(username, role, user, organisation, province)


def _give_further(people: list[Somebody], since: datetime) -> None:
    """Some hold more than one post: a small office has few people. `manager2` answers the telephone too, in Roi Et only."""
    for one in people:
        part = one.username.partition("-")[0]
        if part in ALSO and one.province and (part != "manager2" or one.province == "45"):
            role, kind, unit = ALSO[part]
            give_position(SYSTEM, user=one.user, organisation=organisation_id(kind, one.province, unit), role=role, starts_at=since + timedelta(days=30))


def signins() -> list[dict[str, object]]:
    """Everybody one can enter as: username, name, role, organisation, province; `also` names the roles of further posts."""
    rows = Position.objects.filter(user__demonstration=True, user__suspended_at=None).select_related("user", "organisation")
    found: dict[str, dict[str, object]] = {}
    for row in rows.order_by("user__username", "starts_at", "id"):
        if row.user.username in found:
            found[row.user.username]["also"] = [*found[row.user.username]["also"], row.role]  # type: ignore[misc]
            continue
        found[row.user.username] = {
            "username": row.user.username, "name": row.user.name, "role": row.role, "organisation": row.organisation.name_th,
            "province": row.organisation.area_id[:2] if row.organisation.area_id else "", "also": [],
        }
    return list(found.values())
