"""How the log says a code: each chapter gives the words of what it alone records, a flow those of its moves; here are those that all use."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from prasan.ground.panels import Registry


@dataclass(frozen=True, slots=True)
class LogVerb:
    """What was done: a verb of `record`, and how the log says it."""

    code: str
    th: str


@dataclass(frozen=True, slots=True)
class LogThing:
    """With what it was done: an object kind of `record`, and how the log says it."""

    code: str
    th: str


VERBS: Registry[LogVerb] = Registry("verbs of the log")
THINGS: Registry[LogThing] = Registry("things of the log")


def put_in_words(words: Iterable[LogVerb | LogThing]) -> None:
    """Add words. Raises ValueError for a code that has some."""
    for word in words:
        if isinstance(word, LogVerb):
            VERBS.add(word.code, word)
        else:
            THINGS.add(word.code, word)


def verb_said(code: str) -> str:
    """The words of a verb; one without shows as it is, such as that of a chapter which is no more."""
    word = VERBS.get(code)
    return _said(word.th) if word else code


def thing_said(code: str) -> str:
    """The words of an object kind; one without shows as it is."""
    word = THINGS.get(code)
    return _said(word.th) if word else code


def _said(th: str) -> str:
    """As the log says it, or else as it reads everywhere: a flow's move has the words of its button."""
    found = pgettext("log", th)
    return _(th) if found == th else found


put_in_words([
    LogVerb("open", "เปิดดู"), LogVerb("list", "ดูรายการ"), LogVerb("search", "ค้นหา"), LogVerb("print", "พิมพ์"),
    LogVerb("export", "ส่งออก"), LogVerb("download", "ดาวน์โหลด"), LogVerb("refused", "ถูกปฏิเสธ"),
    LogVerb("receive", "รับเข้าระบบ"), LogVerb("add", "เพิ่ม"), LogVerb("change", "แก้"), LogVerb("end", "สิ้นสุด"),
    LogThing("right", "สิทธิ"), LogThing("record", "ระเบียน"), LogThing("figures", "ตัวเลข"),
])
