"""Who sees a person: whoever holds an access row on that person, in the sections of that row; nobody by role or area alone.

Names and numbers show with IDENTITY, phones and addresses with CONTACT, and only who is accountable or contributes may change them.
Tokens are not guarded row by row: they hold nothing readable, and they are read only together with the scope of their person.
"""

from prasan.ground.policy import Grant, Holder, Role, Section, Shared, protect, register
from prasan.registry.access import roles
from prasan.registry.people.models import Person, PersonAddress, PersonMerge, PersonName, PersonNumber, PersonPhone

protect(Person, kind="person", roots=("id", "merged_into_id"))
protect(PersonName, kind="person_name", roots=("person_id",))
protect(PersonNumber, kind="person_number", roots=("person_id",))
protect(PersonPhone, kind="person_phone", roots=("person_id",))
protect(PersonAddress, kind="person_address", roots=("person_id",))
protect(PersonMerge, kind="merge", roots=("keep_id", "gone_id"))

SEEING: tuple[type[Role], ...] = (
    Holder, roles.IntakeOfficer, roles.CaseManager, roles.UnitHead, roles.TeamMember, roles.ReceivingDesk, roles.CentreHead,
    roles.ProvinceHead, roles.SupportCoordinator,
)
"""Roles that an access row on a person may name. A row for any other role gives nothing."""
WORKING = Section.MANAGE | Section.CONTRIBUTE
_BOTH = Shared(Section.IDENTITY, "keep_id") & Shared(Section.IDENTITY, "gone_id")
_BOTH_WORKING = _BOTH & Shared(WORKING, "keep_id") & Shared(WORKING, "gone_id")

register(
    grant
    for role in SEEING
    for grant in (
        Grant("person.see", role, Shared(Section.EXISTENCE), Section.everything()),
        Grant("person.identity", role, Shared(Section.IDENTITY), Section.IDENTITY),
        Grant("person.contact", role, Shared(Section.CONTACT), Section.CONTACT),
        Grant("person.health", role, Shared(Section.HEALTH), Section.HEALTH),
        Grant("person.shelter", role, Shared(Section.SHELTER), Section.SHELTER),
        Grant("person.change", role, Shared(WORKING), WORKING),
        Grant("person_name.see", role, Shared(Section.IDENTITY, "person_id"), Section.IDENTITY),
        Grant("person_number.see", role, Shared(Section.IDENTITY, "person_id"), Section.IDENTITY),
        Grant("person_phone.see", role, Shared(Section.CONTACT, "person_id"), Section.CONTACT),
        Grant("person_address.see", role, Shared(Section.CONTACT | Section.SHELTER, "person_id"), Section.CONTACT),
        Grant("merge.see", role, _BOTH, Section.IDENTITY, why="only who may see both records"),
        Grant("merge.ask", role, _BOTH_WORKING, Section.IDENTITY),
        Grant("merge.decide", role, _BOTH_WORKING, Section.IDENTITY, why="another than the one who asked"),
    )
)
