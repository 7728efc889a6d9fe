"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from prasan.ground.fields import OneOf, SomeOf
from prasan.registry.work.flow import REASONS, REFUSALS
from prasan.registry.work.queries import Giving, HandOverView, Thing


class GivingForm(forms.Form):
    """What is handed over, to whom, why."""

    def __init__(self, giving: Giving, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if giving.work:
            self.fields["items"] = _pick(_("งานในรายการ"), giving.work)
        for kind, title, things in giving.things:
            self.fields[f"thing_{kind}"] = _pick(_("%(kind)sที่รับผิดชอบ") % {"kind": title}, things)
        people = [(str(one.user), " · ".join(filter(None, (one.name, one.office, one.away)))) for one in giving.colleagues]
        self.fields["to_user"] = forms.ChoiceField(
            label=_("ส่งมอบให้"), choices=[("", _("เลือกคน")), *people], error_messages={"required": _("เลือกคนที่จะรับงาน")},
        )
        self.fields["reason"] = OneOf(label=_("เหตุผล"), choices=[(code, _(th)) for code, th in REASONS])

    def things(self) -> dict[str, list[str]]:
        """The chosen ids of each kind but the worklist's own."""
        return {name.removeprefix("thing_"): value for name, value in self.cleaned_data.items() if name.startswith("thing_") and value}


class AnswerForm(forms.Form):
    """Which things of a hand-over are answered, and why some are refused."""

    reason = OneOf(label=lazy("เหตุผล ถ้าไม่รับ"), choices=[(code, lazy(th)) for code, th in REFUSALS], required=False)

    def __init__(self, found: HandOverView, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        things = tuple(thing for thing in found.things if thing.open)
        picked = _pick(_("เรื่องที่เสนอให้คุณ"), things)
        picked.initial = [str(thing.id) for thing in things]
        self.fields = {"things": picked, **self.fields}


def _pick(label: str, things: tuple[Thing, ...]) -> SomeOf:
    field = SomeOf(label=label, choices=[(str(thing.id), thing.title) for thing in things], required=False)
    field.hints = {str(thing.id): " · ".join(thing.facts) for thing in things}
    return field
