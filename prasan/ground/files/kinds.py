"""Which files are taken: told by their content, never by their name."""

import io
import stat
import zipfile

import puremagic
from django.utils.translation import gettext as _

from prasan.ground.policy import Invalid

LARGEST = 20 * 1024 * 1024
UNPACKED = 200 * 1024 * 1024  # of a Word or Excel file; nothing here unpacks one, whoever opens it does
PARTS = 5_000
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"}
PDF = "application/pdf"
SOUND = {"audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/x-wav", "audio/amr", "video/mp4", "video/3gpp", "video/webm", "video/quicktime"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TAKEN = {*IMAGES, PDF, *SOUND, *OFFICE}


def kind_of(content: bytes) -> str:
    """The media type of these bytes. Raises Invalid (field "file") with what to do when it is not taken."""
    if not content:
        raise Invalid({"file": _("ไฟล์นี้ใช้ไม่ได้ เพราะไม่มีข้อมูลอยู่ในไฟล์ อย่างอื่นยังอยู่ครบ")})
    if len(content) > LARGEST:
        raise Invalid({"file": _("ไฟล์นี้ใช้ไม่ได้ เพราะใหญ่เกิน 20 MB อย่างอื่นยังอยู่ครบ")})
    try:
        found = {match.mime_type for match in puremagic.magic_string(content[: 64 * 1024]) if match.mime_type}
    except (puremagic.PureError, ValueError):
        found = set()
    for kind in (PDF, *sorted(IMAGES), *sorted(OFFICE), *sorted(SOUND)):
        if kind in found and _begins_as(kind, content) and (kind not in OFFICE or _unpacks_safely(content)):
            return kind
    raise Invalid({"file": _("ไฟล์นี้ใช้ไม่ได้ เพราะเป็นชนิดที่เปิดอย่างปลอดภัยไม่ได้ ใช้รูปภาพ PDF เสียง วิดีโอ Word หรือ Excel อย่างอื่นยังอยู่ครบ")})


def _begins_as(kind: str, content: bytes) -> bool:
    """A second look at the first bytes: a polyglot that only contains the mark somewhere is not taken."""
    marks: dict[str, tuple[bytes, ...]] = {
        PDF: (b"%PDF-",), "image/jpeg": (b"\xff\xd8\xff",), "image/png": (b"\x89PNG\r\n\x1a\n",), "image/gif": (b"GIF87a", b"GIF89a"),
        "image/webp": (b"RIFF",), **dict.fromkeys(OFFICE, (b"PK\x03\x04",)),
    }
    return any(content.startswith(mark) for mark in marks[kind]) if kind in marks else True


def _unpacks_safely(content: bytes) -> bool:
    """A packed file as its own list of parts tells it, read without unpacking: not too many or too large, no link, no way out of its folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return False
    return (
        len(parts) <= PARTS and sum(part.file_size for part in parts) <= UNPACKED
        and not any(stat.S_ISLNK(part.external_attr >> 16) for part in parts)
        and not any(part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/") for part in parts)
    )
