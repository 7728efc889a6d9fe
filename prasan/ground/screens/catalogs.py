"""The words in other languages: the Thai text is the key; catalogs give English (all) and Malay (what the public reads).

`python -m prasan.ground.screens.catalogs extract` gathers texts from Python and templates into locale/*/LC_MESSAGES/django.po,
`fill en FILE` takes translations from lines of text, tab, translation (plural forms: two translations;
text@@context where there is one), `compile` writes the .mo files,
`missing` lists what lacks English, and Malay where the public pages need it (exit code 1).
"""

import ast
import io
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parents[2]
LOCALE = HOUSE / "locale"
LANGUAGES = ("en", "ms")
# What people without an account read: these must be there in Malay too.
PUBLIC = (
    "surfaces/public/",
    "ground/screens/templates/screens/public",
    "ground/screens/templates/screens/brand.html",
    "ground/screens/templates/screens/forms.html",
    "ground/screens/templates/screens/tables.html",
    "ground/screens/templates/screens/error.html",
    *(f"ground/screens/templates/screens/{status}.html" for status in (400, 403, 404, 409, 413, 429, 500, 503)),
    "ground/screens/controls.py",
    "ground/fields/",
)
HEAD = """msgid ""
msgstr ""
"Project-Id-Version: prasan\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "ms": "nplurals=1; plural=0;"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "say": None,
    "_t": None,
    "_now": None,
    "lazy": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    # Tables of the house say their Thai second: State("open", "เปิดอยู่"), shown by say() or gettext().
    "State": (2,),
    "Move": (2,),
    "Ask": (2,),
}
# The log says of the same word that it was done: LogVerb("case.open", "เปิดเคส") is "Opened a case", where the button says "Open a case".
LOGGED = ("LogVerb", "LogThing")
# Parts of those tables that are told apart by their own name.
NAMED = ("hint", "hint_th")


def from_python(file: IO[bytes], keywords: Collection[str], _tags: object, options: object) -> Iterator[tuple[int, str, object, list[str]]]:
    """The texts of a module, for babel: each call of a keyword, also one inside another, which babel's own reader skips."""
    for call in ast.walk(ast.parse(file.read())):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in keywords:
            yield call.lineno, name, tuple(_literal(one) for one in call.args), []
        if name in LOGGED and (text := _literal(call.args[1])):
            yield call.lineno, "pgettext", ("log", text), []
        for part in call.keywords:
            if part.arg in NAMED and (text := _literal(part.value)):
                yield call.lineno, "_", text, []


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else None


METHODS = [
    ("**/migrations/**", "ignore"),
    ("surfaces/ops/importing/**.py", "prasan.ground.screens.catalogs:from_python"),  # also a page
    ("surfaces/ops/panels.py", "prasan.ground.screens.catalogs:from_python"),
    ("surfaces/ops/**.py", "ignore"),  # the command speaks English to operators, and Thai beside it where everybody watches
    ("**.py", "prasan.ground.screens.catalogs:from_python"),
    ("**/templates/**.html", "jinja2"),
]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}}


def path_of(language: str, suffix: str = "po") -> Path:
    """Return a catalog's file."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def texts(house: Path = HOUSE) -> Catalog:
    """Return all texts that the house shows, each with the files that show it."""
    found = Catalog(project="prasan", fuzzy=False)
    for name, line, message, comments, context in extract_from_dir(
        house, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        found.add(message, None, [(Path(name).as_posix(), line)], auto_comments=comments, context=context)
    return found


def catalog(language: str) -> Catalog:
    """Return the catalog of a language, an empty one before the first extraction."""
    if not path_of(language).exists():
        return Catalog(locale=language, header_comment="")
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def extract() -> int:
    """Bring both catalogs up to date; translations of texts that are gone go with them."""
    template = texts()
    for language in LANGUAGES:
        known = catalog(language)
        known.update(template, no_fuzzy_matching=True)
        known.obsolete.clear()
        save(language, known)
    return 0


def save(language: str, known: Catalog) -> None:
    """Write a catalog chapter by chapter, without files, lines and times, so that two people's changes seldom meet."""
    for message in known:
        message.locations = sorted({(_chapter(name), 0) for name, _line in message.locations})
        message.user_comments = []
        if isinstance(message.id, tuple | list):
            given = message.string if isinstance(message.string, tuple | list) else (message.string,)
            message.string = tuple((*given, "", "")[: known.num_plurals])
    body = io.BytesIO()
    write_po(body, known, width=0, sort_by_file=True, include_lineno=False, omit_header=True)
    head = HEAD.format(language=language, plurals=PLURALS[language])
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_bytes(head.encode() + body.getvalue())


def _chapter(name: str) -> str:
    """Where a text is shown: "community.watch" of "community/watch/flow.py"."""
    return ".".join(name.split("/")[:2])


def fill(language: str, lines: Iterable[str]) -> list[str]:
    """Put translations into a catalog; return the texts that no page shows."""
    known = catalog(language)
    unknown = []
    for line in lines:
        text, *translations = line.rstrip("\n").split("\t")
        text, _sign, context = text.partition("@@")
        message = known.get(text, context or None)
        if message is None or not translations:
            unknown += [text] if text.strip() else []
        elif isinstance(message.id, tuple | list):
            message.string = tuple((translations * 2)[: known.num_plurals])
        else:
            message.string = translations[0]
    save(language, known)
    return unknown


def compile_all() -> int:
    """Write the .mo files that are older than their catalogs; Django reads those."""
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language, "mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}")  # two processes may compile at once
        with draft.open("wb") as file:
            write_mo(file, catalog(language))
        draft.replace(target)
    return 0


def missing() -> list[tuple[str, str]]:
    """Return (language, text) for everything that must be there and is not."""
    shown = texts()
    return [(language, _text(message)) for language in LANGUAGES for message in _lacking(language, shown)]


def _lacking(language: str, shown: Catalog) -> Iterator[Message]:
    known = catalog(language)
    for message in shown:
        if not message.id or (language == "ms" and not is_public(message)):
            continue
        given = known.get(message.id, message.context)
        wanted = given.string if given else ""
        if not wanted or (isinstance(wanted, tuple | list) and not all(wanted)):
            yield message


def is_public(message: Message) -> bool:
    """Whether people without an account read this text."""
    return any(name.startswith(PUBLIC) for name, _line in message.locations)


def _text(message: Message) -> str:
    text = str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return f"{text}@@{message.context}" if message.context else text


def main(arguments: list[str]) -> int:
    """Do one of the four."""
    match arguments:
        case ["extract"]:
            return extract()
        case ["fill", ("en" | "ms") as language, file]:
            unknown = fill(language, Path(file).read_text(encoding="utf-8").splitlines())
            sys.stdout.writelines(f"shown nowhere: {text}\n" for text in unknown)
            return 1 if unknown else 0
        case ["compile"]:
            return compile_all()
        case ["missing"]:
            lacking = missing()
            sys.stdout.writelines(f"{language}: {text}\n" for language, text in lacking)
            return 1 if lacking else 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
