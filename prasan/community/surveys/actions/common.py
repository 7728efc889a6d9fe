"""What the writes of forms and rounds share: who asks, texts, what a draft leaves behind."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from prasan.community.surveys.grants.forms import MAKERS
from prasan.community.surveys.models import Submission
from prasan.ground.files.store import remove_files
from prasan.ground.policy import Actor, Invalid, Refused, acting, system
from prasan.ground.policy.scope import may_begin
from prasan.ground.vault.store import forget
from prasan.registry.areas.queries import area

SYSTEM = system("surveys")
LANGUAGES = ("th", "en", "ms")


def office_of(actor: Actor, action: str, wanted: UUID | None = None) -> UUID:
    """The organisation for which this actor asks people: the wanted one, or that of the first post that may. Raises Refused."""
    codes = {role.code for role in MAKERS}
    own = [post.organisation for post in actor.posts if post.role in codes]
    if not may_begin(actor, action) or (not own and not actor.system):
        raise Refused(action)
    if wanted is not None and not actor.system and not any(wanted in post.organisations for post in actor.posts if post.role in codes):
        raise Refused(action)
    found = wanted or (own[0] if own else None)
    if found is None:
        raise Refused(action)
    return found


def known_area(code: str) -> str:
    """An area's code, "" for the whole country. Raises Invalid."""
    if code and area(code) is None:
        raise Invalid({"area_code": _("ไม่มีพื้นที่รหัสนี้")})
    return code


def said(texts: Mapping[str, str], *, name: str, longest: int, needed: Iterable[str] = ("th",)) -> dict[str, str]:
    """Texts by language, trimmed. Raises Invalid for one that is lacking or too long."""
    found = {code: " ".join(text.split()) for code, text in texts.items() if code in LANGUAGES and text and text.strip()}
    errors = {f"{name}_{code}": _("กรอกข้อความภาษาไทย") for code in needed if code not in found}
    too_long = _("ยาวเกิน %(most)s ตัวอักษร") % {"most": f"{longest:,}"}
    errors |= {f"{name}_{code}": too_long for code, text in found.items() if len(text) > longest or "\x00" in text}
    if errors:
        raise Invalid(errors)
    return found


def throw_away_tests(version: UUID) -> int:
    """Delete the test answers to a draft, with their keys and files. Returns how many."""
    with acting(SYSTEM):
        rows = Submission.objects.filter(Q(test=True) & Q(versions__form_version=version)).distinct()
        found = list(rows.values_list("id", flat=True))
        if found:
            remove_files(key_owners=found)
            Submission.objects.filter(pk__in=found).delete()
            for pk in found:
                forget(pk)
    return len(found)
