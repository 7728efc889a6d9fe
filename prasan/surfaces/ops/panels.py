"""What bringing in lists adds to pages of others: its ways in on the register of centres, and its words in the log."""

from django.utils.translation import gettext_noop

from prasan.community.centres.panels import REGISTER_ACTS, HomeAct
from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.surfaces.ops.importing.kinds import KINDS

REGISTER_ACTS.add("centres", HomeAct(gettext_noop("นำเข้าศูนย์"), "upload", "/import/centres"), order=10)
REGISTER_ACTS.add("committees", HomeAct(gettext_noop("นำเข้าคณะกรรมการ"), "upload", "/import/committees"), order=20)

put_in_words([
    LogVerb("import", "นำเข้ารายชื่อ"), LogThing("list", "รายชื่อที่นำเข้า"), *(LogThing(kind.code, kind.th) for kind in KINDS.values()),
])
