"""How the log says what is done with areas."""

from prasan.ground.audit.words import LogThing, LogVerb, put_in_words

put_in_words([
    LogVerb("area.put", "แก้ทะเบียนพื้นที่"), LogVerb("area.set_pilot", "ตั้งหรือเลิกเป็นจังหวัดนำร่อง"), LogThing("area", "พื้นที่"),
])
