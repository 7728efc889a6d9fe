"""What is asked when answers are linked."""

from django.utils.translation import gettext_lazy as _

from prasan.casework.cases.queries.words import BASES as WORDS
from prasan.community.links.actions import BASES, LONGEST
from prasan.ground.fields import OneOf, SafeText
from prasan.ground.http.asking import House


class LinkForm(House):
    """Which answers, on what basis, why."""

    reference = SafeText(
        max_length=20, label=_("เลขอ้างอิงของคำตอบ"), help_text=_("เช่น 3f9a-21c4-77b0 อยู่บนหน้าคำตอบของศูนย์ที่สำรวจ ขอจากครอบครัวหรือจากเอกสารที่ได้มา อย่าบอกศูนย์ว่ามีเคส"),
    )
    basis = OneOf([(code, WORDS[code]) for code in BASES], label=_("ฐานทางกฎหมาย"))
    why = SafeText(max_length=LONGEST, lines=True, rows=3, label=_("เคสต้องใช้คำตอบนี้เพราะอะไร"))
