"""P2: a mark in every sealed column of a record. What is given holds each mark that it must and none that it must not; after erasure none can be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from prasan.casework.cases.models import Case
from prasan.ground.transactions import reading, writing
from prasan.ground.vault.fields import SealedField, SealedJSON
from prasan.ground.vault.processing import holdings
from prasan.ground.vault.store import keys_database
from prasan.oversight.privacy import actions, rules
from prasan.oversight.privacy.actions import erasing
from prasan.oversight.privacy.queries import giving
from prasan.oversight.privacy.queries.document import document, paper
from prasan.registry.people.models import NameToken, PersonName
from tests.assurance.result import Result, count, seed
from tests.cast import Cast
from tests.harness.raw import raw
from tests.oversight.privacy.conftest import SYSTEM, located, request_now
from tests.world import build

pytestmark = pytest.mark.django_db
NEVER_OTHERS = {"intake.Reporter", "intake.ReceiptMessage", "contact.SafeContact"}


def columns() -> list[Any]:
    """Every sealed personal column of what hangs on a record."""
    return [one for one in holdings() if one.retention in giving.OF_RECORD and one.sealed and not one.label.startswith("privacy.")]


def mark_all(request: Any) -> dict[tuple[str, str], list[str]]:
    """A mark in each sealed column of each row of this person's record; by column."""
    found: dict[tuple[str, str], list[str]] = {}
    with writing(SYSTEM):
        subject = giving._subject(request)
        for n, one in enumerate(columns()):
            rows = giving._rows(subject, apps.get_model(one.label))
            for m, row in enumerate(rows.order_by("pk") if rows is not None else ()):
                mark = f"zqprivacy{n:03}x{m:03}x"
                field = row._meta.get_field(one.column)
                setattr(row, one.column, {"text": mark} if isinstance(field, SealedJSON) else mark)
                row.save(update_fields=[one.column])
                found.setdefault((one.label, one.column), []).append(mark)
    return found


def check_given(result: Result, request: Any, marks: dict[tuple[str, str], list[str]]) -> None:
    given = giving.given_on(request, identities=True)
    text = json.dumps(document(given), ensure_ascii=False, default=str) + paper(given)
    named = {(kept.label, kept.column) for kept in given.kept}
    declared = {(one.label, one.column): one.kept_back for one in columns()}
    for column, made in marks.items():
        for mark in made:
            if declared[column] or column[0] in NEVER_OTHERS:
                result.compare(mark not in text, f"LEAK: {column}")
                result.compare(column in named, f"NOT NAMED: {column}")
            else:
                result.compare((mark in text) or column in named, f"NOT GIVEN: {column}")
    result.compare(given.columns >= set(marks), "columns that nobody looked at")
    plain = giving.given_on(request, identities=False)
    for column, made in marks.items():
        result.compare(not any(mark in json.dumps(document(plain), ensure_ascii=False, default=str) for mark in made), f"WITHOUT IDENTITIES: {column}")


def check_erased(result: Result, case: Case, marks: dict[tuple[str, str], list[str]]) -> None:
    with writing(SYSTEM):
        reach = erasing.reach_of("case", case.pk)
        erasing._destroy(SYSTEM, reach)
    keys = set(reach.keys)
    with reading(SYSTEM):
        for one in columns():
            model = apps.get_model(one.label)
            field = model._meta.get_field(one.column)
            assert isinstance(field, SealedField)
            for row in model._default_manager.filter(**{f"{field.owner}__in": keys}).order_by("pk"):
                result.compare(getattr(row, one.column) is None, f"STILL READ: {one.label}.{one.column}")
        for person in reach.persons:
            for tokens in ("people.NameToken", "people.PersonTokens"):
                result.compare(not apps.get_model(tokens)._default_manager.filter(person_id=person).exists(), "TOKENS OF NAMES")
    if connection.vendor == "sqlite":
        held = raw(keys_database(str(settings.DATABASES["default"]["NAME"])))
        result.compare(not any(owner.bytes in held for owner in keys), "KEYS IN THE FILE")
    for mark in (mark for made in marks.values() for mark in made):
        result.compare(not any(mark.encode() in raw(file) for file in Path(settings.DATA).rglob("*") if file.is_file() and file.stat().st_size < 10**7),
                       f"IN CLEAR: {mark}")


def record(cast: Cast) -> Case:
    """A record with a row of nearly every sort: the case of the small world that was worked on most."""
    build(cast)
    with reading(SYSTEM):
        return Case.objects.filter(notes__isnull=False, files__isnull=False, referrals__isnull=False).order_by("opened_at")[0]


def test_all_of_ones_own_nothing_of_others_and_nothing_after_erasure(cast: Cast) -> None:
    actions.load_retention()
    result = Result("P2-subject", seed())
    for turn in range(count("P2-subject", 1)):
        with transaction.atomic():
            case = record(cast)
            request = request_now(located(cast, case.pk))
            marks = mark_all(request)
            assert len(marks) >= 25, sorted(marks)
            check_given(result, request, marks)
            if turn == 0 or turn % 10 == 0:
                check_erased(result, case, marks)
            transaction.set_rollback(True)
    result.settle()


NARROWED = giving._narrowed
FAULTS: dict[str, tuple[Any, str, Any]] = {
    "what is kept back is given": (giving, "_column_kept_back", lambda subject, holding, identities: ""),
    "a model is forgotten": (giving, "_narrowed", lambda subject, model: None if model._meta.label == "cases.Note" else NARROWED(subject, model)),
    "rows are forgotten": (giving, "_of_whole", lambda subject, label, names: None),
    "without identities is with them": (giving, "IDENTITY_FREE", frozenset(rules.SORTS)),
    "persons keep their keys": (erasing.Reach, "keys", property(lambda self: [self.root])),
    "tokens stay": (erasing, "forget_names", lambda persons: 0),
}


def test_a_fault_in_giving_or_erasing_is_found_out(cast: Cast, monkeypatch) -> None:
    actions.load_retention()
    case = record(cast)
    request = request_now(located(cast, case.pk))
    marks = mark_all(request)
    result = Result("P2-subject", seed())
    for words, (where, name, wrong) in FAULTS.items():
        result.planted += 1
        trial = Result("P2-subject", seed())
        with monkeypatch.context() as patched, transaction.atomic():
            with reading(SYSTEM):
                whole = erasing.reach_of("case", case.pk) if where is not giving else None
            patched.setattr(where, name, wrong)
            if whole is None:
                check_given(trial, request, marks)
                left = set(marks) - {(item.label, item.column) for item in giving.given_on(request, identities=True).items}
                trial.compare(not [one for one in left if one in {("cases.Note", "text"), ("cases.Case", "name")}], "own columns are missing")
            else:
                with writing(SYSTEM):
                    erasing._destroy(SYSTEM, whole)
                patched.undo()
                still = {*whole.reports, *whole.persons, whole.root}
                with reading(SYSTEM):
                    trial.compare(all(row.parts is None for row in PersonName.objects.filter(person_id__in=whole.persons)), "names can be read")
                    trial.compare(not NameToken.objects.filter(person_id__in=still).exists(), "names can be found")
            transaction.set_rollback(True)
        if trial.failed:
            result.planted_caught += 1
        else:
            result.missed.append(words)
    result.settle()
