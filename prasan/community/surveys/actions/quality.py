"""What the checks of a form take for unusual: data of the form, changed by the office that asks. A new limit holds for what is checked from then on."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.surveys.models import SurveyForm
from prasan.community.surveys.rules import quality
from prasan.ground import audit, clock
from prasan.ground.policy import Actor, Invalid
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action


@action
def set_quality(actor: Actor, *, id: UUID, limits: Mapping[str, Sequence[float]]) -> None:  # noqa: A002
    """Set {code: [limit, least]}; a check that is not named goes back to the usual limit. Raises Hidden, Refused, Invalid (`limit_fast`, `least_fast`, ...)."""
    row = get(actor, "form.make", SurveyForm, id, see="form.see", lock=True)
    errors = {}
    for code, pair in limits.items():
        lowest, highest = quality.BOUNDS.get(code, (1.0, 0.0))
        if len(pair) != 2 or not lowest <= pair[0] <= highest:
            errors[f"limit_{code}"] = _("ใส่ตัวเลขระหว่าง %(low)s ถึง %(high)s") % {"low": f"{lowest:g}", "high": f"{highest:g}"}
        elif not 1 <= pair[1] <= quality.MOST_LEAST or pair[1] != int(pair[1]):
            errors[f"least_{code}"] = _("ใส่ตัวเลขระหว่าง %(low)s ถึง %(high)s") % {"low": "1", "high": f"{quality.MOST_LEAST}"}
    if errors:
        raise Invalid(errors)
    usual = quality.thresholds()
    row.quality = {
        code: [float(pair[0]), int(pair[1])] for code, pair in sorted(limits.items()) if (pair[0], pair[1]) != (usual[code].limit, usual[code].least)
    }
    row.changed_at = clock.now()
    row.save(update_fields=["quality", "changed_at"])
    audit.record("form.quality", "form", row.pk, detail=" ".join(f"{code}:{pair[0]:g}/{pair[1]}" for code, pair in row.quality.items())[:400])
