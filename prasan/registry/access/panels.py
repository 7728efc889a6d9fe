"""Where later chapters meet access. The registries live in `emergency`, because queries and actions read them too."""

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.registry.access.emergency import BREAKABLE, POSITION_ENDED, POSITION_GIVEN, Breakable, Opened

__all__ = ["BREAKABLE", "POSITION_ENDED", "POSITION_GIVEN", "Breakable", "Opened"]

put_in_words([
    LogVerb("sign_in", "เข้าระบบ"), LogVerb("sign_in_failed", "เข้าระบบไม่ได้"), LogVerb("sign_out", "ออกจากระบบ"), LogVerb("end_session", "ให้ออกจากระบบ"),
    LogVerb("invite", "ออกลิงก์เริ่มใช้ระบบ"), LogVerb("withdraw_invitation", "ยกเลิกลิงก์เริ่มใช้ระบบ"), LogVerb("enrol", "เริ่มใช้ระบบ"),
    LogVerb("set_password", "เปลี่ยนรหัสผ่าน"), LogVerb("add_second_factor", "เพิ่มวิธียืนยันตัวตน"), LogVerb("remove_second_factor", "เลิกใช้วิธียืนยันตัวตน"),
    LogVerb("new_recovery_codes", "สร้างรหัสสำรองชุดใหม่"), LogVerb("recovery_code", "ใช้รหัสสำรอง"),
    LogVerb("ask_reset", "ขอตั้งการยืนยันตัวตนใหม่"), LogVerb("approve_reset", "อนุมัติให้ตั้งการยืนยันตัวตนใหม่"), LogVerb("refuse_reset", "ไม่อนุมัติให้ตั้งการยืนยันตัวตนใหม่"),
    LogVerb("suspend", "ระงับผู้ใช้"), LogVerb("resume", "ยกเลิกการระงับ"),
    LogVerb("give_position", "ให้ตำแหน่ง"), LogVerb("end_position", "สิ้นสุดตำแหน่ง"), LogVerb("move", "ย้ายหน่วยงาน"),
    LogVerb("take_leave", "บันทึกการลา"), LogVerb("end_leave", "สิ้นสุดการลา"), LogVerb("add_duty", "ลงเวร"), LogVerb("end_duty", "นำออกจากเวร"),
    LogVerb("make_token", "ออกกุญแจสำหรับโปรแกรม"), LogVerb("revoke_token", "ยกเลิกกุญแจสำหรับโปรแกรม"),
    LogVerb("break_glass", "เปิดดูกรณีฉุกเฉิน"), LogVerb("end_break_glass", "เลิกเปิดดูกรณีฉุกเฉิน"),
    LogVerb("review_break_glass", "ทบทวนการเปิดดูกรณีฉุกเฉิน"), LogVerb("review_overdue", "เตือน ยังไม่ได้ทบทวนการเปิดดูกรณีฉุกเฉิน"),
    LogThing("user", "ผู้ใช้"), LogThing("office", "หน่วยงาน"), LogThing("position", "ตำแหน่ง"), LogThing("duty", "เวร"), LogThing("leave", "การลา"),
    LogThing("second_factor", "วิธียืนยันตัวตน"), LogThing("reset", "คำขอตั้งการยืนยันตัวตนใหม่"), LogThing("token", "กุญแจสำหรับโปรแกรม"),
    LogThing("break_glass", "การเปิดดูกรณีฉุกเฉิน"),
])
