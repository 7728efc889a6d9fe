"""Who sees running limits, and who changes the rules.

A running limit has no name and no story. It is shown on the page of its record, whose own gate has been passed before; what is
decided here is that nobody sees one without signing in strongly, and nobody excluded from the record sees it at all.
"""

from prasan.ground.policy import Everywhere, Grant, Holder, protect, register
from prasan.registry.access import roles
from prasan.registry.limits.models import RunningLimit

protect(RunningLimit, kind="limit", roots=("root_id", "subject_id"))

register(
    [
        Grant(
            "limit.see",
            Holder,
            Everywhere(),
            why="No name, no story; the gate is that of the record to which it belongs",
        ),
        Grant(
            "limit.change_rule",
            roles.SystemAdministrator,
            Everywhere(),
            why="Rules are data; each change is a dated version",
        ),
    ]
)
