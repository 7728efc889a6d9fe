"""Forms: made by the office that asks, for all who fill them as soon as they are published. A draft is its office's."""

from prasan.community.surveys.models import FormFile, FormVersion, SurveyForm
from prasan.ground.policy import Grant, Holder, InOrganisation, Is, Via, protect, register
from prasan.registry.access import roles

protect(SurveyForm, kind="form")
protect(FormVersion, kind="form_version", roots=("id", "form_id"))
protect(FormFile, kind="form_file")

MAKERS = (roles.CentralMonitor, roles.ProvinceHead, roles.CentreHead, roles.UnitHead)
PUBLISHED = Is("state", "open") | Is("state", "closing") | Is("state", "closed") | Is("state", "retired")

register(
    [
        Grant("form.see", Holder, PUBLISHED, why="questions are no secret"),
        *(Grant("form.see", role, InOrganisation(), why="the office's own drafts") for role in MAKERS),
        *(Grant("form.make", role, InOrganisation(), why="the office that asks answers for what is asked") for role in MAKERS),
        Grant("form_version.see", Holder, Via("form_id", "surveys.SurveyForm", "form.see")),
        Grant("form_file.see", Holder, Via("version_id", "surveys.FormVersion", "form_version.see")),
    ]
)
