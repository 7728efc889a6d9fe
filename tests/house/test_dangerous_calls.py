"""What never stands in the product's own code: running text as code, a shell, unsafe readers, weak ciphers, guessable chance, calls out, wide locks."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Measuring and making up a demonstration serve nobody and hold no secret.
APART = ("surfaces/ops/bench/", "surfaces/ops/demonstration/", "ground/screens/examples.py")
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}
READS_ANYTHING = {"pickle", "cPickle", "marshal", "shelve", "dill", "yaml", "xml", "lxml", "defusedxml", "jsonpickle"}
CALLS_OUT = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "smtplib", "imaplib", "poplib", "ftplib", "telnetlib",
             "xmlrpc", "socketserver", "ldap", "ldap3", "paramiko", "graphene", "strawberry", "websockets", "memcache", "pymemcache", "redis"}
WEAK = {"hashlib.md5", "hashlib.sha1", "hashlib.new", "crypt"}
CIPHERS = {"ECB", "CBC", "CTR", "CFB", "OFB", "ARC4", "TripleDES", "Blowfish", "PKCS1v15", "Fernet", "DES"}
CHANCE = {"random"}
# Forms and answers are XML. These read it, by parsers that fetch nothing and follow no entity (below); XML stays banned elsewhere.
READS_XML = ("community/surveys/rules/",)
SAFE_XML = {"resolve_entities": False, "no_network": True, "load_dtd": False}
# OpenRosa says MD5 (hashes of forms, digest); it is told to be no security, and guards nothing that is not random.
SPEAKS_MD5 = ("community/surveys/", "surfaces/openrosa/proof.py")
KNOWN = [
    "community/surveys/queries/exports.py", "ground/audit/record.py", "ground/transactions/put.py", "ground/vault/store.py",
    "registry/people/queries/find.py", "surfaces/ops/saving.py",
]


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    """Path under prasan/ and tree of each module that is served."""
    paths = {path.relative_to(ROOT / "prasan").as_posix(): path for path in sorted((ROOT / "prasan").rglob("*.py"))}
    return tuple((name, ast.parse(path.read_text(encoding="utf-8"))) for name, path in paths.items() if not name.startswith(APART))


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The trees of all modules are 150 MB: kept for these tests only."""
    yield
    sources.cache_clear()


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """`name` or `module.name` of each call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield written(node.func), node


def written(node: ast.AST) -> str:
    """What `ast.unparse` writes, quickly for names with dots."""
    if isinstance(node, ast.Attribute):
        return f"{written(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ast.unparse(node)


def imports(tree: ast.AST) -> Iterator[str]:
    """Each module that is imported, and each name out of one, with its dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _imported(tree: ast.AST, banned: set[str]) -> list[str]:
    return [name for name in imports(tree) if any(name == one or name.startswith(f"{one}.") for one in banned)]


def runs_text(tree: ast.AST) -> list[str]:
    shell = [name for name, node in calls(tree) for word in node.keywords if word.arg == "shell"]
    return [name for name, _ in calls(tree) if name in RUNS_TEXT] + shell


def weak(tree: ast.AST) -> list[str]:
    named = [written(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    return _imported(tree, WEAK) + [name for name in named if name in WEAK or name.rpartition(".")[2] in CIPHERS]


def builds_templates(tree: ast.AST) -> list[str]:
    made = {"from_string", "Template", "render_template_string"}
    return [name for name, _ in calls(tree) if name.rpartition(".")[2] in made and name != "super().from_string"]  # the engine's own way in


def locks_the_key(tree: ast.AST) -> list[str]:
    """A lock of the key too would keep everybody from writing rows that point to it (a line in the case, a report at the office) until the end."""
    locks = [node for name, node in calls(tree) if name.rpartition(".")[2] == "select_for_update"]
    return [f"line {node.lineno}" for node in locks if not any(word.arg == "no_key" and ast.unparse(word.value) == "True" for word in node.keywords)]


FINDERS = {
    "running text as code, or a shell": runs_text,
    "a reader that makes any object, or XML": lambda tree: _imported(tree, READS_ANYTHING),
    "a call to another machine": lambda tree: _imported(tree, CALLS_OUT),
    "a weak hash, cipher or mode": weak,
    "chance that can be guessed": lambda tree: _imported(tree, CHANCE),
    "a template out of text": builds_templates,
    "a lock of a row's key": locks_the_key,
}
PLANTED = {
    "running text as code, or a shell": "import subprocess\nsubprocess.run(x, shell=True)\neval(y)",
    "a reader that makes any object, or XML": "from xml.etree import ElementTree",
    "a call to another machine": "from urllib.request import urlopen",
    "a weak hash, cipher or mode": "import hashlib\nhashlib.md5(x)\nmodes.ECB()",
    "chance that can be guessed": "from random import choice",
    "a template out of text": "env.from_string(x)",
    "a lock of a row's key": "rows.select_for_update(skip_locked=True)",
}


def _known(name: str, hit: str) -> bool:
    return (hit == "lxml.etree" and name.startswith(READS_XML)) or (hit == "hashlib.md5" and name.startswith(SPEAKS_MD5))


def test_xml_is_read_by_parsers_that_fetch_nothing() -> None:
    """Each parser says so in its own call, and nothing is parsed without one."""
    seen = 0
    for name, tree in sources():
        for called, node in calls(tree):
            if called == "etree.XMLParser":
                said = {word.arg: ast.literal_eval(word.value) for word in node.keywords if isinstance(word.value, ast.Constant)}
                assert SAFE_XML.items() <= said.items(), name
                seen += 1
            elif called in {"etree.fromstring", "etree.parse", "etree.XML"}:
                assert len(node.args) == 2, f"{name}: a parser of one's own"
    assert seen


def test_md5_is_said_to_be_no_security() -> None:
    for name, tree in sources():
        for called, node in calls(tree):
            if called in {"hashlib.md5", "md5"}:
                assert any(word.arg == "usedforsecurity" for word in node.keywords), name


@pytest.mark.parametrize("what", FINDERS)
def test_it_is_nowhere(what: str) -> None:
    found = {name: hits for name, tree in sources() if (hits := [hit for hit in FINDERS[what](tree) if not _known(name, hit)])}
    assert not found
    assert FINDERS[what](ast.parse(PLANTED[what])), "and this check can fail"


def test_every_statement_with_text_in_it_takes_its_values_as_parameters() -> None:
    """Raw SQL made with an f-string or % is rare; each place is known, and was read: only names and marks of ours are put in."""
    found = sorted({name for name, tree in sources() for call, node in calls(tree) if call.endswith((".execute", ".executemany", ".raw"))
                    and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)})
    assert found == KNOWN


