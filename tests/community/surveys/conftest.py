"""Forms and rounds for the tests: made as rows where the making is not what is tested."""

from datetime import timedelta
from functools import wraps

import pytest

from prasan.community.surveys.models import FormFile, FormVersion, Quota, Round, SurveyForm
from prasan.ground import clock, ids
from prasan.ground.policy import acting, system


def as_system(make):
    """Rows are made by the system, whoever the test is about."""

    @wraps(make)
    def run(*given, **more):
        with acting(system("test")):
            return make(*given, **more)

    return run


@pytest.fixture
def published(cast):
    """`published(code="...", state="open", ...)`: a form with one published version, and its row."""

    @as_system
    def make(code="family", *, state="open", area_code="", rounds_only=False, version="1", draft=False, xform=b"<h:html/>", questions=None):
        at = clock.now()
        form = SurveyForm.objects.filter(code=code).first() or SurveyForm.objects.create(
            code=code, title=f"แบบ {code}", titles={"th": f"แบบ {code}"}, organisation_id=cast.monitor.organisation, area_code=area_code,
            rounds_only=rounds_only, state=state, made_at=at, changed_at=at,
        )
        number = FormVersion.objects.filter(form=form).count() + 1
        row = FormVersion.objects.create(
            form=form, version=version, number=number, xform=xform, md5="0" * 32, languages=["th"], questions=questions or [{"path": "/data/a"}], made_at=at,
            published_at=None if draft else at,
        )
        return form, row

    return make


@pytest.fixture
def listed():
    """`listed(version, "areas.csv", b"...")`: a list of a version."""

    @as_system
    def make(version, name="areas.csv", body=b"name,label\n"):
        return FormFile.objects.create(version=version, name=name, body=body, md5="1" * 32, size=len(body), made_at=clock.now())

    return make


@pytest.fixture
def running(cast):
    """`running(form, organisation, wanted=10)`: a round that runs today with one quota."""

    @as_system
    def make(form, organisation, *, wanted=10, state="running", days=(-1, 5)):
        today = clock.today()
        made = Round.objects.create(
            id=ids.new(), form=form, title="รอบทดสอบ", organisation_id=cast.monitor.organisation, state=state, made_at=clock.now(),
            starts_on=today + timedelta(days=days[0]), ends_on=today + timedelta(days=days[1]), consent={"th": "ขออนุญาตถาม"},
        )
        Quota.objects.create(round=made, organisation_id=organisation, area_code="400101", wanted=wanted)
        return made

    return make
