"""How other rooms meet contact: adapters of channels add themselves here, pages draw the banner from here."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.ground.panels import Registry
from prasan.ground.policy import Actor
from prasan.ground.screens.parts import SafeContact
from prasan.registry.contact.actions import Delivery
from prasan.registry.contact.actions.gate import HELD, SECOND
from prasan.registry.contact.queries import SafeBanner, banner, headline
from prasan.registry.contact.queries.expected import held_messages, second_messages
from prasan.registry.work.panels import EXPECTED, VERBS, Expecting, WorkVerb

CHANNELS: Registry[Callable[[Delivery], bool]] = Registry("channels")
"""Adapters by channel: they deliver one message and say whether the channel took it. They log nothing of it and raise nothing that quotes it.

None is built in. In a demonstration a message is shown on the outbox page as sent, and the page says that nothing left; on a real site a message
for a channel without adapter is held for a person.
"""

VERBS.add(
    HELD,
    WorkVerb(
        "ตัดสินใจเรื่องข้อความที่ระงับไว้", "Decide on a held message", "ดูข้อความ", "Look at it",
        lambda object_id, _facts: reverse("contact:message", args=[object_id]),
    ),
)


VERBS.add(
    SECOND,
    WorkVerb(
        "อนุมัติหรือไม่อนุมัติให้ส่งข้อความนอกเงื่อนไข", "Approve or refuse a message outside of its rule", "ดูข้อความ", "Look at it",
        lambda object_id, _facts: reverse("contact:message", args=[object_id]),
    ),
)

EXPECTED.add(HELD, Expecting(frozenset({HELD}), partial(held_messages, HELD)))
EXPECTED.add(SECOND, Expecting(frozenset({SECOND}), partial(second_messages, SECOND)))

RECORDS: Registry[Callable[[Actor, UUID], tuple[str, str] | None]] = Registry("records that messages belong to")
"""(actor, id of a case or report) -> its number and its page, for those who see it."""


def record_of(actor: Actor, root_id: UUID) -> tuple[str, str] | None:
    """The number and the page of the record that a message belongs to; None when the reader does not see it."""
    return next((found for known in RECORDS.values() if (found := known(actor, root_id)) is not None), None)


def safe_contact(actor: Actor, about_id: UUID, *, code_word_href: str = "") -> SafeContact:
    """The banner for `case_parts.safe_contact`, first on each page of a case. `code_word_href` leads to the page that opens the code word."""
    return drawn(banner(actor, about_id), code_word_href)


def drawn(seen: SafeBanner, code_word_href: str = "") -> SafeContact:
    """A banner as the screen draws it. The telephone link is there in "go" only."""
    facts = [
        (_("ช่องทาง"), " ".join(seen.channels)), (_("เวลา"), seen.hours), (_("เครื่องของ"), seen.whose), (_("คนที่รับสายได้"), seen.who_may_answer),
        (_("ถ้าคนอื่นรับ ให้พูดว่า"), seen.say), (pgettext("place", "ที่พบ"), seen.place),
        (_("ฝากข้อความเสียง"), _("ได้") if seen.voicemail else _("ไม่ได้") if seen.known else ""),
    ]
    state, head = headline(seen)
    return SafeContact(
        state=state, headline=head, facts=[(name, value) for name, value in facts if value], never=seen.never,
        note=seen.note or (seen.why_th if state == "stop" else ""),
        call=f"tel:{seen.call}" if seen.state == "go" and seen.call else "", code_word=code_word_href if seen.has_code_word else "",
    )


put_in_words([
    LogVerb("set", "บันทึกวิธีติดต่อ"), LogVerb("open_code_word", "เปิดดูคำลับ"),
    LogVerb("outgoing.waiting", "เตรียมส่งข้อความ"), LogVerb("outgoing.held", "ระงับข้อความไว้"),
    LogThing("contact", "วิธีติดต่อ"), LogThing("message", "ข้อความขาออก"), LogThing("outgoing", "ข้อความขาออก"),
])
