"""Erasure: the data keys of a record are destroyed, with the tokens by which it could be found and the files that lie beside the database.

What stays: numbers, states, areas, times and the access log, which say that something was done and never what. The proof is a certificate with
counts and the day on which the last backup of the wrapped keys lapses; from then on nobody can bring it back.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from prasan.casework.cases.models import CaseParty, CaseReport
from prasan.casework.intake.models import OutsideNumber, Receipt, ReportParty
from prasan.community.counselling.models import Talk
from prasan.community.localhelp.models import Help
from prasan.community.surveys.actions.rosters import forget_entries_of
from prasan.community.surveys.models import Answers
from prasan.community.watch.models import Watch
from prasan.ground import clock
from prasan.ground.files.store import remove_files
from prasan.ground.jobs import job
from prasan.ground.policy import Actor, access
from prasan.ground.transactions import writing
from prasan.ground.vault import KEYS_KEPT, forget
from prasan.oversight.privacy.flow import DISPOSAL
from prasan.oversight.privacy.models import Disposal
from prasan.oversight.privacy.rules import OF_CENTRES
from prasan.registry.access.models import BreakGlass
from prasan.registry.limits.actions import stop_limits
from prasan.registry.people.actions import forget_names
from prasan.registry.people.models import PersonNumber, PersonPhone
from prasan.registry.work.actions import close_items


@dataclass
class Reach:
    """What goes with a record: its reports and persons that belong to nothing else, and the emergency openings of it."""

    root: UUID
    reports: list[UUID] = field(default_factory=list)
    persons: list[UUID] = field(default_factory=list)
    openings: list[UUID] = field(default_factory=list)
    kind: str = ""

    @property
    def keys(self) -> list[UUID]:
        """Owners of the data keys that are destroyed."""
        return list(dict.fromkeys((self.root, *self.reports, *self.persons, *self.openings)))


@job("privacy_erase")
def erase(actor: Actor, *, disposal: str) -> None:
    """Destroy what an approved disposal names. Interrupted at any point, it can be done again."""
    erase_record(actor, disposal=UUID(disposal))


def erase_record(actor: Actor, *, disposal: UUID) -> bool:
    """Destroy keys, tokens and files of a disposal that two persons agreed to; True when it was this call that did it. As the system."""
    with writing(actor):
        row = Disposal.objects.select_for_update(no_key=True).filter(pk=disposal, state="erasing").first()
        if row is None:
            return False
        reach = reach_of(row.root_kind, row.root_id)
        counts = _destroy(actor, reach)
        at = clock.now()
        DISPOSAL.advance(actor, Disposal, "erase", id=disposal, root=row.root_id, also={
            "erased_at": at, "backups_until": clock.local(at + KEYS_KEPT).date(), "counts": counts,
        })
    return True


def erase_again(actor: Actor) -> int:
    """For the tick: finish what was agreed to and did not come to its end. Returns how many."""
    with writing(actor):
        waiting = list(Disposal.objects.filter(state="erasing").order_by("approved_at").values_list("id", flat=True)[:100])
    return sum(erase_record(actor, disposal=pk) for pk in waiting)


def reach_of(kind: str, root: UUID) -> Reach:
    """What goes with a record; a person or report that another record still holds stays. As the system."""
    if kind in OF_CENTRES:
        return Reach(root, kind=kind)
    if kind == "case":
        standing = CaseReport.objects.filter(undone_at=None)
        joined = set(standing.filter(case_id=root).values_list("report_id", flat=True))
        elsewhere = set(standing.filter(report_id__in=joined).exclude(case_id=root).values_list("report_id", flat=True))
        reports = sorted(joined - elsewhere)
    else:
        reports = [root]
    persons = set(ReportParty.objects.filter(report_id__in=reports).values_list("person_id", flat=True))
    if kind == "case":
        persons |= set(CaseParty.objects.filter(case_id=root).values_list("person_id", flat=True))
    held = set(CaseParty.objects.filter(person_id__in=persons).exclude(case_id=root).values_list("person_id", flat=True))
    held |= set(ReportParty.objects.filter(person_id__in=persons).exclude(report_id__in=reports).values_list("person_id", flat=True))
    openings = BreakGlass.objects.filter(object_id__in=[root, *reports]).order_by("started_at", "id").values_list("id", flat=True)
    return Reach(root, reports, sorted(persons - held), list(openings))


def _destroy(actor: Actor, reach: Reach) -> dict[str, int]:
    tokens = forget_names(reach.persons)
    for model in (PersonNumber, PersonPhone):
        tokens += model.objects.filter(person_id__in=reach.persons).exclude(token=b"").update(token=b"")
    tokens += OutsideNumber.objects.filter(report_id__in=reach.reports).exclude(token=b"").update(token=b"")
    tokens += Receipt.objects.filter(report_id__in=reach.reports).delete()[0]
    files = remove_files(key_owners=reach.keys)
    for pk in (reach.root, *reach.reports, *reach.persons):
        access.end(object_id=pk)
        close_items(actor, object_id=pk)
    stop_limits(actor, root_id=reach.root, reason="erased")
    _mark_forgotten(reach)
    keys = sum(forget(owner) for owner in reach.keys)  # last: from here on there is no way back
    return {"keys": keys, "persons": len(reach.persons), "reports": len(reach.reports), "tokens": tokens, "files": files}


def _mark_forgotten(reach: Reach) -> None:
    """A centre's record says that it was erased; of survey answers the plain codes go too, since they may tell a household."""
    marked: dict[str, type[Any]] = {"talk": Talk, "watch": Watch, "help": Help}
    if reach.kind in marked:
        marked[reach.kind].objects.filter(pk=reach.root).update(forgotten_at=clock.now())
    elif reach.kind == "survey":
        Answers.objects.filter(submission_id=reach.root).delete()
        for entry in forget_entries_of(reach.root):  # the household's line in its centre's list goes with what it answered
            forget(entry)
