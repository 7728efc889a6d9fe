"""How long a record is kept: the version of its class in force, and the first day on which it may be erased."""

from dataclasses import dataclass
from datetime import date

from prasan.ground import clock
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.models import RetentionClass
from prasan.oversight.privacy.queries.centres import CLASSES
from prasan.oversight.privacy.queries.roots import Root, youngest


@dataclass(frozen=True, slots=True)
class Due:
    """The class that holds for a record, the first day on which it may be erased (None: it is not at an end), and whether earlier is refused."""

    retention: RetentionClass
    on: date | None

    @property
    def past(self) -> bool:
        """Whether its time is over."""
        return self.on is not None and self.on <= clock.today()


def in_force(code: str, on: date | None = None) -> RetentionClass:
    """The version of a class in force on a day (default: today). Raises RetentionClass.DoesNotExist."""
    day = on or clock.today()
    found = RetentionClass.objects.filter(code=code, effective_from__lte=day).order_by("-effective_from").first()
    return found or RetentionClass.objects.filter(code=code).earliest("effective_from")


def due_of(root: Root) -> Due:
    """When a record may be erased."""
    retention = in_force(CLASSES.get(root.kind, root.kind))
    start = root.began if retention.starts == "received" else root.ended
    if root.ended is None or start is None:
        return Due(retention, None)
    young = youngest(root) if retention.until_age and root.kind == "case" else None
    return Due(retention, rules.due_on(
        start=start, unit=retention.unit, amount=retention.amount, until_age=retention.until_age, youngest=young,
    ))
