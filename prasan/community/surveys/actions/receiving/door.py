"""Who comes, with what, to which form; then a first version, a repeat, or an edit."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from prasan.community.surveys.actions.receiving import again, editing, files, first
from prasan.community.surveys.actions.receiving.files import Handed
from prasan.community.surveys.actions.receiving.given import Given, Received, Sender
from prasan.community.surveys.queries import drafts
from prasan.community.surveys.queries import receiving as asked
from prasan.community.surveys.queries.devices import DEVICE
from prasan.community.surveys.rules import answers, instance
from prasan.ground import clock
from prasan.ground.policy import Actor, Conflict, Hidden, Invalid, Obstacle, Refused
from prasan.ground.policy.scope import may_begin
from prasan.ground.transactions import reading
from prasan.ground.vault import exact
from prasan.registry.organisations.queries import organisation as organisation_fact

__all__ = ["Handed", "Received", "receive"]


def receive(
    actor: Actor, *, body: bytes, files_given: Sequence[Handed] = (), way: str = "phone", organisation: UUID | None = None,
    interviewer: UUID | None = None, draft: UUID | None = None,
) -> Received:
    """Take in one instance (XML as the XForm gives it) with the files that came along; committed when it returns.

    `actor`: a telephone, or somebody who asks in the name of `organisation` (default: the own one). `draft`: a test of this draft,
    from whoever has its address or makes it. Raises Invalid
    ("instance") for what is no instance, Hidden for a form or version that there is not and for an edit of something unknown, Conflict
    (form_closed, other_text, superseded) and Refused.
    """
    sender = _sender(actor, organisation, interviewer, way)
    try:
        read = instance.read(body)
    except instance.Unreadable as wrong:
        raise Invalid({"instance": _words(wrong.code)}) from wrong
    if draft is not None:
        with reading(actor):
            if not drafts.may_try(actor, draft):
                raise Hidden("form_version", draft)
    with reading(sender.door):
        target = (
            asked.draft_target(sender.door, version=draft) if draft
            else asked.target(sender.door, code=read.form_code, version=read.version, organisation=sender.organisation)
        )
        if target is None or not (target.draft or sender.area_code.startswith(target.area_code)):
            raise Hidden("form", f"{read.form_code} {read.version}")
        if target.draft and (read.form_code, read.version) != (target.code, target.name):
            raise Hidden("form", f"{read.form_code} {read.version}")
        plan = asked.plan(target.version, draft=target.draft)
    told = answers.told(read, plan, clock.today())
    # One without an id is known again by its text, so that sending it twice does no harm.
    name = read.instance_id or f"made:{exact('instance', f'{sender.organisation} {body.decode()}').hex()}"
    given = Given(sender, target, name, read.former_id, told, files.looked_at(files_given, told.files))
    return _taken(given)


def _taken(given: Given) -> Received:
    if not given.target.takes:
        known = again.again(given)
        if known is None:
            raise Conflict([Obstacle("form_closed", _("แบบนี้ปิดรับคำตอบแล้ว คำตอบยังอยู่ในเครื่อง ถามผู้ดูแลแบบสำรวจ"))])
        return known
    try:
        return editing.edited(given) if given.former else first.first(given)
    except IntegrityError:
        # A repeat is rarer than a first: the unique id tells them apart, also when both come at the same moment.
        known = again.again(given)
        if known is None:
            raise
        return known


def _sender(actor: Actor, organisation: UUID | None, interviewer: UUID | None, way: str) -> Sender:
    door = Actor(key=actor.key, system=True, label=actor.label)  # it looks up what only a job may see; what it may do is decided here
    post = next((post for post in actor.posts if post.role == DEVICE), None)
    if post is not None:
        return Sender(door, post.organisation, post.areas[0] if post.areas else "", post.id, None, way)
    tester = next((post for post in actor.posts if post.role == drafts.TESTER), None)
    if tester is not None:
        return Sender(door, tester.organisation, tester.areas[0], None, None, way)
    home = organisation or actor.home
    if home is None or not may_begin(actor, "submission.make") or not (actor.system or home in actor.organisations):
        raise Refused("submission.make")
    fact = organisation_fact(home)
    return Sender(door, home, fact.area_code if fact else "", None, interviewer, way)


def _words(code: str) -> str:
    match code:
        case "size" | "nodes" | "depth":
            return _("คำตอบนี้ใหญ่เกินกว่าที่รับได้")
        case "encrypted":
            return _("แบบที่เข้ารหัสในเครื่องใช้กับระบบนี้ไม่ได้")
        case "form":
            return _("คำตอบนี้ไม่บอกว่าเป็นของแบบใด")
    return _("อ่านคำตอบนี้ไม่ได้ ไฟล์อาจเสีย")
