"""Who works in the made-up country: the posts of the demonstration in every province, case managers by how many cases a province has."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.registry.access.actions import add_user, give_position
from prasan.registry.areas.queries import children
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.demonstration.people import PROVINCIAL

SYSTEM = system("bench")
CASES_A_MANAGER = 400  # of some years; about a tenth of them open
# Busy provinces take most: their weight; every other has 10. Bangkok, Nonthaburi, Chon Buri, Nakhon Ratchasima, Ubon Ratchathani, Khon Kaen,
# Chiang Mai, Nakhon Si Thammarat, Songkhla, Pattani.
BUSY = {"10": 160, "12": 40, "20": 45, "30": 60, "34": 40, "40": 55, "50": 50, "80": 40, "90": 45, "94": 30}
USUAL = 10

Post = tuple[str, UUID]
"""A role at an organisation."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Users by the post that they hold."""

    at: dict[Post, list[UUID]]

    def add(self, role: str, organisation: UUID, user: UUID) -> None:
        """One more."""
        self.at.setdefault((role, organisation), []).append(user)


def weights() -> dict[str, int]:
    """How much of the country's work each province has."""
    return {one.code: BUSY.get(one.code, USUAL) for one in children()}


def hire(size: int) -> Staff:
    """Make the users for so many cases, each with a position that began before any case."""
    share = weights()
    with writing(SYSTEM):
        return _hired(size, share)


def _hired(size: int, share: dict[str, int]) -> Staff:
    staff = Staff({})
    total = sum(share.values())
    since = clock.now() - timedelta(days=4000)
    for province, weight in share.items():
        for number, (role, kind, unit, part) in enumerate(PROVINCIAL):
            organisation = organisation_id(kind, province, unit)
            count = max(1, round(size * weight / total / CASES_A_MANAGER)) if part == "manager" else 1
            for turn in range(count):
                name = f"bench-{part}-{province}-{number}-{turn}"
                user = add_user(SYSTEM, username=name, name=f"{part} {province} {turn + 1}", demonstration=True)
                give_position(SYSTEM, user=user, organisation=organisation, role=role, starts_at=since)
                staff.add(role, organisation, user)
    return staff
