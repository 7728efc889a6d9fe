"""What stands in the way of a form's or round's move, read from rows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from prasan.community.surveys.flow.forms import IN_THE_WAY
from prasan.community.surveys.models import FormFile, FormVersion, Quota, Round, SurveyForm
from prasan.community.surveys.queries.rosters import lists_of
from prasan.ground import clock
from prasan.ground.policy import Actor, Obstacle


def publishing(actor: Actor, row: SurveyForm) -> Sequence[Obstacle]:
    """A draft with every list that it needs."""
    draft = FormVersion.objects.filter(form=row, published_at=None).only("id", "expected").first()
    if draft is None:
        return (Obstacle("draft", _("ไม่มีฉบับร่าง ใส่ไฟล์ XLSForm ฉบับใหม่ก่อน"), f"/forms/{row.pk}/upload"),)
    have = set(FormFile.objects.filter(version_id=draft.pk, replaced_at=None).values_list("name", flat=True))
    have |= {f"{name}.csv" for name in lists_of(row, draft)}
    return tuple(
        Obstacle("file", _("ยังไม่มีไฟล์ %(name)s") % {"name": name}, f"/forms/{row.pk}#files") for name in draft.expected if name not in have
    )


def closing(actor: Actor, row: SurveyForm) -> Sequence[Obstacle]:
    """No round of it runs."""
    running = Round.objects.filter(form=row, state="running").values_list("id", "title").first()
    if running is None:
        return ()
    return (Obstacle("round", _("รอบ “%(title)s” ยังไม่จบ") % {"title": running[1]}, f"/forms/rounds/{running[0]}"),)


def starting(actor: Actor, row: Round) -> Sequence[Obstacle]:
    """The form is open, somebody has something to ask, and the last day is not past."""
    found = []
    if not SurveyForm.objects.filter(pk=row.form_id, state="open").exists():
        found.append(Obstacle("form", _("แบบยังไม่เปิดให้กรอก ประกาศใช้แบบก่อน"), f"/forms/{row.form_id}"))
    if not Quota.objects.filter(round=row, wanted__gt=0).exists():
        found.append(Obstacle("quota", _("ยังไม่มีศูนย์ที่ได้รับจำนวน"), f"/forms/rounds/{row.pk}/spread"))
    if row.ends_on < clock.today():
        found.append(Obstacle("past", _("วันสิ้นสุดผ่านไปแล้ว แก้วันก่อน"), f"/forms/rounds/{row.pk}/change"))
    return found


for _what, _guard in (("publish", publishing), ("close", closing), ("start", starting)):
    if IN_THE_WAY.get(_what) is None:
        IN_THE_WAY.add(_what, _guard)
