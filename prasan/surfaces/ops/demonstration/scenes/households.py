"""A centre that knows its houses: telephones handed out, a register filled on them, the next round asked out of it, and what a person must look at."""

import uuid
from uuid import UUID

from prasan.community.surveys.actions import checking
from prasan.community.surveys.actions.devices import add_device, revoke_device
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.actions.rosters import correct_entry, retire_entry
from prasan.community.surveys.models import Entry
from prasan.community.surveys.queries.devices import device_of_token
from prasan.community.surveys.rules.shipped import tables
from prasan.ground.policy import Actor, system
from prasan.ground.transactions import reading
from prasan.surfaces.ops.demonstration.people import CENTRES
from prasan.surfaces.ops.demonstration.stage import Stage

SYSTEM = system("demonstration")
AREA = CENTRES[0]
PHONES = ("มือถือป้าสมร", "แท็บเล็ตของศูนย์", "เครื่องเก่า หน้าจอแตก")
# House number, village, whose house it is called, people, children, elders, tenure.
HOUSES: tuple[tuple[str, int, str, int, int, int, str], ...] = (
    ("12/3", 4, "ยายน้ำผึ้ง", 5, 2, 1, "own"), ("14", 4, "ลุงปุ๊", 3, 1, 0, "own"), ("27/1", 4, "ครูแจ๋ว", 4, 2, 0, "rent"),
    ("8", 2, "ตาคำปุ่น", 2, 0, 2, "own"), ("31/5", 2, "พี่ฟาตีเมาะ", 6, 4, 0, "relative"), ("3", 7, "ช่างอู๊ด", 4, 1, 1, "own"),
    ("55/2", 7, "ป้าเพ็ญ", 1, 0, 1, "own"), ("61", 1, "หมู่เอก", 3, 2, 0, "rent"), ("19", 1, "แม่หนูเล็ก", 2, 1, 0, "rent"),
)
NEW, KNOWN = 'create="1"', 'update="1" baseVersion="1"'
# Whom one asks about in a house, in the order of the register; as many as it has people.
NAMES = ("น้ำผึ้ง", "ปุ๊", "แก้ม", "ฟ้า", "ต้น", "มะลิ")


def register(stage: Stage) -> None:
    """Telephones, and the register on them: nine houses of one subdistrict; a second centre has a telephone and no house yet."""
    with stage.ago(64):
        made = [add_device(stage.cast.actor(f"centre-{AREA}"), label=label) for label in PHONES]
        add_device(stage.cast.actor(f"centre-{CENTRES[1]}"), label="มือถือเลขานุการ")
    with stage.ago(50):
        revoke_device(stage.cast.actor(f"centre-{AREA}"), device=made[2].id)
    phones = [device_of_token(one.token) for one in made[:2]]
    for turn, house in enumerate(HOUSES):
        with stage.ago(60 - turn):
            _send(phones[turn % 2], "household_register", _registered(turn, house), turn, "create")


def next_round(stage: Stage) -> None:
    """Five of them asked again: most as before, one with a child more, one moved away; of one two volunteers told different numbers."""
    with stage.ago(11):
        phone = device_of_token(add_device(stage.cast.actor(f"centre-{AREA}"), label="มือถืออาสา หมู่ 7").token)
    for turn, (people, here) in enumerate(((5, "same"), (4, "same"), (4, "same"), (2, "same"), (6, "moved"))):
        with stage.ago(9 - turn):
            _send(phone, "household_round", _visited(turn, people, here), turn, "update")
    with stage.ago(2):
        _send(phone, "household_round", _visited(1, 5, "same"), 1, "update")  # begun before the other's answer came
        checking.check_new(SYSTEM)


def looked_after(stage: Stage) -> None:
    """One put right by a member, one taken out of use."""
    member = stage.cast.actor(f"centre-{AREA}")
    with stage.ago(1):
        correct_entry(member, id=_entry(2), label="27/1 หมู่ 4 ครูแจ๋ว (บ้านเช่าหลังโรงเรียน)", values={"head": "ครูแจ๋ว"})
        retire_entry(member, id=_entry(4))


def _registered(turn: int, house: tuple[str, int, str, int, int, int, str]) -> str:
    number, village, head, people, children, elders, tenure = house
    return (
        f"<place><province>{AREA[:2]}</province><district>{AREA[:4]}</district><subdistrict>{AREA}</subdistrict><village>{village}</village>"
        f"<house_no>{number}</house_no></place><agrees>yes</agrees><household><head>{head}</head><families>1</families><members>{people}</members>"
        f"<tenure>{tenure}</tenure><services>water power toilet</services></household>{_members(turn, people, people)}"
        f"<children>{children}</children><elders>{elders}</elders>"
    )


def _visited(turn: int, people: int, here: str) -> str:
    number, village, head, before, children, elders, tenure = HOUSES[turn]
    now = (
        f"<now><head>{head}</head><village>{village}</village><house_no>{number}</house_no><families>1</families><tenure>{tenure}</tenure>"
        f"<services>water power toilet</services></now><living><more>{people - before}</more></living>{_members(turn, people, people - before)}"
        f"<members>{people}</members><children>{children}</children><elders>{elders}</elders>"
    )
    return f"<household>{_mark(turn)}</household><agrees>yes</agrees><house><here>{here}</here></house>{now if here == 'same' else ''}"


def _members(turn: int, people: int, new: int) -> str:
    """So many people of a house, the last of them `new` in its list: whoever is old, their children, the children of these, and who was born since."""
    *_house, before, children, elders, _tenure = HOUSES[turn]
    found = ""
    for n in range(people):
        grown = n < before - children
        born = 2499 - n if n < elders else 2520 + n if grown else 2555 + n
        made, name = n >= people - new, NAMES[(turn + n) % len(NAMES)]
        said = f"<name>{name}</name><of_family>1</of_family><sex>{'male' if (turn + n) % 2 else 'female'}</sex><birth_year>{born}</birth_year>"
        said += f"<relation>{'head' if not n else 'spouse' if n == 1 and grown else 'child'}</relation>" + ("<work>farm</work>" if grown else "")
        label = f"<label>{name} · {HOUSES[turn][0]} หมู่ {HOUSES[turn][1]}</label>"
        entity = f'<entity dataset="household_members" id="{_mark(turn, n)}" {NEW if made else KNOWN}>{label}</entity>'
        stays = "" if made else "<stays>yes</stays>"
        found += f"<member><of_house>{_mark(turn)}</of_house>{stays}{said}<meta>{entity}</meta></member>"
    return found


def _mark(turn: int, member: int | None = None) -> UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demonstration/household/{turn}" if member is None else f"demonstration/household/{turn}/{member}")


def _entry(turn: int) -> UUID:
    with reading(SYSTEM):
        return Entry.objects.values_list("id", flat=True).get(mark=_mark(turn))


def _send(phone: Actor | None, form: str, answers: str, turn: int, told: str) -> None:
    if phone is None:
        raise RuntimeError("a telephone that is not known")
    number, village, head = HOUSES[turn][:3]
    version = tables(form)["settings"][0]["version"]
    base = ' baseVersion="1"' if told == "update" else ""
    entity = f'<entity dataset="households" id="{_mark(turn)}" {told}="1"{base}><label>{number} หมู่ {village} {head}</label></entity>'
    meta = f"<meta>{entity}<instanceID>uuid:{uuid.uuid4()}</instanceID></meta>"
    receive(phone, body=f'<data id="{form}" version="{version}">{answers}{meta}</data>'.encode())


HOUSEHOLDS = (register, next_round, looked_after)
