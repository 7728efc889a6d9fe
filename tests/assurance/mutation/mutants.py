"""What can be made wrong in a module: comparisons, and/or, not, truth, numbers, signs, calls and refusals that are left out. By the module's tree."""

import ast
from collections.abc import Iterator

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}
UNTRIED = ("log", "warnings")  # what a journal is told is no behaviour


def count(source: str) -> int:
    """How many mutants a module has."""
    return len(list(_places(ast.parse(source))))


def mutated(source: str, number: int) -> tuple[ast.Module, str]:
    """The tree with mutant `number`, and what was changed: "line 12: == becomes !="."""
    tree = ast.parse(source)
    node, name, index, other, words = list(_places(tree))[number]
    held = getattr(node, name)
    if index is None:
        setattr(node, name, other)
    else:
        held[index] = other
    ast.fix_missing_locations(tree)
    return tree, words


Place = tuple[ast.AST, str, int | None, ast.AST, str]


def _places(tree: ast.Module) -> Iterator[Place]:
    """Each place: the node, its field, the index in it, what stands there instead, and words."""
    for node in _walk(tree):
        for name, held in ast.iter_fields(node):
            for index, child in enumerate(held) if isinstance(held, list) else [(None, held)]:
                if isinstance(child, ast.AST) and (other := _other(child)) is not None:
                    line = getattr(child, "lineno", getattr(node, "lineno", 0))
                    yield node, name, index, other, f"line {line}: {_said(child)} becomes {_said(other)}"


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run: no annotations, no decorators' names, no class bodies' declarations of models, nothing at the top but functions and classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _walk(node)
        elif isinstance(node, ast.FunctionDef):
            yield from _within(node)


def _within(function: ast.FunctionDef) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [ast.Module(function.body, [])]
    while waiting:
        node = waiting.pop()
        yield node
        for name, held in ast.iter_fields(node):
            if name in {"annotation", "returns", "decorator_list", "args", "msg", "cause"} and not isinstance(node, ast.Call):
                continue
            waiting += [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, ast.AST) and not isinstance(one, ast.JoinedStr)]


def _other(node: ast.AST) -> ast.AST | None:
    if type(node) in SWAPS:
        return SWAPS[type(node)]()
    return _other_value(node) if isinstance(node, ast.expr) else _other_step(node)


def _other_value(node: ast.expr) -> ast.AST | None:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Constant(value=bool() as value):
            return ast.Constant(not value)
        case ast.Constant(value=int() as value):
            return ast.Constant(value + 1)
    return None


def _other_step(node: ast.AST) -> ast.AST | None:
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            return ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Expr(value=ast.Call(func=func)) if not ast.unparse(func).startswith(UNTRIED):
            return ast.Pass()
        case ast.Raise():
            return ast.Pass()
        case ast.Return(value=value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            return ast.Return(ast.Constant(None))
    return None


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    text = ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else type(node).__name__
    return text.splitlines()[0][:70]
