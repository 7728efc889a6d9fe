"""How answers show themselves on the page of a case and on its timeline."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.panels import CASE_PARTS, CASE_SECTIONS, EVENT_WORDS, EventWord
from prasan.casework.cases.queries import words
from prasan.community.links.queries import case_part, links_of
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Panel
from prasan.ground.policy import Actor, Section

CASE_PARTS.add("answer_link", case_part)


@CASE_SECTIONS.show(40, "answers")
def _section(actor: Actor, *, case_id: UUID, sections: Section) -> Panel | None:
    """What was answered, for whoever may read the story; the way to link for the manager."""
    if Section.STORY not in sections:
        return None
    found = links_of(actor, case_id)
    manages = Section.MANAGE in sections
    return Panel("links/panel.html", {"links": found, "new": f"/cases/{case_id}/answers/new" if manages else ""}) if found or manages else None


EVENT_WORDS.add("answers_linked", EventWord(_("ใช้คำตอบแบบสำรวจในเคส"), lambda code: words.said(words.BASES, code)))
EVENT_WORDS.add("answers_unlinked", EventWord(_("เลิกใช้คำตอบแบบสำรวจในเคส")))

put_in_words([
    LogVerb("answer_link.make", "ใช้คำตอบแบบสำรวจในเคส"),
    LogThing("answer_link", "คำตอบแบบสำรวจที่ใช้ในเคส"), LogThing("answer_links", "รายการคำตอบแบบสำรวจที่ใช้ในเคส"),
])
