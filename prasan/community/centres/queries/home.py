"""The first page of a centre's members on a telephone: a greeting, one big act, today's visits, what waits, what was sent, the year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.community.centres.models import Assessment, Centre, Committee, YearReport
from prasan.community.centres.queries.committees import own_centre
from prasan.community.centres.queries.drafting import year_figures
from prasan.community.centres.queries.page import Sum, year_sum
from prasan.community.centres.rules.elections import since
from prasan.ground import audit, clock
from prasan.ground.panels import Panel, Registry, Slot
from prasan.ground.policy import Actor
from prasan.ground.policy.scope import get
from prasan.registry.areas.queries import name_line
from prasan.registry.work.queries import language

Note = Callable[[Actor, UUID], str]


@dataclass(frozen=True, slots=True)
class HomeAct:
    """Something that a centre does: words and icon of its button, where it leads, and a line below ("" for none) for this actor and centre."""

    th: str
    icon: str
    href: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Something of today: "09.30" (a word or "" without an hour), where or what, what for, and where it leads. No name."""

    time: str
    title: str
    note: str
    href: str


HOME_ACTS: "Registry[HomeAct]" = Registry("acts of a centre's home")
REGISTER_ACTS: "Registry[HomeAct]" = Registry("acts of those who keep the register")
HOME_TODAY: "Registry[Callable[[Actor, UUID], Sequence[Visit]]]" = Registry("visits of a centre's day")
HOME_PARTS = Slot("parts of a centre's home")


@dataclass(frozen=True, slots=True)
class Button:
    """An act, worded."""

    label: str
    icon: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for the centre itself."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Home:
    """The first page."""

    centre: UUID
    name: str
    place: str
    greeting: str
    day: str
    big: Button | None
    acts: tuple[Button, ...]
    visits: tuple[Visit, ...]
    waits: tuple[Wait, ...]
    year: Sum
    panels: tuple[Panel, ...]


def home(actor: Actor) -> Home:
    """The first page of the actor's own centre. Raises Hidden for whoever is a member of none."""
    pk = own_centre(actor)
    row, lang = get(actor, "centre.see", Centre, pk), language()
    buttons = [_button(actor, pk, act) for act in HOME_ACTS.values()]
    found = [one for asked in HOME_TODAY.values() for one in asked(actor, pk)]
    visits = sorted(found, key=lambda one: one.time if one.time[:1].isdigit() else "")  # what has no hour first, as its chapter orders it
    year = clock.fiscal_year(clock.today())
    page = Home(
        pk, row.organisation.name(lang), name_line(row.area_code, lang), _("สวัสดี %(name)s") % {"name": _given(actor.label)},
        clock.day_th(clock.now(), lang), buttons[0] if buttons else None, tuple(buttons[1:]), tuple(visits), _waits(row),
        year_sum(year_figures(pk, year), year),
        tuple(HOME_PARTS.panels(actor, centre=pk)),
    )
    audit.record("open", "centre", pk)
    return page


def _given(name: str) -> str:
    """How people are spoken to here: by the given name, which stands first."""
    return name.split(maxsplit=1)[0] if name.split() else name


def _button(actor: Actor, pk: UUID, act: HomeAct) -> Button:
    return Button(_(act.th), act.icon, act.href.replace("{centre}", str(pk)), act.note(actor, pk) if act.note else "")


def _waits(row: Centre) -> tuple[Wait, ...]:
    """What the province sent back or answered, and what is late."""
    found = []
    last = clock.fiscal_year(clock.today()) - 1
    for pk, year, state in YearReport.objects.filter(organisation_id=row.pk, fiscal_year__gte=last).values_list("id", "fiscal_year", "state"):
        if state == "returned":
            found.append(Wait(_("จังหวัดขอให้เพิ่มในรายงานปี %(year)s") % {"year": year}, f"/centres/reports/{pk}"))
        elif state == "draft" and year == last:
            found.append(Wait(_("รายงานปี %(year)s ยังไม่ได้ส่ง") % {"year": year}, f"/centres/reports/{pk}"))
    begun = Assessment.objects.filter(organisation_id=row.pk, state__in=["draft", "returned"]).values_list("id", flat=True)
    found += [Wait(_("การประเมินมาตรฐานยังไม่จบ"), f"/centres/assessments/{pk}") for pk in begun]
    until, began = Committee.objects.filter(organisation_id=row.pk, ended_on=None).values_list("until", "began_on").first() or (None, None)
    election = since(began, clock.today()) if began is not None else None
    if until is not None and until < clock.today():
        found.append(Wait(_("คณะกรรมการครบวาระแล้ว แจ้งจังหวัดเมื่อมีชุดใหม่"), f"/centres/{row.pk}/committee"))
    elif election is not None:
        said = {"election": election.name(language()), "day": clock.date_th(election.on, language())}
        found.append(Wait(_("มี%(election)s %(day)s หลังตั้งคณะกรรมการชุดนี้ ทบทวนว่าเปลี่ยนชุดหรือไม่") % said, f"/centres/{row.pk}/committee"))
    if row.state == "unconfirmed":
        found.append(Wait(_("ยืนยันว่าศูนย์ดำเนินงานอยู่"), f"/centres/{row.pk}"))
    return tuple(found)
