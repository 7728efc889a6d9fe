"""The words of local help and of resources. Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

NEEDS: dict[str, Any] = {
    "food": _("อาหารและของใช้"), "money": _("เงินช่วยเหลือ"), "travel": _("การเดินทาง"), "care": _("คนดูแล อุปกรณ์ดูแล"), "school": _("การเรียน"),
    "work": _("งานและอาชีพ"), "home": _("ซ่อมบ้าน ที่อยู่"), "health": _("การรักษา"), "papers": _("เอกสาร ทะเบียน"), "welfare": _("ยื่นขอสวัสดิการ"),
    "mediate": _("คุยกันในครอบครัว"), "other": _("เรื่องอื่น"),
}
KINDS: dict[str, Any] = {
    "person": _("คนที่ช่วยได้"), "thing": _("สิ่งของ อุปกรณ์"), "place": _("สถานที่"), "money": _("เงินและกองทุน"), "service": _("บริการ"),
}
STALE_DAYS = "resource_check"  # the limit by which a resource is asked about again
_PROBLEMS = {
    "food": "welfare.poverty", "money": "welfare.poverty", "care": "welfare.home_care", "welfare": "welfare.benefit", "papers": "identity.no_papers",
    "home": "welfare.poverty", "mediate": "behaviour.family",
}


def problems_of(need: str) -> tuple[str, ...]:
    """The problem of intake behind a need."""
    return (_PROBLEMS.get(need, "welfare.benefit"),)
