"""What personal data a model holds is said beside its fields: a new personal column without a word fails here."""

import pytest
from django.apps import apps
from django.db import connection, models

from prasan.ground.vault.fields import SealedField, SealedText
from prasan.ground.vault.processing import Processing, holdings, nobody, processing_of

TELLING = {"name", "phone", "email", "address", "birth", "number", "text", "note", "title", "words", "box", "session_data", "password"}


def looks_personal(field: models.Field) -> bool:
    """Sealed columns, texts longer than a code, JSON, and what is called like something of a person."""
    if isinstance(field, SealedField | models.TextField | models.EmailField | models.JSONField):
        return True
    return isinstance(field, models.CharField | models.BinaryField) and ((field.max_length or 0) > 60 or field.name in TELLING)


def unsaid(model: type[models.Model]) -> list[str]:
    """Columns of a model that look personal and of which it says nothing."""
    said = processing_of(model) or nobody("")
    return [
        f"{model._meta.label}.{field.name}" for field in model._meta.concrete_fields
        if looks_personal(field) and field.name not in said.fields and (isinstance(field, SealedField) or field.name not in said.other)
    ]


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("prasan.")]


def test_every_personal_column_says_what_it_is_for() -> None:
    assert [column for model in ours() for column in unsaid(model)] == []


def test_what_is_said_is_whole_and_of_columns_that_exist() -> None:
    found = list(holdings())
    assert len(found) > 70
    for one in found:
        assert one.sorts and one.about and one.purpose and one.basis and one.retention, one
    for model in ours():
        said = processing_of(model)
        if said is not None:
            columns = {field.name for field in model._meta.concrete_fields} | {field.attname for field in model._meta.concrete_fields}
            assert {*said.fields, *said.kept_back, *said.other} <= columns, model
            assert set(said.kept_back) <= set(said.fields), model
            assert not said.other or said.why, model


def test_where_the_row_says_its_basis_it_has_the_column_and_is_held_to_it() -> None:
    for model in ours():
        said = processing_of(model)
        if said is not None and said.basis == "row":
            assert model._meta.get_field("basis").max_length == 40, model


def test_a_new_personal_column_without_a_word_is_noticed() -> None:
    class Diary(models.Model):
        processing = Processing(about="affected", purpose="protection", retention="case", fields={"told": "story"})
        told = SealedText()
        dreamt = SealedText()
        nickname = models.CharField(max_length=80)
        state = models.CharField(max_length=12)

        class Meta:
            app_label = "diary"

    try:
        assert unsaid(Diary) == ["diary.Diary.dreamt", "diary.Diary.nickname"]
    finally:
        del apps.all_models["diary"]["diary"]


@pytest.mark.django_db
def test_a_report_without_a_basis_is_refused_by_the_database(cast) -> None:
    from django.db import IntegrityError, transaction

    from prasan.casework.intake.models import Report
    from prasan.ground.policy import system
    from prasan.ground.transactions import writing
    from tests.casework.cases.conftest import make_report

    report = make_report(cast)
    with pytest.raises(IntegrityError), transaction.atomic(), writing(system("test")):
        Report.objects.filter(pk=report).update(basis="")
    assert connection.vendor
