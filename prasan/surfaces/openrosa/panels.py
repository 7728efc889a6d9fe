"""Where a centre finds its telephones: an act on its first page."""

from django.utils.translation import gettext_noop

from prasan.community.centres.panels import HOME_ACTS, HomeAct

HOME_ACTS.add("devices", HomeAct(gettext_noop("เครื่องสำรวจ"), "device-mobile", "/devices/"), order=65)
