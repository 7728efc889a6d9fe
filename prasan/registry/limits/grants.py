"""Who sees running limits, and who changes the rules.

A running limit has no name and no story, but its rule says what kind of thing happened. So it shows to those who read something of the
record to which it belongs: whoever holds an access row on that record with more than its existence, and nobody excluded from it. Heads of
areas learn of a record only how late it is: a moment, which the lists of cases read as the system.
"""

from prasan.ground.policy import Everywhere, Grant, Holder, Section, Shared, protect, register
from prasan.registry.access import roles
from prasan.registry.limits.models import RunningLimit

protect(RunningLimit, kind="limit", roots=("root_id", "subject_id"))

SOMETHING = Section.everything() & ~Section.EXISTENCE

register(
    [
        *(
            Grant("limit.see", role, Shared(SOMETHING, column="root_id"), why="reads something of the record to which it belongs")
            for role in (Holder, roles.IntakeOfficer, roles.UnitHead, roles.ReceivingDesk)
        ),
        Grant(
            "limit_rule.change",
            roles.SystemAdministrator,
            Everywhere(),
            why="Rules are data; each change is a dated version",
        ),
    ]
)
