"""What is given on a request. With identities another person agrees, who sees counts; it can be fetched for seven days, and each time is written down."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor, Conflict, Invalid, Obstacle, acting
from prasan.ground.policy.scope import get
from prasan.ground.transactions import action
from prasan.oversight.privacy import rules
from prasan.oversight.privacy.actions.common import SYSTEM, done, for_officer, for_second
from prasan.oversight.privacy.flow import EXPORT
from prasan.oversight.privacy.models import Export, RightsRequest
from prasan.oversight.privacy.queries.giving import Given, given_on
from prasan.oversight.privacy.queries.obstacles import giving

OPEN_FOR = timedelta(days=7)


@action
def prepare_export(actor: Actor, *, request: UUID, identities: bool, without: Collection[str] = ()) -> UUID:
    """Prepare what is given, `without` sorts of data that would cause harm; returns its id. With identities another person must agree first.

    Raises Hidden, Refused, Conflict with what stands in the way (an alleged person is never given anything out of the record), Invalid.
    """
    if not set(without) <= set(rules.SORTS):
        raise Invalid({"without": _("เลือกจากรายการที่มี")})
    row = get(actor, "rights.work", RightsRequest, request, see="rights.see", lock=True)
    obstacles = list(giving(row, actor))
    with acting(SYSTEM):
        if Export.objects.filter(request_id=request, state="asked").exists():
            obstacles.append(Obstacle("asked", str(EXPORT.states["asked"].th)))
    if obstacles or row.root_id is None:
        raise Conflict(obstacles)
    manifest = given_on(row, identities=identities, without=without).manifest
    export = Export(
        id=ids.new(), request_id=request, root_id=row.root_id, organisation_id=row.organisation_id, area_code=row.area_code,
        identities=identities, without=sorted(set(without)), manifest=manifest, asked_by_id=actor.person, asked_at=clock.now(),
    )
    export.save(force_insert=True)
    audit.record("export.prepare", "export", export.pk, root=row.root_id, basis="legal_duty", detail="identities" if identities else "")
    if identities:
        for_second(
            actor, verb="approve_export", kind="export", object_id=export.pk, root_id=export.root_id, number=row.root_number,
            organisation=row.organisation_id, area_code=row.area_code,
        )
    else:
        with acting(SYSTEM):
            EXPORT.advance(SYSTEM, Export, "release", id=export.pk, root=export.root_id, also={"lapses_at": clock.now() + OPEN_FOR})
    return export.pk


@EXPORT.does("approve")
@action
def approve_export(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Agree as the second person. Raises Conflict for whoever prepared it."""
    also = {"decided_by_id": actor.person, "decided_at": clock.now(), "lapses_at": clock.now() + OPEN_FOR}
    _decided(actor, EXPORT.advance(actor, Export, "approve", id=id, version=version, also=also))


@EXPORT.does("refuse")
@action
def refuse_export(actor: Actor, *, id: UUID, version: int | None = None, reason: str) -> None:  # noqa: A002
    """Do not agree, with a reason for whoever prepared it."""
    also = {"decided_by_id": actor.person, "decided_at": clock.now(), "reason": reason.strip()}
    _decided(actor, EXPORT.advance(actor, Export, "refuse", id=id, version=version, also=also))


@EXPORT.does("withdraw")
@action
def withdraw_export(actor: Actor, *, id: UUID, version: int | None = None) -> None:  # noqa: A002
    """Take it back before it was decided on."""
    EXPORT.advance(actor, Export, "withdraw", id=id, version=version)
    done(actor, id)


@action
def fetch_export(actor: Actor, *, id: UUID, form: str) -> Given:  # noqa: A002
    """What is given, made anew from what is there now; that it left is written down. Raises Hidden, Refused, Conflict when it may not leave (any more)."""
    export = get(actor, "export.prepare", Export, id, see="export.see", lock=True)
    if export.state != "approved" or export.lapses_at is None or export.lapses_at <= clock.now():
        raise Conflict([Obstacle("export", str(EXPORT.states[export.state].th))])
    with acting(SYSTEM):
        request = RightsRequest.objects.get(pk=export.request_id)
    if obstacles := giving(request, actor):
        raise Conflict(obstacles)
    given = given_on(request, identities=export.identities, without=export.without)
    if export.fetched_at is None:
        export.fetched_at = clock.now()
        export.save(update_fields=["fetched_at"])
    audit.record("export", "export", id, root=export.root_id, basis="legal_duty", detail=f"{form} {'identities' if export.identities else ''}".strip())
    return given


def _decided(actor: Actor, export: Export) -> None:
    done(actor, export.pk)
    with acting(SYSTEM):
        request = RightsRequest.objects.get(pk=export.request_id)
    for_officer(actor, verb="answer_rights", kind="rights", object_id=request.pk, number=request.number, due_at=request.due_at, urgency=3)
