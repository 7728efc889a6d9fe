"""Makes hostile files. Each maker gives a name and bytes; `MUST_GO` are those that may never be released, whatever else is true of them."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

PLACE = "QZXPLACE"  # what a camera wrote: must be in no copy
ACTIVE = b"QZXACTIVE"  # inside of everything that acts: must be in no copy
SCRIPT = b"<script>alert('" + ACTIVE + b"')</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
Maker = Callable[[random.Random], tuple[str, bytes]]


def exif() -> Image.Exif:
    """Place, camera, words."""
    found = Image.Exif()
    found[0x8825] = {1: "N", 2: (16.0, 26.0, 0.0), 3: "E", 4: (102.0, 50.0, 0.0)}
    found[0x010F] = found[0x010E] = PLACE
    return found


def photo(chance: random.Random, kind: str = "JPEG", *, place: bool = True) -> bytes:
    """A small picture that tells where it was taken."""
    width, height = chance.randint(8, 64), chance.randint(8, 64)
    image = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    out = io.BytesIO()
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PLACE, zip=chance.random() < 0.5)
    more: dict[str, Any] = {"pnginfo": words} if kind == "PNG" else {"comment": PLACE.encode()} if kind in {"GIF", "JPEG"} else {}
    if place and kind != "GIF":
        more["exif"] = exif()
    image.save(out, kind, **more)
    return out.getvalue()


def polyglot(chance: random.Random) -> tuple[str, bytes]:
    """A picture with a page, a program or an archive behind it, or before it."""
    other = chance.choice((SCRIPT, b"<?php system('" + ACTIVE + b"');", archive({"run.js": ACTIVE}), b"%PDF-1.4\n" + ACTIVE, b"#!/bin/sh\n" + ACTIVE))
    image = photo(chance, chance.choice(("JPEG", "PNG", "GIF", "WEBP")))
    return "ภาพ.jpg", other + image if chance.random() < 0.3 else image + other


def page_in_comment(chance: random.Random) -> tuple[str, bytes]:
    """A page inside of a picture's comment, where a browser that guesses would find it."""
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", comment=SCRIPT * chance.randint(1, 9))
    return "a.html", out.getvalue()


def gif_script(chance: random.Random) -> tuple[str, bytes]:
    """GIF89a that is also a script."""
    return "a.gif", b"GIF89a/*" + chance.randbytes(8) + b"*/=1;" + ACTIVE


def disguised(chance: random.Random) -> tuple[str, bytes]:
    """A page, a drawing, a program under the name of a picture."""
    active = chance.choice((
        SCRIPT, b"<!doctype html><body onload=" + ACTIVE + b">", b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='" + ACTIVE + b"'/>",
        b"<?xml version='1.0'?><svg>" + SCRIPT + b"</svg>", b"MZ" + chance.randbytes(200) + ACTIVE, b"\x7fELF" + chance.randbytes(99) + ACTIVE,
        b"<!--ftypisom" + chance.randbytes(8) + b"-->" + SCRIPT, b"<htaftypmp42" + SCRIPT, "\ufeff<html>".encode("utf-16") + SCRIPT, b"RIFF" + SCRIPT,
        b"\0\0\0\x01ftyp" + SCRIPT, b"\n\n%PDF-1.7 " + SCRIPT, b"{\\rtf1\\object " + ACTIVE + b"}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ACTIVE,
        b"L\0\0\0\x01\x14\x02\0" + ACTIVE, b"From: x\nContent-Type: text/html\n\n" + SCRIPT, EICAR,
    ))  # fmt: skip
    return chance.choice(("ภาพ.jpg", "a.png", "\u202egpj.exe", "a.svg", "../../a.html", "a.jpg\0.html")), active


