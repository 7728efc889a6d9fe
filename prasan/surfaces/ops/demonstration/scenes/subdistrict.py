"""What family centres keep for themselves: talks, watch lists, help on the spot, resources; each in every state, by two members of one centre."""

from datetime import timedelta

from prasan.community.counselling import actions as counselling
from prasan.community.localhelp import actions as local
from prasan.community.watch import actions as watching
from prasan.ground import clock
from prasan.ground.policy import system
from prasan.surfaces.ops.demonstration.stage import Stage

EXPIRE = system("watch.expire")
KEEPER, SISTER = "centre-400101", "centre2-400101"
TALKS: tuple[tuple[float, str, str, str], ...] = (
    (41, "raising", "family", "แม่ถามเรื่องลูกวัยรุ่นกับโทรศัพท์ คุยเรื่องตั้งกติกาด้วยกัน"), (33, "raising", "family", "พ่ออยากคุยกับลูกชายที่ไม่พูดด้วย"),
    (30, "care", "older", "ลูกสาวดูแลพ่อติดเตียงคนเดียว เหนื่อย บอกเรื่องผู้ดูแลของ อบต."), (22, "welfare", "disability", "ถามเรื่องต่อบัตรคนพิการ"),
    (18, "money", "woman", "หนี้นอกระบบ แนะนำศูนย์ดำรงธรรมและกองทุนหมู่บ้าน"), (15, "raising", "family", "ย่าเลี้ยงหลานสองคน ถามวิธีคุยเรื่องการบ้าน"),
    (12, "raising", "teen", "อยากเรียน กศน. กลัวพ่อว่า"), (9, "raising", "family", "แม่เลี้ยงเดี่ยว ลูกสามขวบร้องทั้งคืน แนะนำ รพ.สต."),
    (7, "mind", "woman", "นอนไม่หลับตั้งแต่สามีไปทำงานต่างประเทศ"),
)
PLACES: tuple[tuple[str, int, str, str, str, tuple[str, ...]], ...] = (
    ("หมู่ 3 ซอยหลังวัด หลังที่สอง รั้วเขียว", 2, "drink", "ครอบครัวสุวรรณ", "สามีตกงาน ดื่มทุกเย็น ลูกเงียบลง", ("children", "noise")),
    ("หมู่ 7 ริมคลอง บ้านสังกะสี มีต้นมะม่วง", 1, "older_alone", "ตาบุญ", "อยู่คนเดียว ลูกมาเดือนละครั้ง", ("medicine", "visitors")),
    ("หมู่ 1 ห้องแถวหน้าตลาด ห้องที่สี่", 3, "newborn", "น้องเมย์", "คลอดได้สามสัปดาห์ ไม่มีใครช่วย เคยร้องไห้ทั้งวัน", ("help", "visitors")),
)
RESOURCES: tuple[tuple[str, str, tuple[str, ...], str, str, str, bool], ...] = (
    ("thing", "รถกระบะรับส่งโรงพยาบาล", ("travel", "health"), "โทรก่อนหนึ่งวัน", "ค่าน้ำมันตามจริง", "ลุงชม หมู่ 2", False),
    ("money", "กองทุนสวัสดิการชุมชน", ("money", "school"), "ประชุมทุกวันที่ 5", "ครั้งละไม่เกิน 2,000 บาท", "กองทุนสวัสดิการชุมชน", False),
    ("person", "อาสาพาไปทำเอกสารที่อำเภอ", ("papers", "welfare"), "จันทร์ถึงศุกร์ เช้า", "", "ครูเกษียณ หมู่ 5", True),
    ("place", "ห้องคุยที่ศาลาวัด", ("mediate",), "ทุกวัน ยกเว้นวันพระ", "เงียบ ปิดประตูได้", "วัด", True),
    ("service", "ช่างซ่อมบ้านจิตอาสา", ("home",), "เสาร์อาทิตย์", "ออกค่าวัสดุเอง", "กลุ่มช่างหมู่ 6", True),
    ("thing", "เตียงผู้ป่วยยืม", ("care",), "ตลอดเวลา", "มีสองเตียง", "รพ.สต.", True),
)


def talks(stage: Stage) -> None:
    """Some done, one that goes on, one that became a report."""
    keeper = stage.cast.actor(KEEPER)
    for days, topic, whom, words in TALKS:
        with stage.ago(days):
            counselling.record_talk(keeper, topic=topic, for_whom=whom, story=words, advised=["listened", "advice"])
    with stage.ago(13):
        again = counselling.record_talk(keeper, topic="separation", for_whom="woman", story="คิดเรื่องแยกทาง กลัวเสียลูก", again_on=clock.today() + timedelta(days=6))
    with stage.ago(7):
        counselling.meet_again(keeper, id=again, words="คุยเรื่องสิทธิในลูก จะกลับไปคิด", again_on=clock.today() + timedelta(days=7))
    with stage.ago(20):
        sent = counselling.record_talk(stage.cast.actor(SISTER), topic="pregnancy", for_whom="teen", story="อายุ 17 ท้องสามเดือน อยากเรียนต่อ", name="น้องแพร")
        counselling.pass_talk_on(stage.cast.actor(SISTER), id=sent, basis="consent", story="อายุ 17 ปี ท้องสามเดือน อยากเรียนต่อ ยังไม่ได้ฝากครรภ์", never="ห้ามบอกแม่",
                                 safe="นัดที่ รพ.สต. วันพุธเช้า")


