"""Who sees what a case knows from a survey: whoever may read its story. Who links and undoes: its one manager. No role of surveys stands here."""

from prasan.community.links.models import AnswerLink
from prasan.ground.policy import Grant, Holder, Section, Shared, protect, register
from prasan.registry.access import roles

protect(AnswerLink, kind="answer_link", roots=("id", "case_id"))

READERS = (Holder, roles.UnitHead, roles.IntakeOfficer, roles.ReceivingDesk)

register(
    [
        *(Grant("answer_link.see", role, Shared(Section.STORY, column="case_id")) for role in READERS),
        Grant("answer_link.undo", roles.CaseManager, Shared(Section.MANAGE, column="case_id")),
    ]
)
