"""Each hostile file through the whole way: handed in, kept, looked at, handed out; and what came of it compared with what may come."""

import hashlib
import io
import random
import uuid
from collections.abc import Iterator

import pikepdf
from PIL import Image

from prasan.ground.audit.models import AuditRow
from prasan.ground.files import prepare, store
from prasan.ground.files.kinds import IMAGES, OFFICE, PDF, SOUND, kind_of
from prasan.ground.files.models import StoredFile
from prasan.ground.http.files import handed_out
from prasan.ground.policy import Hidden, Invalid, system
from prasan.ground.transactions import reading, writing
from prasan.ground.vault import mint
from tests.assurance.files.hostile import ACTIVE, MAKERS, MUST_GO, PLACE, RARE
from tests.assurance.result import Result

JOB = system("test")
CHECK = "S11-files"
ACTING = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia", "/SubmitForm", "/ImportData")


def check(count: int, seed: int, only: tuple[str, ...] = ()) -> Result:
    """`count` files of all sorts (or some)."""
    result, chance = Result(CHECK, seed), random.Random(seed)  # noqa: S311 - made-up data
    makers = list(only or MAKERS)
    for number in range(count):
        name = makers[number % len(makers)]
        if name in RARE and not only and number >= len(makers) and number % 5:
            name = "cut"
        given, content = MAKERS[name](chance)
        wrong = list(_through(name, given, content, result))
        result.compare(not wrong, f"{name} {number}: {'; '.join(wrong)}")
    return result


def _through(maker: str, name: str, content: bytes, result: Result) -> Iterator[str]:
    try:
        incoming = store.accept(name, content)
    except Invalid:
        result.met("refused at the door")
        return
    except Exception as error:  # noqa: BLE001 - a file must not break the door
        yield f"the door broke: {type(error).__name__}"
        return
    if set(incoming.name) & set("/\\\0\u202e\r\n"):
        yield "a name that misleads"
    owner = uuid.uuid4()
    with writing(JOB):
        mint(owner)
        pk = store.keep(JOB, incoming=incoming, key_owner=owner, root=owner)
    try:
        prepare.prepare.now(file_id=pk)
    except Exception as error:  # noqa: BLE001 - nor the one who looks at it
        yield f"looking at it broke: {type(error).__name__}: {error}"
        return
    with reading(JOB):
        file = StoredFile.objects.get(pk=pk)
        yield from _kept(file, content)
        yield from _shown(maker, file, result)


def _kept(file: StoredFile, content: bytes) -> Iterator[str]:
    """The original is as it came, sealed, with its hash; who looked at it is written down."""
    if store.read_original(file) != content or file.facts["sha256"] != hashlib.sha256(content).hexdigest():
        yield "the original is not what came"
    sealed = store._path(file.pk, "o").read_bytes()
    if len(content) > 16 and content[:16] in sealed:
        yield "the original lies readable"
    if not AuditRow.objects.filter(object_id=str(file.pk), verb=f"file.{file.state}").exists():
        yield "its chain of custody has a gap"


def _shown(maker: str, file: StoredFile, result: Result) -> Iterator[str]:
    result.met(f"{file.state} {file.copy}")
    if file.state == "refused":
        for way in (store.open_original, store.open_copy):
            try:
                way(file)
                yield "a refused file opens"
            except Hidden:
                pass
        return
    if file.state != "released":
        yield f"it is left as {file.state}"
    elif maker in MUST_GO:
        yield "it was released"
    elif file.copy == "none":
        content = store.open_original(file)
        page = handed_out(content, kind_of(content), "a")
        if kind_of(content) in IMAGES | {PDF} or kind_of(content) not in SOUND | OFFICE:
            yield "an original is shown where a copy can be made"
        if not page["Content-Disposition"].startswith("attachment") or page["X-Content-Type-Options"] != "nosniff":
            yield "it opens in place"
    else:
        yield from _copied(store.open_copy(file))


def _copied(copy: bytes) -> Iterator[str]:
    if copy.startswith(b"\xff\xd8"):
        with Image.open(io.BytesIO(copy)) as image:
            image.load()
            if dict(image.getexif()) or image.width * image.height > prepare.EDGE**2:
                yield "a copy that tells more than the picture"
        plain = copy
        if not copy.endswith(b"\xff\xd9"):
            yield "something behind the picture"
    elif copy.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            out = io.BytesIO()
            pdf.save(
                out, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        plain = out.getvalue()
        yield from (f"{acting} in a copy" for acting in ACTING if acting.encode() in plain)
    else:
        yield "a copy of no kind"
        return
    for words in (PLACE.encode(), PLACE.encode("utf-16-be"), ACTIVE, b"<script"):
        if words in plain:
            yield f"{words!r} in a copy"
