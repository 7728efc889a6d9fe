"""A version as it will be asked: every question drawn in its order, with its choices, and its conditions in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prasan.community.surveys.models import FormVersion
from prasan.community.surveys.queries.pages import language_words
from prasan.community.surveys.rules.draft import Item
from prasan.community.surveys.rules.findings import Place
from prasan.community.surveys.rules.wording import in_words
from prasan.community.surveys.rules.xform import Question, from_plain
from prasan.ground.policy import Actor, Hidden
from prasan.ground.policy.scope import can, get

MOST_CHOICES = 12
KINDS = {
    "select1": gettext_lazy("เลือกหนึ่งข้อ"), "select": gettext_lazy("เลือกได้หลายข้อ"), "rank": gettext_lazy("เรียงลำดับ"), "trigger": gettext_lazy("แตะเพื่อรับทราบ"),
    "range": gettext_lazy("เลื่อนเลือกตัวเลข"), "int": gettext_lazy("ตัวเลข"), "decimal": gettext_lazy("ตัวเลขมีทศนิยม"), "date": gettext_lazy("วันที่ (พ.ศ.)"),
    "dateTime": gettext_lazy("วันและเวลา"), "time": gettext_lazy("เวลา"), "geopoint": gettext_lazy("ตำแหน่งบนแผนที่"), "geotrace": gettext_lazy("เส้นบนแผนที่"),
    "geoshape": gettext_lazy("พื้นที่บนแผนที่"), "image": gettext_lazy("ถ่ายรูป"), "audio": gettext_lazy("เสียง"), "video": gettext_lazy("วิดีโอ"),
    "barcode": gettext_lazy("บาร์โค้ด"), "string": gettext_lazy("ข้อความ"), "binary": gettext_lazy("ไฟล์"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """Why or how: `words` in plain words, or only the `formula` where no sentence says it."""

    what: str
    words: str
    formula: str


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on the page. `kind`: group, repeat, note, question, hidden. `depth`: how deep in groups; `number`: of questions, "" for others."""

    kind: str
    depth: int
    number: str
    label: str
    hint: str
    answer: str
    control: str
    choices: tuple[str, ...]
    more_choices: str
    required: bool
    sealed: bool
    danger: bool
    name: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A version drawn in one language."""

    form: UUID
    id: UUID
    title: str
    version: str
    draft: bool
    language: str
    languages: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    questions: int


def preview(actor: Actor, pk: UUID, language: str = "") -> Preview:
    """A version, drawn; a draft only for those who make the form. Raises Hidden."""
    row = get(actor, "form_version.see", FormVersion, pk)
    form = row.form
    if row.published_at is None and not can(actor, "form.make", form):
        raise Hidden("form_version", pk)
    codes = [code for code in row.languages if code] or [""]
    shown = language if language in codes else ("th" if "th" in codes else codes[0])
    questions = [from_plain(one) for one in row.questions]
    blocks = tuple(_Drawing(questions, shown).blocks())
    return Preview(
        form.pk, row.pk, form.titles.get(shown) or form.title, row.version, row.published_at is None, shown,
        tuple((code, language_words(code)) for code in codes), blocks, sum(1 for block in blocks if block.kind == "question"),
    )


class _Drawing:
    def __init__(self, questions: list[Question], language: str) -> None:
        self.language = language
        self.by_path = {one.path: one for one in questions}
        self.items = {one.path: Item(one.path, one.kind, one.type, Place(), one.repeat) for one in questions}
        self.count = 0

    def say(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or texts.get("th") or texts.get("") or next(iter(texts.values()), "")

    def blocks(self) -> list[Block]:
        found = []
        for one in self.by_path.values():
            if one.kind == "meta" or (one.kind == "hidden" and not one.calculation):
                continue
            found.append(self.block(one))
        return found

    def block(self, one: Question) -> Block:
        asked = one.kind == "question"
        self.count += asked
        labels = [self.say(choice["labels"]) or choice["value"] for choice in one.choices]
        more = len(labels) - MOST_CHOICES
        return Block(
            one.kind, self.depth(one), str(self.count) if asked else "", self.say(one.labels) or one.name, self.say(one.hints),
            str(KINDS.get(one.media.partition("/")[0]) or KINDS.get(one.control) or KINDS.get(one.type) or one.type), one.control,
            tuple(labels[:MOST_CHOICES]), self.more(one, more), one.required == "true()", one.sealed and asked, one.danger, one.name,
            tuple(self.conditions(one)),
        )

    def more(self, one: Question, more: int) -> str:
        if one.file:
            return _("จากรายการ %(name)s") % {"name": one.file}
        return _("และอีก %(n)s ข้อ") % {"n": str(more)} if more > 0 else ""

    def depth(self, one: Question) -> int:
        depth, at = 0, one.group
        while at and at in self.by_path and at != self.by_path[at].group:
            depth, at = depth + 1, self.by_path[at].group
        return min(depth, 4)

    def conditions(self, one: Question) -> list[Condition]:
        wanted: list[tuple[str, str, Any]] = [
            (_("ถามเมื่อ") if one.kind != "hidden" else _("คำนวณเมื่อ"), one.relevant, {}), (_("ต้องตอบเมื่อ"), "" if one.required == "true()" else one.required, {}),
            (_("ตอบได้เฉพาะ"), one.constraint, one.constraint_message), (_("จำนวนครั้ง"), one.count, {}),
            (_("เลือกได้เฉพาะ"), one.filter, {}), (_("คำนวณจาก"), one.calculation, {}),
        ]
        found = []
        for what, formula, message in wanted:
            if formula:
                said = self.say(message) if message else in_words(formula, one, self.by_path, self.items, self.say, of_list=formula is one.filter)
                found.append(Condition(what, said or "", " ".join(formula.split())))
        return found
