"""Who sees a safe-contact record: those with CONTACT of the person, or with REPORTER of the report; who works on it may change it.

Row security guards both tables by the same words: how to reach somebody safely is what an abuser would look for first. The two kinds
of `about` stand apart, because contact with the person is given to a team and contact with the reporter never is.

The second person of a message need not be one who works with the person. After triage the manager alone knows the reporter, so that the head
of the unit decides: on the neutral text, the way, the time and the reason, never seeing whom it goes to.
"""

from prasan.ground.policy import Grant, Holder, InOrganisation, Is, Role, Section, Shared, Where, protect, register
from prasan.registry.access import roles
from prasan.registry.contact.models import Outgoing, SafeContact
from prasan.registry.people.grants import SEEING, WORKING

protect(SafeContact, kind="contact", roots=("about_id",))
protect(Outgoing, kind="outgoing", roots=("about_id", "root_id"))

REPORTER_SEEING: tuple[type[Role], ...] = (Holder, roles.IntakeOfficer, roles.CaseManager)
_WORKING = Shared(WORKING, "about_id")
# An office that lost sight of the record since it was asked decides no more.
_ASKED = InOrganisation("second_id") & Shared(Section.EXISTENCE, "about_id")


def _of(role: type[Role]) -> Where:
    person = Is("about_kind", "person") & Shared(Section.CONTACT, "about_id")
    if role not in REPORTER_SEEING:
        return person
    return person | (Is("about_kind", "reporter") & Shared(Section.REPORTER, "about_id"))


register(
    grant
    for role in SEEING
    for grant in (
        Grant("contact.see", role, _of(role), Section.CONTACT),
        Grant("contact.change", role, _of(role) & _WORKING, Section.CONTACT),
        Grant("outgoing.see", role, _of(role), Section.CONTACT),
        Grant("outgoing.decide", role, _of(role) & _WORKING, Section.CONTACT),
        Grant("outgoing.second", role, _of(role) & _WORKING, Section.CONTACT),
    )
)
register(
    Grant(action, roles.UnitHead, _ASKED, Section.EXISTENCE, why="asked to be the second person; not who it goes to, nor how")
    for action in ("outgoing.see", "outgoing.second")
)
