"""Lists of a centre: its own members see and keep the rows; which lists there are is as open as the questions that fill them."""

from prasan.community.surveys.grants.forms import MAKERS
from prasan.community.surveys.models import CentreList, Entry, EntryVersion
from prasan.ground.policy import Everywhere, Grant, InOrganisation, protect, register
from prasan.registry.access import roles

protect(CentreList, kind="centre_list")
protect(Entry, kind="entry")
protect(EntryVersion, kind="entry_version", roots=("id", "entry_id"))

register(
    [
        *(Grant("centre_list.see", role, Everywhere(), why="what is asked, no answer") for role in dict.fromkeys((roles.CentreMember, *MAKERS))),
        *(Grant(f"{kind}.see", roles.CentreMember, InOrganisation(), why="households that told the own centre") for kind in ("entry", "entry_version")),
        Grant("entry.keep", roles.CentreMember, InOrganisation(), why="the centre answers for its list; nobody else sees it, not the province either"),
    ]
)