def watch_list(stage: Stage) -> None:
    """Three that run, one renewed, and one that ended in each way; somebody is kept out of one."""
    keeper, sister = stage.cast.actor(KEEPER), stage.cast.actor(SISTER)
    made = []
    for n, (sketch, level, reason, who, why, look_for) in enumerate(PLACES):
        with stage.ago(35 - n * 5):
            made.append(watching.open_watch(keeper, reason=reason, level=level, sketch=sketch, who=who, why=why, look_for=look_for))
    with stage.ago(20):
        watching.look(sister, id=made[0], found="same", words="ไฟเปิด เด็กเล่นหน้าบ้าน")
        watching.renew(keeper, id=made[0], why="ยังดื่มทุกเย็น แม่ขอให้แวะมา")
    with stage.ago(6):
        watching.look(keeper, id=made[0], found="calm", words="สามีเริ่มรับจ้าง ลูกยิ้ม")
        watching.look(sister, id=made[2], found="worse", words="ดูซีด บอกว่าไม่ได้กินข้าวเช้า", level="3")
    with stage.ago(110):
        watching.open_watch(keeper, reason="hardship", level=1, sketch="หมู่ 4 ท้ายทุ่ง บ้านไม้สองชั้น", who="ครอบครัวแสง", why="น้ำท่วมนา ขาดรายได้")
    with stage.ago(15):
        watching.expire_due(EXPIRE)
    with stage.ago(50):
        well = watching.open_watch(keeper, reason="carer_tired", level=2, sketch="หมู่ 6 ตรงข้ามโรงสี", who="พี่หนู", why="ดูแลแม่คนเดียว",
                                   close=[stage.cast.people[SISTER].user])
    with stage.ago(25):
        watching.end(keeper, id=well, because="helped", note="อบต. ส่งผู้ดูแลมาเปลี่ยนสัปดาห์ละสองวัน")
    with stage.ago(12):
        hurt = watching.open_watch(keeper, reason="quarrels", level=3, sketch="หมู่ 2 หลังท้ายซอย รั้วสังกะสี", who="บ้านวาสนา", why="ทะเลาะกันเสียงดังสองคืน")
    with stage.ago(10):
        watching.pass_watch_on(sister, id=hurt, basis="duty_dv_5", story="ภรรยามีแผลที่คิ้ว บอกว่าโดนตู้ ลูก ป.2 ไม่พูดกับใคร",
                               signs=["adult_hurt"], safe="ที่ รพ.สต. ช่วงเช้า")


def help_on_the_spot(stage: Stage) -> None:
    """What the subdistrict has, and what it was used for; one that it could not do."""
    keeper, sister = stage.cast.actor(KEEPER), stage.cast.actor(SISTER)
    made = []
    for n, (kind, title, gives, hours, terms, holder, kept) in enumerate(RESOURCES):
        with stage.ago(200 if n == 2 else 60 - n):
            made.append(local.add_resource(keeper, kind=kind, title=title, gives=gives, hours=hours, terms=terms, holder=holder, contact="ถามที่ศูนย์",
                                           kept_here=kept))
    with stage.ago(30):
        local.pause(keeper, id=made[4])
        local.retire(keeper, id=made[5])
    with stage.ago(26):
        done = local.record_help(keeper, need="school", for_whom="family", name="ยายทอง", story="เลี้ยงหลานสามคน หลานคนโตจะออกจากโรงเรียนเพราะไกล",
                                 resource=made[1])
    with stage.ago(21):
        local.solve(keeper, id=done, result="กองทุนให้ค่าเดินทาง อบต. ให้จักรยาน")
    with stage.ago(16):
        part = local.record_help(sister, need="care", for_whom="older", story="พ่อใหญ่ 83 ปีหลงลืม ขอผ้าอ้อมและอบรมผู้ดูแล")
    with stage.ago(11):
        local.part(sister, id=part, result="ได้ผ้าอ้อมแล้ว รออบรมเดือนหน้า")
    with stage.ago(14):
        unable = local.record_help(keeper, need="home", for_whom="disability", story="ทางลาดหน้าบ้านพัง รถเข็นออกไม่ได้")
    with stage.ago(8):
        local.give_up(keeper, id=unable, result="งบซ่อมบ้านปีนี้หมด")
        sent = local.record_help(keeper, need="welfare", for_whom="older", story="ไม่มีบัตร ขอเบี้ยไม่ได้")
        local.pass_help_on(keeper, id=sent, basis="consent", story="ผู้สูงอายุไม่มีบัตรประชาชน ขอเบี้ยยังชีพไม่ได้ ขอให้ช่วยเรื่องเอกสาร")
    with stage.ago(2):
        local.record_help(keeper, need="travel", for_whom="disability", story="ไปโรงพยาบาลทุกสองสัปดาห์",
                          resource=made[0], due_on=clock.today() + timedelta(days=5))


SUBDISTRICT = (talks, watch_list, help_on_the_spot)