def archive(parts: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A packed file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


OFFICE = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<w:document/>"}
SHEET = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>", "xl/workbook.xml": b"<workbook/>"}


def office(chance: random.Random) -> tuple[str, bytes]:
    """A Word or Excel file with a macro, a way out of its folder, a program, or a bomb."""
    whole = chance.choice((OFFICE, SHEET))
    bad = chance.choice((
        {"word/vbaProject.bin": ACTIVE}, {"xl/vbaProject.bin": ACTIVE}, {"xl/macrosheets/sheet1.xml": ACTIVE}, {"word/activeX/activeX1.bin": ACTIVE},
        {"word/embeddings/oleObject1.bin": ACTIVE}, {"../../../etc/cron.d/x": ACTIVE}, {"/etc/passwd": ACTIVE}, {"..\\..\\x.txt": ACTIVE},
        {"word/media/a.exe": ACTIVE}, {"customUI/customUI.xml": ACTIVE}, {f"x/{n}": b"" for n in range(5100)}, {"word/bomb.xml": bytes(210 * 1024 * 1024)},
    ))  # fmt: skip
    return "รายงาน.docx", archive({**whole, **bad})


def lying_archive(chance: random.Random) -> tuple[str, bytes]:
    """A packed file whose list of parts is broken or lies."""
    raw = bytearray(archive(OFFICE))
    for _ in range(chance.randint(1, 12)):
        raw[chance.randrange(4, len(raw))] = chance.randrange(256)
    return "a.docx", bytes(raw[: chance.randint(len(raw) // 2, len(raw))])


def huge_picture(chance: random.Random) -> tuple[str, bytes]:
    """Dimensions that would fill all memory, in a few bytes."""
    width, height = chance.choice(((60_000, 60_000), (2**31 - 1, 2**31 - 1), (50_000_000, 1), (7_000, 7_000), (0, 9)))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return "a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(90_000))) + chunk(b"IEND", b"")


def huge_gif(chance: random.Random) -> tuple[str, bytes]:
    """The same as a GIF or a WebP."""
    if chance.random() < 0.5:
        return "a.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x08" + chance.randbytes(40) + b"\0;"
    return "a.webp", b"RIFF\x1e\0\0\0WEBPVP8L\x11\0\0\0\x2f\xff\xff\xff\xff" + chance.randbytes(12)


def text_bomb(chance: random.Random) -> tuple[str, bytes]:
    """A picture whose words unpack to a hundred megabytes."""
    packed = b"Comment\0\0" + zlib.compress(bytes(chance.randint(60, 100) * 1024 * 1024), 9)
    chunk = struct.pack(">I", len(packed)) + b"zTXt" + packed + struct.pack(">I", zlib.crc32(b"zTXt" + packed))
    whole = photo(chance, "PNG")
    return "a.png", whole[:33] + chunk + whole[33:]


def cut(chance: random.Random) -> tuple[str, bytes]:
    """A picture or PDF that ends too early, or with bytes changed anywhere."""
    raw = bytearray(chance.choice((lambda: photo(chance, chance.choice(("JPEG", "PNG", "GIF", "WEBP"))), lambda: pdf(chance)[1]))())
    if chance.random() < 0.5:
        return "a.jpg", bytes(raw[: chance.randint(1, len(raw) - 1)])
    for _ in range(chance.randint(1, 30)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return "a.jpg", bytes(raw)


def tells_place(chance: random.Random) -> tuple[str, bytes]:
    """Nothing hostile but for the place where it was taken."""
    return "บ้าน.jpg", photo(chance, chance.choice(("JPEG", "PNG", "WEBP", "GIF")))


def pdf(chance: random.Random) -> tuple[str, bytes]:
    """A PDF with things that act, files inside, and a photograph that tells its place."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    script = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(ACTIVE.decode())))
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String(f"{ACTIVE.decode()}.exe"))
    image = pikepdf.Stream(made, photo(chance))
    image.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 8, "/Height": 8, "/ColorSpace": pikepdf.Name.DeviceRGB,
                  "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode})  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=made.make_indirect(image)))
    ways: list[Callable[[], object]] = [
        lambda: made.Root.__setitem__("/OpenAction", script), lambda: made.Root.__setitem__("/AA", pikepdf.Dictionary(WC=script)),
        lambda: page.__setitem__("/AA", pikepdf.Dictionary(O=launch)), lambda: made.attachments.__setitem__("x.exe", ACTIVE),
        lambda: made.Root.__setitem__("/AcroForm", pikepdf.Dictionary(XFA=pikepdf.Stream(made, ACTIVE))),
        lambda: page.__setitem__("/Annots", pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch, Rect=[0, 0, 9, 9])])),
        lambda: made.Root.__setitem__("/Outlines", pikepdf.Dictionary(First=made.make_indirect(pikepdf.Dictionary(Title="x", A=script)))),
        lambda: made.Root.__setitem__("/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script]))),
        lambda: page.__setitem__("/Metadata", pikepdf.Stream(made, PLACE.encode())), lambda: made.docinfo.__setitem__("/Author", PLACE),
        lambda: image.__setitem__("/Metadata", pikepdf.Stream(made, PLACE.encode())), lambda: made.Root.__setitem__("/URI", launch),
    ]  # fmt: skip
    for way in chance.sample(ways, chance.randint(1, len(ways))):
        way()
    out = io.BytesIO()
    made.save(out, **({"object_stream_mode": pikepdf.ObjectStreamMode.generate} if chance.random() < 0.5 else {}))
    return "หนังสือ.pdf", out.getvalue() + (SCRIPT if chance.random() < 0.3 else b"")


def endless_pdf(chance: random.Random) -> tuple[str, bytes]:
    """Pages that are their own parents, and lists without an end."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999/Parent 2 0 R>>endobj\n"
    deep = chance.choice((b"", b"3 0 obj" + b"[" * 60_000 + b"]" * 60_000 + b"endobj\n"))
    return "a.pdf", body + deep + b"trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"


def sound(chance: random.Random) -> tuple[str, bytes]:
    """Sound with a page in it: taken, and only ever saved, never opened in place."""
    return "เสียง.mp3", chance.choice((b"ID3\x04\0\0\0\0\0\x20" + SCRIPT, b"OggS\0\x02" + bytes(30) + SCRIPT,
                                       b"\xff\xfb\x90\x64" + chance.randbytes(99) + SCRIPT))


MAKERS: dict[str, Maker] = {
    one.__name__: one for one in (
        polyglot, page_in_comment, gif_script, disguised, office, lying_archive, huge_picture, huge_gif, text_bomb, cut, tells_place, pdf, endless_pdf,
        sound,
    )
}
RARE = {"text_bomb", "office"}  # large ones
MUST_GO = {"gif_script", "disguised", "office", "huge_picture", "huge_gif"}
EMPTY = ("a.jpg", b"")
