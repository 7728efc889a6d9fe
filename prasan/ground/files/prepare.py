"""Making a kept file fit to be seen: scan where a scanner is, re-encode what can be shown."""

import io
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from prasan.ground import audit
from prasan.ground.files.kinds import IMAGES, PDF
from prasan.ground.files.models import StoredFile
from prasan.ground.jobs import job
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading, writing

if TYPE_CHECKING:
    import pikepdf

PIXELS = 40_000_000  # more is a bomb or a poster
EDGE = 2400
SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl")


@job("prepare_file")
def prepare(actor: Actor, *, file_id: str) -> None:
    """Scan and re-encode one file; then release or refuse it. A scanner that does not answer leaves it in quarantine."""
    from prasan.ground.files.store import read_original, write_copy

    with reading(actor):
        file = StoredFile.objects.get(pk=UUID(file_id))
        content, kind = read_original(file), str(file.facts["type"])
    scanned = scan(content)
    copy, shown, refused = b"", "none", ""
    if scanned == "infected":
        refused = "infected"
    elif scanned != "unknown":
        copy, shown, refused = clean_copy(content, kind)
    if copy:
        with reading(actor):
            write_copy(file, copy)
    with writing(actor):
        state = "quarantine" if scanned == "unknown" else "refused" if refused else "released"
        StoredFile.objects.filter(pk=file.pk).update(state=state, scanned=scanned, copy=shown, refused_code=refused)
        audit.record(f"file.{state}", "file", file.pk, root=file.root_id, detail=refused)


def clean_copy(content: bytes, kind: str) -> tuple[bytes, str, str]:
    """The copy for viewing, what it is (image, pdf, none), and why the file is refused ("" when it is not).

    Images are decoded and encoded anew, which leaves out place and camera; PDFs lose scripts, actions and embedded files.
    """
    if kind in IMAGES:
        return _image(content)
    if kind == PDF:
        return _pdf(content)
    return b"", "none", ""


def _image(content: bytes) -> tuple[bytes, str, str]:
    from PIL import Image, ImageOps  # here, because only the job worker needs it in memory

    try:
        Image.MAX_IMAGE_PIXELS = PIXELS
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > PIXELS:
                return b"", "none", "too_many_pixels"
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((EDGE, EDGE))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=85)
            return out.getvalue(), "image", ""
    except (OSError, ValueError, Image.DecompressionBombError, SyntaxError, struct.error):
        return b"", "none", "unreadable"


def _pdf(content: bytes) -> tuple[bytes, str, str]:
    import pikepdf  # here, because only the job worker needs its 17 MB

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _without_actions(pdf), "pdf", ""
    except (pikepdf.PdfError, ValueError):
        return b"", "none", "unreadable"


def scan(content: bytes) -> str:
    """clean, infected, absent (no scanner on this machine) or unknown (it did not answer), by ClamAV's INSTREAM."""
    path = next((p for p in SOCKETS if Path(p).exists()), None)
    if path is None:
        return "absent"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
            stream.settimeout(30)
            stream.connect(path)
            stream.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), 65536):
                part = content[start : start + 65536]
                stream.sendall(len(part).to_bytes(4, "big") + part)
            stream.sendall(b"\0\0\0\0")
            answer = stream.recv(4096)
    except OSError:
        return "unknown"
    return "clean" if answer.rstrip(b"\0\n ").endswith(b"OK") else "infected" if b"FOUND" in answer else "unknown"


def _without_actions(pdf: "pikepdf.Pdf") -> bytes:
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Collection"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        for key in ("/AA", "/Annots"):
            if key in page.obj:
                del page.obj[key]
    with pdf.open_metadata() as metadata:
        metadata.clear()
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
