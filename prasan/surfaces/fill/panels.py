"""Filling surveys as the first act of a centre's own page."""

from django.utils.translation import gettext_noop

from prasan.community.centres.panels import HOME_ACTS, HomeAct

HOME_ACTS.add("survey", HomeAct(gettext_noop("ทำแบบสอบถาม"), "clipboard-list", "/fill/"), order=10)
