"""The reader of formulas: what it reads means what was written, whatever is thrown at it; sentences; cycles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prasan.community.surveys.rules.convert import make
from prasan.community.surveys.rules.shipped import INSTRUMENTS, workbook
from prasan.community.surveys.rules.xpath import (
    BOTH,
    Binary,
    Call,
    Filter,
    Negative,
    NotReadable,
    Number,
    Path,
    Ref,
    Step,
    Text,
    each,
    parse,
)

NAMES = st.from_regex(r"[a-z_][a-z0-9_.\-]{0,8}", fullmatch=True).filter(lambda name: not name.endswith("."))
LEVEL = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6}


def bare(node):  # noqa: PLR0911 - one line a kind
    """A tree without the places in its text."""
    if isinstance(node, Number):
        return ("number", node.text)
    if isinstance(node, Text):
        return ("text", node.value)
    if isinstance(node, Ref):
        return ("ref", node.name, node.saved)
    if isinstance(node, Call):
        return ("call", node.name, tuple(map(bare, node.args)))
    if isinstance(node, Binary):
        return ("op", node.op, bare(node.left), bare(node.right))
    if isinstance(node, Negative):
        return ("minus", bare(node.value))
    if isinstance(node, Filter):
        return ("filter", bare(node.base), tuple(map(bare, node.predicates)))
    steps = tuple((step.name, tuple(map(bare, step.predicates))) for step in node.steps)
    return ("path", node.absolute, bare(node.base) if node.base else None, steps)


def written(node, inside=0):  # noqa: PLR0911 - one line a kind
    """A tree as text, with brackets where precedence needs them."""
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Text):
        return f"'{node.value}'" if "'" not in node.value else f'"{node.value}"'
    if isinstance(node, Ref):
        return f"${{{'last-saved#' if node.saved else ''}{node.name}}}"
    if isinstance(node, Call):
        return f"{node.name}({', '.join(map(written, node.args))})"
    if isinstance(node, Binary):
        level = LEVEL[node.op]
        text = f"{written(node.left, level)} {node.op} {written(node.right, level + 1)}"
        return f"({text})" if level < inside else text
    if isinstance(node, Negative):
        return f"-{written(node.value, 7)}"
    if isinstance(node, Filter):
        return written(node.base, 8) + "".join(f"[{written(one)}]" for one in node.predicates)
    steps = "/".join(step.name + "".join(f"[{written(one)}]" for one in step.predicates) for step in node.steps)
    return f"{'/' if node.absolute else written(node.base, 8) + '/' if node.base else ''}{steps}"


def trees():
    leaves = st.one_of(
        st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,3})?", fullmatch=True).map(lambda text: Number(text, 0)),
        st.text(st.characters(blacklist_characters="\"'", blacklist_categories=("Cs", "Cc")), max_size=8).map(lambda text: Text(text, 0)),
        st.builds(lambda name, saved: Ref(name, saved, 0), NAMES, st.booleans()),
        st.just(Path(absolute=False, base=None, steps=(Step("."),), at=0)),
    )

    def grown(inner):
        predicates = st.lists(inner, max_size=1).map(tuple)
        named = NAMES.filter(lambda name: name not in {"node", "text", "comment"})
        steps = st.lists(st.builds(Step, st.one_of(named, st.sampled_from(["..", "*"])), predicates), min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(lambda op, a, b: Binary(op, a, b, 0), st.sampled_from(sorted(LEVEL)), inner, inner),
            st.builds(lambda name, args: Call(name, tuple(args), 0), st.sampled_from(sorted(BOTH)), st.lists(inner, max_size=3)),
            st.builds(lambda value: Negative(value, 0), inner.filter(lambda node: not isinstance(node, Binary))),
            st.builds(lambda absolute, found: Path(absolute, None, found, 0), st.booleans(), steps),
            st.builds(lambda name, args, found: Path(False, Call(name, tuple(args), 0), found, 0), st.sampled_from(["instance", "current"]),
                      st.lists(inner, max_size=1), steps),
            st.builds(lambda name, one: Filter(Ref(name, False, 0), (one,), 0), NAMES, inner),
        )

    return st.recursive(leaves, grown, max_leaves=12)


@settings(max_examples=200, deadline=None)
@given(trees())
def test_what_is_written_out_is_read_back_as_the_same(tree):
    assert bare(parse(written(tree))) == bare(tree)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"abc.$#{}[]()/*+-<>=!|,'\" 09:@ก_", "div ", " and ", "${a}", "not("]), max_size=30).map("".join))
def test_whatever_is_thrown_at_it_is_read_or_refused_with_its_place(text):
    try:
        tree = parse(text)
    except NotReadable as error:
        assert 0 <= error.at <= len(text) and error.code  # noqa: PT017 - either way is right
    else:
        assert sum(1 for _ in each(tree)) >= 1


@pytest.mark.parametrize("text", ["(" * 5000, "1" + "+1" * 9000, "a[" * 3000, "-" * 10_000 + "1", "not(" * 900 + "1" + ")" * 900, "'" + "x" * 30_000])
def test_hostile_formulas_end_soon_and_never_in_a_recursion(text):
    try:
        tree = parse(text)
    except NotReadable:
        return
    assert sum(1 for _ in each(tree)) > 1


@pytest.mark.parametrize(("text", "op"), [
    ("1 + 2 * 3", "+"), ("1 * 2 + 3", "+"), ("1 = 2 or 3 = 4", "or"), ("1 < 2 = 3", "="), ("a and b or c", "or"), ("8 - 4 - 2", "-"), ("8 div 4 mod 2", "mod"),
])
def test_operators_bind_as_the_recommendation_says(text, op):
    assert parse(text).op == op
    if text == "8 - 4 - 2":
        assert bare(parse(text).left) == bare(parse("8 - 4"))


def test_words_are_names_where_a_name_must_stand():
    assert bare(parse("div div div")) == bare(Binary("div", *(Path(False, None, (Step("div"),), 0),) * 2, 0))
    assert bare(parse("* * *"))[1] == "*" and parse("/data/*").steps[1].name == "*"


def test_predicates_say_on_what_they_stand():
    found = {type(node).__name__: inside for node, inside in each(parse("count(${r}[${a} < instance('x')/root/item[name = ${b}]/n])"))}
    refs = [(node.name, len(inside)) for node, inside in each(parse("count(${r}[${a} < instance('x')/root/item[name = ${b}]/n])")) if isinstance(node, Ref)]
    assert refs == [("r", 0), ("a", 1), ("b", 2)] and found


@pytest.mark.parametrize("code", INSTRUMENTS)
def test_every_formula_of_what_we_ship_is_readable(code):
    form = make(workbook(code)).form
    texts = [text for one in form.questions for text in (one.relevant, one.constraint, one.calculation, one.filter, one.count, one.required) if text]
    assert (texts or code == "satisfaction") and all(parse(text) for text in texts)
