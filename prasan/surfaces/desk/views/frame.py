"""The frame of every staff page: who is here, where they can go, and how much there is to do."""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from prasan.ground.policy import Actor
from prasan.ground.screens import places
from prasan.ground.screens.parts import Link, NavItem, Shell
from prasan.ground.transactions import reading
from prasan.registry.access.roles import BY_CODE
from prasan.registry.work.queries import Counts, can_do
from prasan.surfaces.desk.queries.frame import ENTRIES, office_name

COUNTS = "desk_counts"


def shell_of(request: HttpRequest) -> Shell | None:
    """The frame, or None when nobody is signed in. At most one query, and none when the page has counted already."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user is None or not actor.posts:
        return None
    known: Shell | None = getattr(request, "desk_shell", None)
    if known is None:
        known = _shell(request, actor)
        request.desk_shell = known  # type: ignore[attr-defined]
    return known


def keep_counts(request: HttpRequest, counts: Counts) -> None:
    """Hand the frame the counts that the page has read anyway."""
    setattr(request, COUNTS, counts)


def _shell(request: HttpRequest, actor: Actor) -> Shell:
    counts = _counts(request, actor)
    user: Any = getattr(request, "user", None)
    return Shell(
        name=actor.label, office=_office(actor), nav=_nav(actor, counts), username=getattr(user, "username", ""),
        account=(Link(_("บัญชีของฉัน"), places.ACCOUNT, "user"), Link(_("ส่งมอบงาน"), "/desk/hand-over", "users"),
                 Link(_("แจ้งเหตุละเมิดข้อมูล"), "/personal-data/breaches/new", "alert-triangle")),
    )


def _counts(request: HttpRequest, actor: Actor) -> Counts:
    known: Counts | None = getattr(request, COUNTS, None)
    if known is not None:
        return known
    with reading(actor):
        return can_do(actor)


def _office(actor: Actor) -> str:
    post = actor.posts[0]
    role = BY_CODE[post.role]
    return f"{_(role.th)} {office_name(post.organisation)}"


def _nav(actor: Actor, counts: Counts) -> tuple[NavItem, ...]:
    roles = actor.roles
    return tuple(
        NavItem(_(entry.th), entry.href, entry.icon, _count(counts, entry.tab))
        for entry in ENTRIES if roles & entry.roles and _served(entry.href)
    )


def _count(counts: Counts, tab: str | None) -> str | None:
    said = counts.words(tab) if tab is not None else "0"
    return None if said == "0" else said


@cache
def _served(href: str) -> bool:
    try:
        resolve(href)
    except Resolver404:
        return False
    return True
