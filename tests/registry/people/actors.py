"""Officers and persons of the tests of persons and contact: holders of access rows, and an outsider who has none."""

import uuid
from collections.abc import Iterable

from prasan.ground.policy import Actor, Post, Section, system
from prasan.registry.people.actions import add_person, give_sight

JOB = system("test")
SOME_CAUSE = uuid.UUID(int=1)


def officer(role: str = "case_manager", at: uuid.UUID | None = None) -> Actor:
    user, organisation = uuid.uuid4(), at or uuid.uuid4()
    post = Post(id=uuid.uuid4(), role=role, organisation=organisation, organisations=(organisation,), areas=("40",))
    return Actor(key=f"user:{user}", user=user, posts=(post,), strong=True)


def named(given: str, surname: str = "", *, kind: str = "given", **more: object) -> uuid.UUID:
    return add_person(JOB, facts={"sex": "f"}, names=[{"kind": kind, "given": given, "surname": surname}], **more)  # type: ignore[arg-type]


def show(
    actor: Actor, ids: Iterable[uuid.UUID], sections: Section = Section.IDENTITY, *, role: str = "", cause: uuid.UUID = SOME_CAUSE,
) -> None:
    subject = actor.posts[0].organisation if role else actor.user
    assert subject is not None
    give_sight(JOB, person_ids=ids, subject=subject, role=role, sections=sections, basis="public_task", cause=("case", cause))
