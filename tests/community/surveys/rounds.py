"""Households in a centre's list, for tests: the register that makes them and the next round that changes them, as a phone sends both."""

import uuid

from prasan.community.surveys.actions import ship
from prasan.community.surveys.actions.receiving import receive
from prasan.community.surveys.models import CentreList, Entry, EntryVersion, FormVersion
from prasan.community.surveys.queries import rosters
from prasan.community.surveys.queries.serving import version_facts
from prasan.community.surveys.rules.entries import Body, file_of
from prasan.ground.policy import system
from prasan.ground.transactions import reading

SYSTEM = system("test")
META = '<meta><entity dataset="households" id="{mark}" {told}><label>{label}</label></entity><instanceID>{instance}</instanceID>{former}</meta>'


def shipped():
    """The register and its next round, published."""
    ship(("household_register", "household_round"))


def _sent(actor, body, **more):
    return receive(actor, body=body.encode(), **{"way": "web", **more})


def registered(actor, mark=None, *, house="9/1", head="คานารี", village="4", members="3", create="true", instance=None, **more):
    """A household that was entered with the register; its mark."""
    mark = mark or uuid.uuid4()
    meta = META.format(mark=mark, told=f'create="{create}"', label=f"{house} หมู่ {village} {head}", instance=instance or f"uuid:{uuid.uuid4()}", former="")
    _sent(actor, (
        '<data id="household_register" version="2569-2"><place><province>40</province><district>4001</district><subdistrict>400101</subdistrict>'
        f"<village>{village}</village><house_no>{house}</house_no></place><agrees>yes</agrees><household><head>{head}</head><families>1</families>"
        f"<members>{members}</members><tenure>own</tenure><services>water power</services></household><children>1</children><elders>0</elders>{meta}</data>"
    ), **more)  # fmt: skip
    return mark


def visited(actor, mark, *, base=1, trunk="", branch="", update="true", instance=None, former="", label="9/1 หมู่ 4 คานารี", here="same", **answers):
    """An answer of the next round about this household, begun from a version of it. Keyword answers replace what was filled in."""
    told = f'update="{update}" baseVersion="{base}" trunkVersion="{trunk}" branchId="{branch}"'
    old = f"<deprecatedID>{former}</deprecatedID>" if former else ""
    meta = META.format(mark=mark, told=told, label=label, instance=instance or f"uuid:{uuid.uuid4()}", former=old)
    given = {"head": "คานารี", "village": "4", "house_no": "9/1", "families": "1", "members": "3", "children": "1", "elders": "0", "tenure": "own",
             "services": "water power", **answers}  # fmt: skip
    now = "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value is not None)
    return _sent(actor, (
        f'<data id="household_round" version="2569-1"><household>{mark}</household><agrees>yes</agrees><house><here>{here}</here></house>'
        f"<now>{now}</now>{meta}</data>"
    ))  # fmt: skip


def entry(mark, organisation=None):
    """The entry with this mark (of this centre), and its versions."""
    with reading(SYSTEM):
        row = Entry.objects.filter(mark=mark, **({"organisation_id": organisation} if organisation else {})).get()
        versions = list(EntryVersion.objects.filter(entry=row).order_by("number"))
        assert row.body and all(one.body for one in versions)
    return row, versions


def file_for(organisation, code="household_round"):
    """What a telephone of this centre gets as households.csv, and its md5."""
    with reading(SYSTEM):
        version = FormVersion.objects.filter(form__code=code).exclude(published_at=None).latest("number")
        body, digest = rosters.roster_bytes(SYSTEM, version_facts(SYSTEM, id=version.pk), organisation, "households.csv")
        assert [one.md5 for one in rosters.roster_files(SYSTEM, version_facts(SYSTEM, id=version.pk), organisation)] == [digest]
    return body.decode(), digest


def made_up(columns, count=4):
    """A list of households as a file, for engines: nobody's."""
    values = {"head": "สมศรี", "village": "3", "house_no": "12/3", "families": "1", "members": "4", "children": "1", "elders": "0", "tenure": "own",
              "services": "water power"}  # fmt: skip
    return file_of(columns, [(uuid.UUID(int=n + 1, version=4), 3, Body(f"บ้านที่ {n}", values)) for n in range(count)])


def lists_of_version(version):
    """Made-up rows for the lists of the centre that a version asks for, by file name."""
    with reading(SYSTEM):
        rows = list(CentreList.objects.filter(name__in=version.rosters.split()))
    return {f"{row.name}.csv": made_up([one["name"] for one in row.columns]) for row in rows}
