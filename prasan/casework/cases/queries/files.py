"""The files of a case, for those who see FILES; opening one is written down."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prasan.casework.cases.models import Case, CaseFile
from prasan.ground import audit, clock
from prasan.ground.files.kinds import kind_of
from prasan.ground.files.models import StoredFile
from prasan.ground.files.store import open_copy, open_original
from prasan.ground.policy import Actor, Hidden, Section
from prasan.ground.policy.scope import sections_of

MOST = 50


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the case's list; `href` is "" while it is being looked at, and `state` says so."""

    title: str
    added: str
    by: str
    state: str
    href: str


def files_of(case_id: UUID, sections: Section) -> tuple[FileLine, ...]:
    """The newest files of a case, for a reader with these sections; two queries."""
    if Section.FILES not in sections:
        return ()
    rows = list(CaseFile.objects.filter(case_id=case_id).select_related("added_by").order_by("-added_at", "id")[:MOST])
    states = dict(StoredFile.objects.filter(pk__in=[row.stored_id for row in rows]).values_list("pk", "state")) if rows else {}
    lang = get_language() or "th"
    words = {"released": "", "refused": _("ใช้ไม่ได้"), "quarantine": _("กำลังตรวจไฟล์")}
    return tuple(
        FileLine(
            row.title or _("ไฟล์"), clock.moment_th(row.added_at, lang), row.added_by.name if row.added_by else "",
            words.get(state := states.get(row.stored_id, "quarantine"), _("กำลังตรวจไฟล์")),
            f"/cases/{case_id}/files/{row.pk}" if state == "released" else "",
        )
        for row in rows
    )


def read_file(actor: Actor, case_id: UUID, file_id: UUID) -> tuple[bytes, str, str]:
    """The clean copy of a file (its original when no copy is made of its kind): bytes, type, name. Raises Hidden."""
    if Section.FILES not in sections_of(actor, "case.see", Case, case_id):
        raise Hidden("case", case_id)
    row = CaseFile.objects.filter(case_id=case_id, pk=file_id).first()
    stored = StoredFile.objects.filter(pk=row.stored_id).first() if row else None
    if row is None or stored is None:
        raise Hidden("file", file_id)
    audit.record("download", "file", row.stored_id, root=case_id)
    facts = stored.facts or {}
    content = open_original(stored) if stored.copy == "none" else open_copy(stored)
    return content, kind_of(content), str(facts.get("name") or "file")
