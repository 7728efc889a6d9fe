"""How looks after closure show themselves, and what follows when one is late."""

from prasan.casework.followup.actions.looking import nobody_looked
from prasan.registry.limits.panels import NOTICED

NOTICED.add("followup", nobody_looked)
