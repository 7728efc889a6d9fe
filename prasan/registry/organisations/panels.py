"""Where later chapters meet the register of organisations: what they keep of an organisation of some type is there from its first moment on."""

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words
from prasan.registry.organisations.rules import MADE

__all__ = ["MADE"]

put_in_words([
    LogVerb("organisation.add", "เพิ่มหน่วยงาน"), LogVerb("organisation.move", "ย้ายหน่วยงานในผัง"), LogVerb("organisation.add_alias", "เพิ่มชื่อเรียกของหน่วยงาน"),
    LogVerb("organisation.end", "สิ้นสุดหน่วยงาน"), LogVerb("organisation.import", "นำรายชื่อหน่วยงานเข้า"), LogVerb("organisation.add_type", "เพิ่มประเภทหน่วยงาน"),
    LogThing("organisation", "หน่วยงาน"), LogThing("organisation_type", "ประเภทหน่วยงาน"),
])
