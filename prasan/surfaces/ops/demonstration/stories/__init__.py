"""Made-up reports in everyday Thai: what people say, whom it concerns, and what an officer would tick. Each sort is written by hand."""

from prasan.surfaces.ops.demonstration.stories.border import BORDER_STORIES
from prasan.surfaces.ops.demonstration.stories.children import CHILDREN
from prasan.surfaces.ops.demonstration.stories.earlier import EARLIER
from prasan.surfaces.ops.demonstration.stories.elders import ELDERS
from prasan.surfaces.ops.demonstration.stories.others import OTHERS
from prasan.surfaces.ops.demonstration.stories.partners import PARTNERS
from prasan.surfaces.ops.demonstration.stories.story import Story, content

STORIES: tuple[Story, ...] = (*CHILDREN, *PARTNERS, *ELDERS, *BORDER_STORIES, *OTHERS, *EARLIER)

__all__ = ["STORIES", "Story", "content"]
