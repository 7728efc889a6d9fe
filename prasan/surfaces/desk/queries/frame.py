"""What the navigation says, and what stands under a name."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_noop

from prasan.ground.policy import Role
from prasan.registry.access import roles
from prasan.registry.work.queries import office_names


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation: for whom, and the tab of the worklist whose count it shows (None: no count)."""

    th: str
    href: str
    icon: str
    roles: frozenset[str]
    tab: str | None = None


def _of(*which: type[Role]) -> frozenset[str]:
    return frozenset(role.code for role in which)


AT_WORK = _of(
    roles.IntakeOfficer, roles.CaseManager, roles.UnitHead, roles.TeamMember, roles.ReceivingDesk, roles.SupportCoordinator,
    roles.ProvinceHead, roles.CentreHead, roles.JointSupervisor, roles.PrivacyOfficer,
)
HEADS = _of(roles.UnitHead, roles.ProvinceHead, roles.CentreHead)

ENTRIES: tuple[Entry, ...] = (
    Entry(gettext_noop("โต๊ะทำงาน"), "/desk/", "list-check", AT_WORK, ""),
    Entry(gettext_noop("แจ้งเข้ามา"), "/reports/", "bell", _of(roles.IntakeOfficer, roles.UnitHead), "report"),
    Entry(gettext_noop("เคสของฉัน"), "/cases/", "notes", _of(roles.CaseManager, roles.TeamMember)),
    Entry(gettext_noop("เคส"), "/cases/", "notes", _of(roles.UnitHead, roles.ReceivingDesk)),
    Entry(gettext_noop("ส่งต่อ"), "/referrals/", "send", _of(roles.CaseManager, roles.ReceivingDesk, roles.UnitHead, roles.IntakeOfficer), "referral"),
    Entry(gettext_noop("รอคนอื่น"), "/desk/waiting", "hourglass", _of(roles.CaseManager)),
    Entry(gettext_noop("กลุ่มของฉัน"), "/desk/unit", "users", _of(roles.UnitHead)),
    Entry(gettext_noop("งานในพื้นที่"), "/desk/area", "map-pin", _of(roles.ProvinceHead, roles.CentreHead)),
    Entry(gettext_noop("งานของศูนย์"), "/desk/centre", "stack-2", _of(roles.JointSupervisor)),
    Entry(gettext_noop("ทะเบียนรับแจ้ง"), "/register/", "book", HEADS | _of(roles.IntakeOfficer)),
    Entry(gettext_noop("ตัวเลขทั้งประเทศ"), "/desk/country", "chart-bar", _of(roles.CentralMonitor)),
    Entry(gettext_noop("จำนวนที่ ศพค. เฝ้าระวัง"), "/watches/figures", "eye", _of(roles.ProvinceHead, roles.CentreHead, roles.CentralMonitor)),
    Entry(gettext_noop("บันทึกการเข้าถึง"), "/desk/log", "eye", _of(roles.Auditor, roles.PrivacyOfficer)),
    Entry(gettext_noop("ข้อมูลส่วนบุคคล"), "/personal-data/", "id", _of(roles.PrivacyOfficer)),
    Entry(gettext_noop("การประมวลผลข้อมูล"), "/personal-data/processing", "id", _of(roles.Auditor)),
    Entry(gettext_noop("ทบทวนกรณีฉุกเฉิน"), "/access/reviews", "shield-lock", _of(roles.PrivacyOfficer)),
    Entry(gettext_noop("หน้าแรกของศูนย์"), "/centre/", "home-heart", _of(roles.CentreMember)),
    Entry(gettext_noop("ศูนย์ของเรา"), "/centres/", "users-group", _of(roles.CentreMember)),
    Entry(gettext_noop("ทำแบบสอบถาม"), "/fill/", "clipboard-list", _of(roles.CentreMember)),
    Entry(gettext_noop("ให้คำปรึกษา"), "/talks/", "message", _of(roles.CentreMember)),
    Entry(gettext_noop("เฝ้าระวัง"), "/watches/", "eye", _of(roles.CentreMember)),
    Entry(gettext_noop("ช่วยกันในตำบล"), "/local-help/", "heart-handshake", _of(roles.CentreMember)),
    Entry(gettext_noop("ทรัพยากรของตำบล"), "/resources/", "stack-2", _of(roles.CentreMember, roles.CaseManager)),
    Entry(gettext_noop("ที่ศูนย์ส่งไป"), "/desk/sent", "send", _of(roles.CentreMember)),
    Entry(gettext_noop("แบบสำรวจ"), "/forms/", "clipboard-list", _of(roles.CentreMember, roles.CentralMonitor) | HEADS),
    Entry(gettext_noop("คำตอบแบบสำรวจ"), "/answers/", "chart-bar", _of(roles.CentreMember, roles.CentralMonitor) | HEADS),
    Entry(gettext_noop("ศูนย์ในตำบล"), "/centres/", "home-heart", _of(roles.ProvinceHead, roles.CentreHead, roles.CentralMonitor)),
    Entry(gettext_noop("ผู้ใช้"), "/users/", "users", _of(roles.SystemAdministrator, roles.UnitHead, roles.ProvinceHead)),
    Entry(gettext_noop("ทะเบียนหน่วยงาน"), "/desk/register", "building", _of(roles.SystemAdministrator, roles.ProvinceHead, roles.CentreHead)),
)
"""The navigation, in the order of the work. An entry whose page is not served is left out."""


def home_of(held: frozenset[str]) -> str:
    """The first page of somebody with these roles; "" is the worklist."""
    if held & AT_WORK:
        return ""
    return next((entry.href for entry in ENTRIES if held & entry.roles), "")


def office_name(organisation: UUID) -> str:
    """The name of an office in the reader's language."""
    return office_names([organisation]).get(organisation, "")
