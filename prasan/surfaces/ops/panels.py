"""What bringing in lists adds to pages of others: its ways in on the register of centres."""

from django.utils.translation import gettext_noop

from prasan.community.centres.panels import REGISTER_ACTS, HomeAct

REGISTER_ACTS.add("centres", HomeAct(gettext_noop("นำเข้าศูนย์"), "upload", "/import/centres"), order=10)
REGISTER_ACTS.add("committees", HomeAct(gettext_noop("นำเข้าคณะกรรมการ"), "upload", "/import/committees"), order=20)
