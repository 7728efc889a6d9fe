"""Whatever can stand in the log has words for those who read it, and nothing has words that is never recorded."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prasan.ground.audit.models import AuditRow
from prasan.ground.audit.words import THINGS, VERBS, LogThing, LogVerb, put_in_words, thing_said, verb_said
from prasan.ground.flow import all_flows
from prasan.ground.panels import Registry
from prasan.ground.policy.grants import protected_models
from prasan.oversight.privacy.rules import BASES
from prasan.registry.limits import models as limits
from prasan.surfaces.ops.importing.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
MOVES = {f"{flow.name}.{move}" for flow in all_flows().values() for move in flow.moves}
PLACES = {"verb": 0, "object_kind": 1}


def codes(text: str, what: str) -> Iterator[str]:
    """The verbs, object kinds or bases that a module records, as far as they stand in it; `what` is put in at run time is an asterisk."""
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call):
            continue
        name = ast.unparse(call.func)
        if name in {"audit.record", "record"}:
            place = PLACES.get(what, len(call.args))
            nodes = [*call.args[place:place + 1], *(one.value for one in call.keywords if one.arg == what)]
        else:
            nodes = call.args[:1] if name == "Hidden" and what == "object_kind" else []
        for node in nodes:
            yield from said(node)


def said(node: ast.expr) -> Iterator[str]:
    """What an expression can be, as far as that is written there."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*said(node.body), *said(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        found = "".join(str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values)
        if found.strip("*."):
            yield found


def unworded(text: str, what: str, words: set[str]) -> list[str]:
    """Codes of a module without words; one that is put together at run time needs at least one word of its shape."""
    return sorted({code for code in codes(text, what) if code and not any(shape(code).fullmatch(word) for word in words)})


def shape(code: str) -> re.Pattern[str]:
    """A code as a pattern."""
    return re.compile(re.escape(code).replace(r"\*", "[a-z_]+"))


def words(registry: Registry[Any]) -> set[str]:
    """The codes that have words."""
    return {key for key, _word in registry.items()}


SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted((ROOT / "prasan").rglob("*.py"))}


@pytest.mark.parametrize(("what", "known"), [("verb", words(VERBS)), ("object_kind", words(THINGS)), ("basis", set(BASES))], ids=["verb", "thing", "basis"])
def test_what_the_code_records_has_words(what: str, known: set[str]) -> None:
    missing = {name: found for name, text in SOURCES.items() if (found := unworded(text, what, known))}
    assert not missing, f"the log would show these as codes: {missing}"


def test_every_kind_that_can_be_refused_or_moved_has_words() -> None:
    kinds = {protection.kind for protection in protected_models()} | set(all_flows()) | set(KINDS)
    assert not kinds - words(THINGS)
    assert not MOVES - words(VERBS)


def test_every_state_that_names_a_verb_has_words() -> None:
    """Verbs put together with a state; what is put together otherwise, the tests find as they run (tests/harness/wording.py)."""
    verbs = {f"limit_{state}" for state in limits.STATES if state != "running"} | {f"file.{state}" for state in ("quarantine", "released", "refused")}
    assert not verbs - words(VERBS)


def test_no_words_for_what_nobody_records() -> None:
    verbs = [shape(code) for text in SOURCES.values() for code in codes(text, "verb")]
    handed = {f"{kind}.{what}" for kind in ("talk", "help") for what in ("offer", "take", "not_taken")}  # counselling.actions.handing
    assert not [code for code in words(VERBS) - MOVES - handed if not any(verb.fullmatch(code) for verb in verbs)]
    things = {code for text in SOURCES.values() for code in codes(text, "object_kind")}
    things |= {protection.kind for protection in protected_models()} | set(all_flows()) | set(KINDS)
    assert not words(THINGS) - things


def test_a_code_without_words_is_found() -> None:
    text = 'audit.record("lend", "book" if near else "shelf", 1, basis="favour")\nrecord(f"lend_{state}", kind)\nraise Hidden("drawer", 1)\n'
    assert unworded(text, "verb", {"lend"}) == ["lend_*"]
    assert unworded(text, "verb", {"lend_back"}) == ["lend"]
    assert unworded(text, "object_kind", {"book"}) == ["drawer", "shelf"]
    assert unworded(text, "basis", set()) == ["favour"]


def test_a_code_has_words_once_and_fits_its_column() -> None:
    with pytest.raises(ValueError, match="open twice"):
        put_in_words([LogVerb("open", "เปิด")])
    with pytest.raises(ValueError, match="case twice"):
        put_in_words([LogThing("case", "เคส")])
    for field, registry in (("verb", VERBS), ("object_kind", THINGS)):
        most = AuditRow._meta.get_field(field).max_length
        assert not [code for code in words(registry) if len(code) > most]


def test_the_words_are_thai_and_an_unknown_code_is_shown() -> None:
    for _code, word in (*VERBS.items(), *THINGS.items()):
        assert re.match("[ก-๛]", word.th), word
    assert (verb_said("case.join"), thing_said("watch")) == ("รวมเรื่องที่แจ้งเข้าเคส", "บ้านที่เฝ้าระวัง")
    assert (verb_said("of.old"), thing_said("papyrus")) == ("of.old", "papyrus")
