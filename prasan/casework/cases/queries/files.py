"""The files of a case, for those who see FILES; opening one is written down."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case, CaseFile
from prasan.casework.cases.queries.opening import opened_text
from prasan.casework.cases.queries.parts import Part
from prasan.ground import audit, clock
from prasan.ground.files.kinds import kind_of
from prasan.ground.files.models import StoredFile
from prasan.ground.files.store import open_copy, open_original
from prasan.ground.policy import Actor, Hidden, Section
from prasan.ground.policy.scope import get, sections_of


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the case's list; `href` is "" while it is being looked at, and `state` says so."""

    title: str
    added: str
    by: str
    state: str
    href: str


def file_line(part: Part, *, case_id: UUID, lang: str) -> FileLine:
    """A file in words; while it is being looked at it does not open."""
    words = {"released": "", "refused": _("ใช้ไม่ได้")}
    return FileLine(
        opened_text(part.box, "cases.casefile.title", part.id, case_id) or _("ไฟล์"), clock.moment_th(part.at, lang) if part.at else "",
        part.name or "", words.get(part.code, _("กำลังตรวจไฟล์")), f"/cases/{case_id}/files/{part.id}" if part.code == "released" else "",
    )


def read_file(actor: Actor, case_id: UUID, file_id: UUID) -> tuple[bytes, str, str]:
    """The clean copy of a file (its original when no copy is made of its kind): bytes, type, name. Raises Hidden."""
    if Section.FILES not in sections_of(actor, "case.see", Case, case_id):
        raise Hidden("case", case_id)
    row = CaseFile.objects.filter(case_id=case_id, pk=file_id).first()
    if row is None:
        raise Hidden("file", file_id)
    stored = get(actor, "stored_file.see", StoredFile, row.stored_id)
    audit.record("download", "file", row.stored_id, root=case_id)
    facts = stored.facts or {}
    content = open_original(stored) if stored.copy == "none" else open_copy(stored)
    return content, kind_of(content), str(facts.get("name") or "file")
