"""A list as somebody hands it in over the web, by the page or by a program: who may, how large it is, and whether it is for here."""

from django.utils.translation import gettext as _

from prasan.ground.installation import is_demonstration
from prasan.ground.policy import Actor, Hidden, Invalid, Refused
from prasan.ground.policy.scope import may_begin
from prasan.surfaces.ops.importing.kinds import KINDS
from prasan.surfaces.ops.importing.running import Kind
from prasan.surfaces.ops.importing.tables import Table, TableProblem, table_of

LARGEST = 1_500_000
ROWS = 2_500  # at once over the web: longer lists hold the database for long, and are for the command line


def kind_for(actor: Actor, code: str) -> Kind:
    """The kind of list. Raises Hidden for one that there is not or that only the command line brings in, Refused for who may not bring it in."""
    found = KINDS.get(code)
    if found is None or not found.may:
        raise Hidden("list", code)
    if not may_begin(actor, found.may):
        raise Refused(found.may)
    return found


def handed_in(content: bytes) -> Table:
    """The list. Raises Invalid (field "file") for what is none, or is not for here."""
    if len(content) > LARGEST:
        raise Invalid({"file": _("ไฟล์ใหญ่เกิน 1.5 MB แบ่งเป็นหลายไฟล์")})
    try:
        table = table_of(content)
    except TableProblem as problem:
        raise Invalid({"file": str(problem)}) from problem
    if len(table.rows) > ROWS:
        raise Invalid({"file": _("มากกว่า %(most)s แถว แบ่งเป็นหลายไฟล์") % {"most": f"{ROWS:,}"}})
    if table.demonstration != is_demonstration():
        raise Invalid({"file": _("ที่นี่เป็นข้อมูลตัวอย่าง ไม่รับรายชื่อจริง ลองด้วยไฟล์เปล่าของหน้านี้") if is_demonstration()
                       else _("ไฟล์นี้ทำไว้สำหรับข้อมูลตัวอย่าง")})
    return table
