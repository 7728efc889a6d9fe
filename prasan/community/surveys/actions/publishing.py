"""The moves of a form. Publishing makes the draft a version that nobody can change any more; its test answers go."""

from uuid import UUID

from prasan.community.surveys.actions.common import throw_away_tests
from prasan.community.surveys.actions.rosters import begin_lists
from prasan.community.surveys.flow import FORM
from prasan.community.surveys.models import FormVersion, SurveyForm
from prasan.community.surveys.queries.rosters import lists_of
from prasan.community.surveys.rules.entries import seal_choices
from prasan.ground import clock
from prasan.ground.policy import Actor
from prasan.ground.transactions import action


@FORM.does("publish")
@action
def publish_form(actor: Actor, *, id: UUID, version: int | None = None) -> UUID:  # noqa: A002
    """Publish the draft; returns the version's id. Raises Hidden, Refused, Stale, and Conflict with what is lacking."""
    at = clock.now()
    row = FORM.advance(actor, SurveyForm, "publish", id=id, version=version, also={"changed_at": at})
    draft = FormVersion.objects.get(form=row, published_at=None)
    throw_away_tests(draft.pk)
    begin_lists(row, draft)
    draft.rosters = " ".join(lists_of(row, draft))
    draft.questions = seal_choices(draft.questions, draft.rosters.split())
    draft.published_at, draft.published_by_id = at, actor.user
    draft.save(update_fields=["published_at", "published_by", "rosters", "questions"])
    return draft.pk


@FORM.does("wind_down")
@action
def wind_down_form(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Devices are no longer offered the form; what is filled already is still taken."""
    FORM.advance(actor, SurveyForm, "wind_down", id=id, version=version, also={"changed_at": clock.now()})


@FORM.does("close")
@action
def close_form(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """No answer is taken any more. Raises Conflict while a round of the form runs."""
    FORM.advance(actor, SurveyForm, "close", id=id, version=version, also={"changed_at": clock.now()})


@FORM.does("reopen")
@action
def reopen_form(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Offered and taken again."""
    FORM.advance(actor, SurveyForm, "reopen", id=id, version=version, also={"changed_at": clock.now()})


@FORM.does("retire")
@action
def retire_form(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """The form is not used any more; its versions and answers stay as long as answers are kept."""
    row = FORM.advance(actor, SurveyForm, "retire", id=id, version=version, also={"changed_at": clock.now()})
    draft = FormVersion.objects.filter(form=row, published_at=None).first()
    if draft is not None:
        throw_away_tests(draft.pk)
