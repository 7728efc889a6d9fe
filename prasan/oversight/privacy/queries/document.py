"""What is given, as a document: the same for paper and for programs. Nothing is added to what `given_on` made."""

from typing import Any, TypedDict

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from prasan.oversight.privacy import rules
from prasan.oversight.privacy.queries.giving import Given


class Datum(TypedDict):
    """One column of one row: where it stands, of what sort, when it was written, what it says (JSON)."""

    record: str
    column: str
    sort: str
    when: str
    value: Any


class KeptBack(TypedDict):
    """A column that is not given, and why."""

    record: str
    column: str
    sort: str
    why: str


SharedWith = TypedDict("SharedWith", {"office": str, "for": str, "basis": str, "from": str, "until": str})


class Document(TypedDict):
    """What is given: the data by sort, what is kept back and why, who was given sight of it, and what more one may ask."""

    request: str
    made: str
    with_identities: bool
    blacked_out: int
    data: list[Datum]
    kept_back: list[KeptBack]
    shared_with: list[SharedWith]
    rights: str


def document(given: Given) -> Document:
    """The document of what is given."""
    return {
        "request": given.number, "made": given.made, "with_identities": given.identities, "blacked_out": given.redactions,
        "data": [
            {"record": item.label, "column": item.column, "sort": rules.said(rules.SORTS, item.sort), "when": item.when, "value": item.value}
            for item in given.items
        ],
        "kept_back": [
            {"record": kept.label, "column": kept.column, "sort": rules.said(rules.SORTS, kept.sort), "why": rules.said(rules.KEPT_BACK, kept.why)}
            for kept in given.kept
        ],
        "shared_with": [
            {"office": share.office, "for": share.purpose, "basis": share.basis, "from": share.since, "until": share.until} for share in given.shares
        ],
        "rights": _("ขอแก้ไข คัดค้าน ขอลบ หรือร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคลได้"),
    }


def paper(given: Given) -> str:
    """The document as one HTML page that needs nothing else."""
    made = document(given)
    reasons = dict.fromkeys(f"{kept['sort']}: {kept['why']}" for kept in made["kept_back"])
    return render_to_string("privacy/given.html", {"given": given, "document": made, "lines": lines, "reasons": list(reasons)})


def lines(value: Any) -> list[str]:
    """A value as lines of text for paper: lists and objects laid flat, empty parts left out."""
    if isinstance(value, dict):
        return [f"{name}: {line}" for name, part in value.items() for line in lines(part)]
    if isinstance(value, list | tuple):
        return [line for part in value for line in lines(part)]
    return [str(value)] if value not in (None, "", False) else []
