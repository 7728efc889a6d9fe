"""What the phone's own engine lets somebody fill, the server finds without fault: on every form that is shipped."""

import re
from unittest.mock import patch

import pytest

from prasan.community.surveys.actions import ship
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import Answers, FormFile, FormVersion, SubmissionVersion
from prasan.community.surveys.rules import answers
from prasan.community.surveys.rules.instance import local, read
from prasan.community.surveys.rules.plan import plan_of
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from tests.assurance.result import Result, count, seed
from tests.cast import PROVINCES
from tests.community.surveys.rounds import lists_of_version
from tests.surfaces.openrosa import javarosa

pytestmark = pytest.mark.django_db
SYSTEM = system("test")
FILLINGS = count("S1-phone", 0)


def test_every_shipped_form(cast, tmp_path) -> None:
    if javarosa.why_not():
        pytest.skip(javarosa.why_not())
    result = Result("S1-phone", seed())
    ship()
    with reading(SYSTEM):
        versions = list(FormVersion.objects.exclude(published_at=None).select_related("form").order_by("form__code"))
    assert len(versions) >= 5
    each = max(4, FILLINGS // len(versions))
    for version in versions:
        with reading(SYSTEM):
            files = {one.name: _here(one.name, bytes(one.body)) for one in FormFile.objects.filter(version=version, replaced_at=None)}
            files |= lists_of_version(version)
        folder = tmp_path / version.form.code
        folder.mkdir()
        bodies = javarosa.filled(bytes(version.xform), files, count=each, seed=seed(), folder=folder)
        assert len(bodies) >= each // 2, f"{version.form.code}: chance hardly finds a way through"
        for body in bodies:
            made = receive(cast.centre.actor, body=body)
            with reading(SYSTEM):
                faults = SubmissionVersion.objects.get(pk=made.version).faults
                rows = list(Answers.objects.filter(submission_id=made.submission))
            result.compare(faults == [], f"{version.form.code}: {faults}")
            result.compare(_told(body, version) == _kept(rows), f"{version.form.code}: another number of answers")
        if version.form.code == "household_register":
            with patch.object(answers, "_WHOLE", re.compile("x")):
                result.plant("no number is one", lambda some=bodies, one=version: any(_faults(body, one) for body in some))
    result.settle()


def _faults(body: bytes, version: FormVersion) -> object:
    return answers.told(read(body), plan_of(bytes(version.xform), version.questions), clock.today()).faults


def _here(name: str, body: bytes) -> bytes:
    """Of the provinces only those whose districts the tests know: a form cannot be filled where it has none."""
    if name != "provinces.csv":
        return body
    return b"\n".join(line for n, line in enumerate(body.splitlines()) if not n or line[:2].decode() in PROVINCES)


def _told(body: bytes, version: FormVersion) -> int:
    """How many answers stand in an instance, those about danger left out."""
    root = read(body).root
    never = plan_of(bytes(version.xform), version.questions).never
    told, todo = 0, [(child, f"/{local(root)}/{local(child)}") for child in root if local(child) != "meta"]
    while todo:
        element, path = todo.pop()
        if path not in never:
            told += not len(element) and bool((element.text or "").strip())
            todo.extend((child, f"{path}/{local(child)}") for child in element if local(child) != "meta")
    return told


def _kept(rows: list[Answers]) -> int:
    return sum(len({**row.plain, **(row.hidden or {})}) for row in rows)
