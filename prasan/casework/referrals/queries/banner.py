"""How the reader of a referral may reach those affected: through the sender alone until the desk has accepted, then as the gate says."""

from django.utils.translation import gettext as _

from prasan.casework.referrals.queries.page import ReferralPage
from prasan.casework.referrals.queries.safe import affected_of
from prasan.ground.policy import Actor, Section, acting, system
from prasan.ground.screens.parts import SafeContact
from prasan.registry.contact.queries import SafeBanner, banners, headline


def banner_of(actor: Actor, page: ReferralPage) -> SafeContact:
    """The banner for this reader. Without CONTACT, before acceptance and after the end: stop, and whom to ask instead."""
    if page.side == "desk" and not (page.opened and Section.CONTACT in page.sections):
        return _through_sender(page)
    with acting(system("banner")):
        affected = affected_of(page.case_id)
    found = banners(actor, affected)
    known = next((one for one in found.values() if one.known), None)
    return _worded(known) if known else SafeContact("stop", _("ห้ามติดต่อ"), note=_("ยังไม่มีช่องทางที่ยืนยันว่าปลอดภัย"))


def _through_sender(page: ReferralPage) -> SafeContact:
    phone = " ".join(page.phones[:1])
    note = _("ติดต่อผ่าน %(who)s %(office)s %(phone)s เท่านั้น") % {"who": page.sender_name, "office": page.sender, "phone": phone}
    return SafeContact("stop", _("ห้ามติดต่อผู้ประสบปัญหาโดยตรง"), note=" ".join(note.split()))


def _worded(one: SafeBanner) -> SafeContact:
    state, head = headline(one)
    facts = [(_("ทาง"), " ".join(one.channels)), (_("เบอร์ของ"), one.whose), (_("ถ้าคนอื่นรับ"), one.say)]
    return SafeContact(state, head, tuple(fact for fact in facts if fact[1]), never=one.never, note=one.note or one.why_th)
