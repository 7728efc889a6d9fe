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
ACTING = ("vbaproject", "vbadata", "activex", "macrosheets", "oleobject", "embeddings/", "customui", ".exe", ".dll", ".js", ".vbs")
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
    except Exception:  # noqa: BLE001 - whatever a hostile file does to the reader of its marks, it is not told to be of any kind
        found = set()
    for kind in (PDF, *sorted(IMAGES), *sorted(OFFICE), *sorted(SOUND)):
        if kind in found and _begins_as(kind, content) and (kind not in OFFICE or _unpacks_safely(content)):
            return kind
    raise Invalid({"file": _("ไฟล์นี้ใช้ไม่ได้ เพราะเป็นชนิดที่เปิดอย่างปลอดภัยไม่ได้ ใช้รูปภาพ PDF เสียง วิดีโอ Word หรือ Excel อย่างอื่นยังอยู่ครบ")})


def _begins_as(kind: str, content: bytes) -> bool:
    """A second look at the first bytes: a polyglot that only contains the mark somewhere is not taken."""
    marks: dict[str, tuple[bytes, ...]] = {
        PDF: (b"%PDF-",), "image/jpeg": (b"\xff\xd8\xff",), "image/png": (b"\x89PNG\r\n\x1a\n",), "image/gif": (b"GIF87a", b"GIF89a"),
        "image/webp": (b"RIFF",), "audio/ogg": (b"OggS",), "audio/wav": (b"RIFF",), "audio/x-wav": (b"RIFF",), "audio/amr": (b"#!AMR",),
        "audio/mpeg": (b"ID3", *(bytes([0xFF, second]) for second in range(0xE2, 0x100))), "video/webm": (b"\x1aE\xdf\xa3",),
        **dict.fromkeys(OFFICE, (b"PK\x03\x04",)),
    }
    if kind in marks:
        return any(content.startswith(mark) for mark in marks[kind])
    # The rest are boxes: first the size of the first one, which is small, then its name.
    return content[4:8] == b"ftyp" and 8 <= int.from_bytes(content[:4], "big") <= 4096


def _unpacks_safely(content: bytes) -> bool:
    """A packed file as its own list of parts tells it, read without unpacking.

    Not too many or too large, no link, no way out of its folder, nothing in it that acts by itself.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return False
    return (
        len(parts) <= PARTS and sum(part.file_size for part in parts) <= UNPACKED
        and not any(stat.S_ISLNK(part.external_attr >> 16) for part in parts)
        and not any(part.filename.startswith(("/", "\\")) or ".." in part.filename.replace("\\", "/").split("/") for part in parts)
        and not any(acts in part.filename.lower() for part in parts for acts in ACTING)
    )
