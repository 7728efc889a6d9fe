"""Telephones: who asks is a token and nobody's post. It gets the questions that are asked where its centre is, and never a word that anybody said.

Doors of telephones stand apart from those of people because the oracle of people has nothing to say of them; this is their own proof.
"""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from prasan.community.surveys.queries import devices
from prasan.surfaces.openrosa import door, pace
from prasan.surfaces.openrosa.views import serving
from tests.assurance import oracle
from tests.assurance.access.check import MARK
from tests.assurance.access.doors import APART, routes
from tests.assurance.access.scenes import Scene, Token, build
from tests.assurance.result import Result, seed
from tests.cast import Cast
from tests.surfaces.openrosa.collect import Collect, Inside, Offended, Queued

pytestmark = pytest.mark.django_db
SPOKEN = {"X-OpenRosa-Version": "1.0"}
ANSWER = '<data id="satisfaction" version="2569-1"><service>advice</service><better>{}</better><meta><instanceID>uuid:scene</instanceID></meta></data>'


def ours() -> list[str]:
    """The routes that stand apart because telephones ask for them."""
    pattern = next(pattern for pattern, _why, proof in APART if proof.endswith("test_telephones.py"))
    return [route for route in routes() if re.fullmatch(pattern, route)]


def versions(scene: Scene) -> list[UUID]:
    """Published ones, a draft, and one that there is not."""
    return [*scene.published, *scene.ids["draft"], uuid4()]


def ask(client: Client, route: str, version: UUID, token: str) -> tuple[int, str]:
    """What comes back: status and text."""
    path = f"/{route}".replace("<uuid:version>", str(version)).replace("<str:name>", "none.csv").replace("<str:token>", token)
    answer = client.get(path, headers=SPOKEN)
    return answer.status_code, answer.content.decode()


def check(result: Result, scene: Scene, cast: Cast) -> None:
    """Every token at every door, and whoever is signed in without one."""
    for held in scene.tokens:
        for route in ours():
            for version in versions(scene) if "version" in route else [uuid4()]:
                status, text = ask(Client(), route, version, held.token)
                result.compare(not MARK.search(text), f"LEAK: a telephone read somebody's words at {route}")
                if route.startswith("openrosa/test/"):
                    result.compare(status in {403, 405}, f"LEAK: a telephone got {status} at the address of a draft, {route}")
                elif "token" in route and "submission" not in route:
                    _opens(result, scene, held, route, version, status)
        listed(result, scene, held)
    for person in random.Random(seed()).sample(cast.everyone, 4):  # noqa: S311 - can be repeated
        for route in ours():
            status, text = ask(cast.client(person), route, versions(scene)[0], "none")
            result.compare(status in {401, 403, 405} and not MARK.search(text), f"LEAK: a signed-in {person.key} without a token got {status} at {route}")


def _opens(result: Result, scene: Scene, held: Token, route: str, version: UUID, status: int) -> None:
    if not held.live:
        result.compare(status == 403, f"LEAK: a telephone that was taken back got {status} at {route}")
    elif route.endswith(("form.xml", "manifest")):
        may = oracle.open_to_telephone(scene.published.get(version), held.place)
        result.compare(status == (200 if may else 404), f"{'REFUSED' if may else 'LEAK'}: a telephone in {held.place} got {status} at {route}")


def listed(result: Result, scene: Scene, held: Token) -> None:
    """The list of forms, by digest: as by token, and none that is not asked there."""
    pace.forget()
    app = Collect(Inside(Client()), "http://testserver/openrosa", name=held.name, secret=held.secret)
    try:
        found = {one[0] for one in app.listed()}
    except (Queued, Offended):
        found = None
    result.compare((found is not None) == held.live, f"{'REFUSED' if held.live else 'LEAK'}: name and secret of a telephone")
    if found is not None:
        result.compare("scene_draft" not in found, "LEAK: a draft is listed")
        here = oracle.open_to_telephone("40", held.place)
        result.compare(("scene_here" in found) == here, f"{'REFUSED' if here else 'LEAK'}: a form of one province, listed for a telephone in {held.place}")


@contextmanager
def any_area() -> Iterator[None]:
    """A form is given wherever the telephone is."""
    with patch.object(serving, "_allowed", lambda actor, version: serving.version_facts(serving._seeing(actor), id=version)):
        yield


@contextmanager
def revoked_still_opens() -> Iterator[None]:
    """A telephone that was taken back goes on."""
    def by_token(raw: str) -> object:
        row = devices.Device.objects.filter(token_hash=devices.digest(raw)).first()
        return None if row is None else devices._actor(row.pk, row.organisation_id, row.area_code, row.label, row.seen_on)

    with patch.object(door, "device_of_token", by_token):
        yield


@contextmanager
def a_session_is_enough() -> Iterator[None]:
    """Whoever is signed in is let in as the first telephone."""
    real, first = door._who, devices.Device.objects.filter(revoked_at=None).first()
    known = devices._actor(first.pk, first.organisation_id, first.area_code, first.label, first.seen_on)
    with patch.object(door, "_who", lambda request, token, **more: known if request.COOKIES else real(request, token, **more)):
        yield


@contextmanager
def words_are_told_back() -> Iterator[None]:
    """The answer to a telephone quotes what a centre was told."""
    real = door.message
    with patch.object(serving, "_served", lambda request, body, kind, **more: real(f"zqabcde001x {kind}", 200)):
        yield


FAULTS: tuple[Callable[[], object], ...] = (any_area, revoked_still_opens, a_session_is_enough, words_are_told_back)


def notices(scene: Scene, cast: Cast, fault: Callable[[], AbstractContextManager[object]]) -> bool:
    """Whether the check fails while the fault stands."""
    tried = Result("telephones", seed())
    with fault():
        check(tried, scene, cast)
    return bool(tried.failed)


def test_a_telephone_gets_questions_and_never_what_anybody_said(cast: Cast, frozen) -> None:
    scene, result = build(cast, frozen, seed()), Result("telephones", seed())
    check(result, scene, cast)
    assert result.tried > 150
    for fault in FAULTS:
        result.plant(fault.__name__, lambda fault=fault: notices(scene, cast, fault))
    assert not result.failures, "\n".join(result.failures)
    assert not result.missed, result.missed


def test_an_answer_of_another_centre_is_neither_read_nor_changed(cast: Cast, frozen) -> None:
    """Whoever knows the id of another centre's answer learns nothing by sending it anew, and the answer stands as it was told."""
    scene = build(cast, frozen, seed())
    there = next(one for one in scene.tokens if one.place.startswith("45"))
    for words in ("คำของคนอื่น", "คำแก้ของคนอื่น"):
        file = SimpleUploadedFile("answer.xml", ANSWER.format(words).encode(), "text/xml")
        answer = Client().post(f"/openrosa/key/{there.token}/submission", {"xml_submission_file": file}, headers=SPOKEN)
        assert not MARK.search(answer.content.decode())
    kept = cast.client(cast.centre).get(f"/answers/submissions/{scene.ids['submission'][0]}").content.decode()
    assert MARK.search(kept) and "คำของคนอื่น" not in kept and "คำแก้ของคนอื่น" not in kept
