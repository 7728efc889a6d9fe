"""Making a kept file fit to be seen: scan where a scanner is, re-encode what can be shown."""

import io
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from prasan.ground import audit
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.files.kinds import IMAGES, PDF
from prasan.ground.files.models import StoredFile
from prasan.ground.jobs import job
from prasan.ground.policy import Actor
from prasan.ground.transactions import reading, writing

if TYPE_CHECKING:
    import pikepdf

PIXELS = 40_000_000  # more is a bomb or a poster
EDGE = 2400
PATIENCE = 30  # seconds for the scanner
# What is kept of a PDF, by the names of ISO 32000-1: of its end, its root, its tree of pages, a page, a picture, other streams.
TRAILER = frozenset({"/Root", "/Size", "/ID"})
ROOT = frozenset({"/Type", "/Pages", "/Version", "/Lang", "/PageLabels", "/PageLayout", "/OCProperties"})
PAGES = frozenset({"/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox", "/Rotate"})
PAGE = frozenset({
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/Group",
})
STREAM = frozenset({"/Type", "/Subtype", "/Length", "/Filter", "/DecodeParms", "/OC"})
PICTURE = STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Decode", "/Mask", "/SMask", "/ImageMask", "/Intent", "/Interpolate", "/SMaskInData", "/Matte",
}
DRAWING = STREAM | {  # forms, patterns, shadings, functions, fonts, colour profiles, objects in streams
    "/Matrix", "/BBox", "/Resources", "/Group", "/FormType", "/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep", "/ShadingType", "/ColorSpace",
    "/Domain", "/Range", "/Function", "/Size", "/BitsPerSample", "/Encode", "/Decode", "/Order", "/Background", "/AntiAlias", "/BitsPerCoordinate",
    "/BitsPerComponent", "/BitsPerFlag", "/VerticesPerRow", "/FunctionType", "/Length1", "/Length2", "/Length3", "/N", "/Alternate", "/WMode", "/UseCMap",
    "/CMapName", "/CIDSystemInfo", "/First", "/Extends", "/W", "/Index",
}
SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamav/clamd.ctl")
put_in_words([
    LogVerb("file.released", "ตรวจไฟล์แล้ว ใช้ได้"), LogVerb("file.refused", "ตรวจไฟล์แล้ว ไม่รับ"), LogVerb("file.quarantine", "พักไฟล์ไว้ ยังตรวจไม่ได้"),
    LogThing("file", "ไฟล์"), LogThing("stored_file", "ไฟล์"),
])


@job("prepare_file")
def prepare(actor: Actor, *, file_id: str) -> None:
    """Scan and re-encode one file; then release or refuse it. A scanner that does not answer leaves it in quarantine."""
    from prasan.ground.files.store import read_original, write_copy

    with reading(actor):
        file = StoredFile.objects.get(pk=UUID(file_id))
        if file.refused_code == "erased":  # taken back while it waited
            return
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
            upright.info.clear()  # comments, place and camera would be written into the copy again
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=85)
            return out.getvalue(), "image", ""
    except Exception:  # noqa: BLE001 - decoders fail in every way there is; what they cannot read is refused and never tried again
        return b"", "none", "unreadable"


def _pdf(content: bytes) -> tuple[bytes, str, str]:
    import pikepdf  # here, because only the job worker needs its 17 MB

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return _without_actions(pdf), "pdf", ""
    except Exception:  # noqa: BLE001 - as above
        return b"", "none", "unreadable"


def scan(content: bytes) -> str:
    """clean, infected, absent (no scanner on this machine) or unknown (it did not answer), by ClamAV's INSTREAM."""
    path = next((p for p in SOCKETS if Path(p).exists()), None)
    if path is None:
        return "absent"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
            stream.settimeout(PATIENCE)
            stream.connect(path)
            stream.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), 65536):
                part = content[start : start + 65536]
                stream.sendall(len(part).to_bytes(4, "big") + part)
            stream.sendall(b"\0\0\0\0")
            answer = stream.recv(4096)
    except OSError:
        return "unknown"
    return "clean" if answer.rstrip(b"\0\n ") == b"stream: OK" else "infected" if b"FOUND" in answer else "unknown"


def _without_actions(pdf: "pikepdf.Pdf") -> bytes:
    """Only what a page needs to be drawn is kept: everything else could act, carry a file, or tell of somebody."""
    import pikepdf

    for name in set(pdf.trailer.keys()) - TRAILER:
        del pdf.trailer[name]
    _only(pdf.Root, ROOT)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            _only(one, PICTURE if one.get("/Subtype") == pikepdf.Name.Image else DRAWING)
            _without_place(one, pikepdf.Name.DCTDecode)
        elif isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Pages:
            _only(one, PAGES)
    for page in pdf.pages:
        _only(page.obj, PAGE)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _only(of: "pikepdf.Object", names: frozenset[str]) -> None:
    for name in set(of.keys()) - names:
        del of[name]


def _without_place(stream: "pikepdf.Stream", jpeg: "pikepdf.Name") -> None:
    """A picture in a PDF keeps what the camera wrote into it: of a JPEG every part that tells of place, camera or person is left out."""
    raw = stream.read_raw_bytes()
    if (raw[:2] == b"\xff\xd8" or b"Exif\0" in raw[:4096]) and (bare := bare_jpeg(raw)) != raw:
        stream.write(bare, filter=jpeg)


def bare_jpeg(raw: bytes) -> bytes:
    """A JPEG without the parts APP1 to APP13, APP15 and comments (place, camera, names, thumbnails); what cannot be read so is given back empty."""
    if raw[:2] != b"\xff\xd8":
        return b""
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF and raw[at + 1] != 0xDA:
        length = 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if raw[at + 1] not in {*range(0xE1, 0xEE), 0xEF, 0xFE}:  # APP14 tells how the colours are to be read
            kept.append(raw[at : at + length])
        at += length
    return b"".join([*kept, raw[at:]]) if raw[at : at + 2] == b"\xff\xda" else b""
