"""Reports as they are told in the bench: the demonstration's stories with names drawn from the lists."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from prasan.registry.areas.queries import children
from prasan.surfaces.ops.bench.names import Names
from prasan.surfaces.ops.bench.people import weights
from prasan.surfaces.ops.bench.visitor import Visitor
from prasan.surfaces.ops.demonstration.stories import STORIES


class Teller:
    """Tells one report after another, each of another place and people."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.names = Names(chance)
        self.turn = itertools.cycle(range(len(STORIES)))
        self.shares = weights()

    def contents(self) -> Iterator[dict[str, Any]]:
        """Bodies for the API: a story, two persons, a reporter, signs; as long as they are asked for."""
        while True:
            story = STORIES[next(self.turn)]
            province = self.chance.choices(list(self.shares), weights=list(self.shares.values()))[0]
            area = self.chance.choice(children(self.chance.choice(children(province)).code)).code
            yield {"content": {
                "story": story.text.replace("{who}", self._name(province)).replace("{man}", self._name(province)).replace("{age}", "9"),
                "problems": list(story.problems), "where": {"area_code": area, "words": "บ้านเช่าหลังตลาด"},
                "parties": [
                    {"role": "affected", "name": self._name(province), "age_words": str(self.chance.randint(*story.age))},
                    {"role": "alleged", "name": self._name(province), "kin": story.kin or "household"},
                ],
                "signs": [[sign, "yes"] for sign in story.signs], "reporter": {"role": "neighbour", "name": self._name(province), "contact": "0820004321"},
                "safe_contact": {"channels": ["receipt"]},
            }}

    def answers(self) -> dict[int, dict[str, Any]]:
        """What somebody types into the six steps of the public form."""
        return {
            1: {"danger": "unknown"},
            2: {"who": "child", "age": str(self.chance.randint(3, 15)), "name": self._name("40")},
            3: {"story": "ได้ยินเสียงเด็กร้องทุกคืน เช้านี้เห็นรอยช้ำที่แขน พ่อเลี้ยงกินเหล้าทุกวัน", "what": ["violence.physical"]},
            4: {"kin": "step", "access": "yes", "by_name": self._name("40")},
            5: {"province": "40", "place": "ศิลา เมืองขอนแก่น", "words": "บ้านเช่าหลังโรงเรียน", "involves": "no"},
            6: {"way": "none", "wishes": ["woman_officer"]},
        }

    def filled(self, site: str) -> tuple[Visitor, dict[str, str], str]:
        """A browser that stands before the last button of the form: its fields, and the token."""
        visitor = Visitor(site)
        for step, given in self.answers().items():
            path = "/report/" if step == 1 else f"/report/{step}"
            page = visitor.get(path)
            visitor.post(path, given, expect=302, token=_token(page.text))
        page = visitor.get("/report/check")
        return visitor, {name: page.hidden(name) for name in ("token", "digest")}, _token(page.text)

    def _name(self, province: str) -> str:
        return " ".join(self.names.draw(province))


def _token(page: str) -> str:
    _, found, rest = page.partition('name="csrfmiddlewaretoken" value="')
    return rest.partition('"')[0] if found else ""
