"""The country that copies are spread over: its offices, people and places; and the last places given of its numbers, registers and chains."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from prasan.ground.audit.record import CHAINS
from prasan.registry.access.models import User
from prasan.registry.areas.queries import AreaFact, area, children
from prasan.registry.limits.models import LimitRule
from prasan.registry.organisations.models import Organisation
from prasan.surfaces.ops.bench.people import Staff


@dataclass
class LastPlaces:
    """The last places given: of numbers, registers and audit chains."""

    last: Counter[tuple[str, int]] = field(default_factory=Counter)
    seq: list[int] = field(default_factory=lambda: [0] * CHAINS)
    head: list[bytes] = field(default_factory=lambda: [b""] * CHAINS)

    def next(self, name: str, year: int) -> int:
        """One more."""
        self.last[name, year] += 1
        return self.last[name, year]


class Country:
    """Offices, people and places by which copies are spread."""

    def __init__(self, staff: Staff, chance: random.Random) -> None:
        self.staff, self.chance = staff, chance
        rows = list(Organisation.objects.values_list("id", "type_id", "area_id", "unit"))
        self.office = {pk: (kind, code or "", unit) for pk, kind, code, unit in rows}
        self.here: dict[tuple[str, str, str], list[UUID]] = defaultdict(list)
        for pk, kind, code, unit in rows:
            self.here[kind, (code or "")[:2], unit].append(pk)
        self.fixed = {*LimitRule.objects.values_list("id", flat=True), *User.objects.values_list("id", flat=True)}

    def office_in(self, source: UUID, province: str) -> UUID:
        """The like office of another province: the province's own before its districts'; the same where there is none."""
        kind, code, unit = self.office[source]
        if not code:
            return source
        return next(iter(self.here.get((kind, province, unit), ())), source)

    def place(self, province: str) -> tuple[str, str, str, str]:
        """A subdistrict, as codes of two, four, six and eight digits."""
        district = self.chance.choice(children(province))
        sub: AreaFact = self.chance.choice(children(district.code) or (district,))
        return province, district.code, sub.code, sub.code

    def letters(self, province: str) -> str:
        """The abbreviation of a province's name."""
        found = area(province)
        return found.abbreviation if found else ""
