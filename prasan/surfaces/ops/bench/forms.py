"""A form of the bench's own, and somebody of a family centre who answers it."""

import io
from typing import Any
from uuid import UUID

from openpyxl import Workbook

from prasan.community.surveys.actions import publish_form, upload
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.access.actions import add_user, give_position
from prasan.registry.organisations.models import Organisation

SYSTEM = system("bench")
LABELS = ("label::ไทย (th)", "label::English (en)")
TITLE = "แบบของการวัด"


def workbook(code: str, **sheets: list[list[str]]) -> bytes:
    """An XLSForm, sheet by sheet, each with its line of names; settings are added."""
    book = Workbook()
    book.remove(book.active)  # every new one has it
    settings = [["form_title", "form_id", "version", "default_language"], [TITLE, code, "1", "ไทย (th)"]]
    for name, rows in {**sheets, "settings": settings}.items():
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def publish(content: bytes, owner: UUID) -> None:
    """From a workbook to a published version. Raises RuntimeError with what the checks found."""
    made = upload(SYSTEM, content=content, file_name="bench.xlsx", organisation=owner)
    if made.form is None:
        raise RuntimeError(f"the form of the bench does not pass: {[one.plain() for one in made.findings]}")
    publish_form(SYSTEM, id=made.form)


def a_centre() -> UUID:
    """A family centre, each time the same."""
    with reading(SYSTEM):
        return Organisation.objects.filter(type_id="cfdc").order_by("id").values_list("id", flat=True)[0]


def member_of(centre: UUID) -> UUID:
    """Somebody new of this centre."""
    user = add_user(SYSTEM, username="bench_member", name="ผู้วัด", home=centre)
    give_position(SYSTEM, user=user, role="centre_member", organisation=centre)
    return user
