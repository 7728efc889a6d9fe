"""A formula in plain words, for people who check a form without knowing XPath. What is too involved for a sentence stays a formula (None)."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from prasan.community.surveys.rules.draft import Item
from prasan.community.surveys.rules.lint.pointing import pointed
from prasan.community.surveys.rules.xform import Question
from prasan.community.surveys.rules.xpath import (
    Binary,
    Call,
    Negative,
    Node,
    NotReadable,
    Number,
    Path,
    Ref,
    Text,
    parse,
)

LONGEST_LABEL = 60
Say = Callable[[Mapping[str, str]], str]  # texts by language to the one that is shown


class _Involved(Exception):  # noqa: N818
    """No sentence for this."""


def in_words(
    formula: str, question: Question, by_path: Mapping[str, Question], items: Mapping[str, Item], say: Say, *, of_list: bool = False,
) -> str | None:
    """A sentence for a formula of `question`, or None. `items`: the same nodes as the lint has them, by path.

    `of_list`: bare names in it are columns of a list.
    """
    try:
        tree = parse(formula)
        return _Teller(question, by_path, items, say, of_list=of_list).tell(tree)
    except (NotReadable, _Involved):
        return None


class _Teller:
    def __init__(self, question: Question, by_path: Mapping[str, Question], items: Mapping[str, Item], say: Say, *, of_list: bool) -> None:
        self.of_list = of_list
        self.question = question
        self.by_path = by_path
        self.items = items
        self.say = say
        self.named: dict[str, list[Item]] = {}
        for item in items.values():
            self.named.setdefault(item.name, []).append(item)

    def tell(self, node: Node) -> str:
        if isinstance(node, Number):
            return node.text
        if isinstance(node, Text):
            return f"“{node.value}”"
        if isinstance(node, Negative):
            return f"-{self.tell(node.value)}"
        if isinstance(node, Path | Ref):
            return self.named_as(node)
        if isinstance(node, Call):
            return self.called(node)
        if isinstance(node, Binary):
            return self.compared(node)
        raise _Involved

    def target(self, node: Node) -> Question | None:
        if isinstance(node, Path) and not node.absolute and node.base is None and [step.name for step in node.steps] == ["."]:
            return self.question
        here = self.items.get(self.question.path)
        found = pointed(node, here, self.named, self.items) if here is not None else None
        return self.by_path.get(found.path) if found is not None else None

    def named_as(self, node: Node) -> str:
        if self.of_list and isinstance(node, Path) and not node.absolute and node.base is None and len(node.steps) == 1:
            return node.steps[0].name
        found = self.target(node)
        if found is None:
            raise _Involved
        if found is self.question:
            return _("คำตอบข้อนี้")
        label = self.say(found.labels) or found.name
        return f"“{label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + '…'}”"

    def called(self, node: Call) -> str:
        if node.name == "not" and len(node.args) == 1:
            return _("ไม่ใช่กรณีที่ %(what)s") % {"what": self.tell(node.args[0])}
        if node.name == "selected" and len(node.args) == 2:
            return _("เลือก %(choice)s ในข้อ %(question)s") % {"choice": self.value(node.args[1], node.args[0]), "question": self.tell(node.args[0])}
        if node.name == "today" and not node.args:
            return _("วันนี้")
        if node.name == "string-length" and len(node.args) == 1:
            return _("จำนวนตัวอักษรของ%(what)s") % {"what": self.tell(node.args[0])}
        if node.name == "count-selected" and len(node.args) == 1:
            return _("จำนวนที่เลือกในข้อ %(what)s") % {"what": self.tell(node.args[0])}
        if node.name in {"int", "number", "string"} and len(node.args) == 1:
            return self.tell(node.args[0])
        raise _Involved

    def value(self, node: Node, of: Node) -> str:
        """A value as the choice that it stands for."""
        found = self.target(of)
        if isinstance(node, Text | Number) and found is not None:
            code = node.value if isinstance(node, Text) else node.text
            for choice in found.choices:
                if choice["value"] == code:
                    return f"“{self.say(choice['labels']) or code}”"
        return self.tell(node)

    def compared(self, node: Binary) -> str:
        empty = isinstance(node.right, Text) and not node.right.value
        if empty and node.op in {"=", "!="}:
            sentence = _("ยังไม่ตอบ %(a)s") if node.op == "=" else _("ตอบ %(a)s แล้ว")
            return sentence % {"a": self.tell(node.left)}
        sentences = {
            "and": _("%(a)s และ %(b)s"), "or": _("%(a)s หรือ %(b)s"), "=": _("%(a)s คือ %(b)s"), "!=": _("%(a)s ไม่ใช่ %(b)s"),
            "<": _("%(a)s น้อยกว่า %(b)s"), "<=": _("%(a)s ไม่เกิน %(b)s"), ">": _("%(a)s มากกว่า %(b)s"), ">=": _("%(a)s ตั้งแต่ %(b)s ขึ้นไป"),
            "+": _("%(a)s บวก %(b)s"), "-": _("%(a)s ลบ %(b)s"), "*": _("%(a)s คูณ %(b)s"), "div": _("%(a)s หาร %(b)s"),
        }
        if node.op not in sentences:
            raise _Involved
        return sentences[node.op] % {"a": self.value(node.left, node.right), "b": self.value(node.right, node.left)}
