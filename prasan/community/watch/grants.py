"""Who sees the watch list: members of the centre, each entry blind (place, level, what to look for) while it runs; its keepers whole.

Nobody outside the centre, whatever their office: heads of areas have counts. A named exclusion takes even the blind view.
"""

from prasan.community.watch.models import Watch, WatchLook, WatchRenewal
from prasan.ground.policy import Everywhere, Grant, InOrganisation, Is, Section, Shared, Via, protect, register
from prasan.registry.access import roles

protect(Watch, kind="watch")
protect(WatchLook, kind="watch_part", roots=("watch_id",))
protect(WatchRenewal, kind="watch_part", roots=("watch_id",))

MEMBER, HERE = roles.CentreMember, InOrganisation()
RUNNING = HERE & Is("state", "watching")
KEEPER = HERE & Shared(Section.MANAGE)
WHOLE = Section.EXISTENCE | Section.IDENTITY | Section.STORY | Section.NOTES | Section.MANAGE

register([
    Grant("watch.see", MEMBER, RUNNING, why="the blind view: place, level, what to look for"),
    Grant("watch.see", MEMBER, HERE & Shared(), why="who passed it on sees the answer word, blind"),
    Grant("watch.see", MEMBER, KEEPER, sections=WHOLE),
    Grant("watch.look", MEMBER, RUNNING, why="any member may look, and send what must not wait"),
    Grant("watch.keep", MEMBER, KEEPER),
    Grant("watch_part.see", MEMBER, Via("watch_id", "watch.Watch", "watch.keep")),
    *(
        Grant("watch_figures.see", role, Everywhere(), why="counts of the own area, small ones hidden; no entry")
        for role in (roles.ProvinceHead, roles.CentreHead, roles.CentralMonitor)
    ),
])
