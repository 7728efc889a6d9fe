"""The roles, as readable classes (domain.md 2.8 with the additions of the design). Grants name these; posts hold their codes."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from prasan.ground.policy import Role


class IntakeOfficer(Role):
    """Takes reports at a desk and reads those of the own desk until triage is decided, the reporter included."""

    code = "intake_officer"
    th = _("เจ้าหน้าที่รับแจ้ง")
    en = "Intake officer"
    day_th = _("รับโทรศัพท์และผู้มาติดต่อ อ่านเรื่องที่แจ้งเข้ามา คัดกรอง และเสนอเปิดเคส")


class CaseManager(Role):
    """May be the one accountable manager of a case; sees a case only through that or through a team."""

    code = "case_manager"
    th = _("ผู้จัดการรายกรณี")
    en = "Case manager"
    day_th = _("ดูแลเคสของตนตั้งแต่ต้นจนจบ ติดต่ออย่างปลอดภัย วางแผน ส่งต่อ และติดตามผล")


class UnitHead(Role):
    """Assigns and approves in a unit and the units below it."""

    code = "unit_head"
    th = _("หัวหน้ากลุ่ม")
    en = "Unit head"
    day_th = _("มอบหมายงาน ดูเรื่องที่เลยกำหนด อนุมัติการยุติ และรับเรื่องที่ถูกปฏิเสธกลับมา")
    below = True


class TeamMember(Role):
    """A professional of a partner agency who is asked into teams."""

    code = "team_member"
    th = _("สมาชิกทีมสหวิชาชีพ")
    en = "Multidisciplinary team member"
    day_th = _("ทำส่วนของวิชาชีพตนในเคสที่ถูกเชิญ เห็นเฉพาะส่วนที่จำเป็น")


class ReceivingDesk(Role):
    """Answers referrals at an organisation's desk."""

    code = "receiving_desk"
    th = _("โต๊ะรับเรื่องส่งต่อ")
    en = "Receiving desk"
    day_th = _("ตอบเรื่องที่หน่วยงานอื่นส่งต่อมา รับ รับบางส่วน ขอข้อมูลเพิ่ม หรือปฏิเสธพร้อมเหตุผล")


class SupportCoordinator(Role):
    """Finds interpreters, carers and volunteers; sees the task, never the file."""

    code = "support_coordinator"
    th = _("ผู้ช่วยประสานงาน")
    en = "Support coordinator"
    day_th = _("หาล่าม ผู้ดูแล และอาสาสมัครให้ทันเวลา เห็นเฉพาะงานที่ขอ")


class CentreMember(Role):
    """A member of a subdistrict family centre: sends reports, learns only a status word."""

    code = "centre_member"
    th = _("สมาชิกศูนย์พัฒนาครอบครัวในชุมชน")
    en = "Family-centre member"
    day_th = _("รับแจ้งในตำบลแล้วส่งต่อ ได้รับเพียงคำตอบสั้น ๆ ว่าเรื่องถึงมือเจ้าหน้าที่แล้ว")


class ProvinceHead(Role):
    """Sees that cases exist in the province and how late they are; content on reason only."""

    code = "province_head"
    th = _("หัวหน้าสำนักงานจังหวัด")
    en = "Province head"
    day_th = _("ดูภาพรวมของจังหวัด เรื่องที่ค้าง และหน่วยงานที่ไม่ตอบ เปิดดูเนื้อหาได้เมื่อมีเหตุจำเป็นเท่านั้น")
    below = True
    of_area = True


class CentreHead(Role):
    """As province head, in the provinces of the coordination centre."""

    code = "centre_head"
    th = _("หัวหน้าศูนย์ประสานงานด้านเด็กและสตรี")
    en = "Coordination-centre head"
    day_th = _("ประสานงานในจังหวัดชายแดนภาคใต้ ดูเรื่องของศูนย์และเรื่องที่ค้างในพื้นที่")
    below = True
    of_area = True


class CentralMonitor(Role):
    """Counts for the country, never a case."""

    code = "central_monitor"
    th = _("ผู้ติดตามส่วนกลาง")
    en = "Central monitor"
    day_th = _("ดูตัวเลขของทั้งประเทศ ไม่เห็นเคสใด")
    sees_cases = False


class Auditor(Role):
    """Reads the access log, never content."""

    code = "auditor"
    th = _("ผู้ตรวจสอบ")
    en = "Auditor"
    day_th = _("ตรวจบันทึกการเข้าถึงและลายเซ็นของบันทึก ไม่เห็นเนื้อหา")
    sees_cases = False


class PrivacyOfficer(Role):
    """Log, reviews and rights requests; content only by break-glass."""

    code = "privacy_officer"
    th = _("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล")
    en = "Privacy officer"
    day_th = _("ทบทวนการเปิดดูกรณีฉุกเฉิน ดูว่าใครเปิดดูผู้แจ้ง และรับคำขอใช้สิทธิ")


class JointSupervisor(Role):
    """Two reporting lines (SBPAC and the ministry): the centre's work list and aggregates of both; content by break-glass."""

    code = "joint_supervisor"
    th = _("ผู้ช่วยเลขาธิการ ศอ.บต. (พม.)")
    en = "Joint supervisor"
    day_th = _("ดูงานของศูนย์ประสานงานร่วมสองหน่วยงาน เปิดดูเนื้อหาได้เมื่อมีเหตุจำเป็นเท่านั้น")


class SystemAdministrator(Role):
    """Users and settings; no case."""

    code = "system_administrator"
    th = _("ผู้ดูแลระบบ")
    en = "System administrator"
    day_th = _("เชิญ ย้าย และระงับผู้ใช้ ดูแลหน่วยงาน ไม่เห็นเคสใด")
    below = True
    sees_cases = False
    areas_named = True


ALL: tuple[type[Role], ...] = (
    IntakeOfficer, CaseManager, UnitHead, TeamMember, ReceivingDesk, SupportCoordinator, CentreMember, ProvinceHead, CentreHead,
    CentralMonitor, Auditor, PrivacyOfficer, JointSupervisor, SystemAdministrator,
)
BY_CODE: dict[str, type[Role]] = {role.code: role for role in ALL}


def name_of(code: str) -> str:
    """A role's name in the reader's language."""
    return gettext(BY_CODE[code].th)


def day_of(code: str) -> str:
    """What somebody in this role does all day, in the reader's language."""
    return gettext(BY_CODE[code].day_th)
