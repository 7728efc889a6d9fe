"""How closing shows itself on the case page, on the timeline and in the way of itself."""

from prasan.casework.cases.panels import CLOSE_OBSTACLES
from prasan.casework.closure.queries.open import running_limits, unread_messages

CLOSE_OBSTACLES.add("limits", running_limits, order=40)
CLOSE_OBSTACLES.add("messages", unread_messages, order=50)
