"""Scenes: the courses of a network's work that must all be seen, each played by the real actions at believable times."""

from collections.abc import Callable

from prasan.surfaces.ops.demonstration.scenes.answers import ANSWERS
from prasan.surfaces.ops.demonstration.scenes.cases import CASES
from prasan.surfaces.ops.demonstration.scenes.centres import SCENES_OF_CENTRES
from prasan.surfaces.ops.demonstration.scenes.closing import CLOSING
from prasan.surfaces.ops.demonstration.scenes.desk import DESK
from prasan.surfaces.ops.demonstration.scenes.households import HOUSEHOLDS
from prasan.surfaces.ops.demonstration.scenes.office import OFFICE
from prasan.surfaces.ops.demonstration.scenes.privacy import PRIVACY
from prasan.surfaces.ops.demonstration.scenes.referring import REFERRING
from prasan.surfaces.ops.demonstration.scenes.subdistrict import SUBDISTRICT
from prasan.surfaces.ops.demonstration.scenes.surveys import SURVEYS
from prasan.surfaces.ops.demonstration.stage import Stage

SCENES: tuple[Callable[[Stage], None], ...] = (
    *REFERRING, *DESK, *CASES, *CLOSING, *OFFICE, *PRIVACY, *SCENES_OF_CENTRES, *SUBDISTRICT, *SURVEYS, *HOUSEHOLDS, *ANSWERS,
)

__all__ = ["SCENES"]
