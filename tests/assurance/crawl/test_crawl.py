"""S12: every page, as the public and as staff of several roles, in Chromium: strict headers, nothing loaded from elsewhere, nothing against the policy."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import Error as PlaywrightError

from prasan.ground import clock
from prasan.registry.areas import queries as areas
from tests import settings as test_settings
from tests.assurance.access.check import LISTS
from tests.assurance.access.doors import apart, doors, routes
from tests.assurance.access.scenes import Scene, build
from tests.assurance.result import Result, count, seed
from tests.cast import Cast, Person, lay_network
from tests.harness import browsing, serving

PAGES = count("S12-crawl", 24)
PUBLIC = ("/", "/report/", "/report/2", "/report/3", "/report/4", "/report/5", "/report/6", "/report/check", "/report/danger", "/report/silent", "/receipt",
          "/services", "/rights", "/privacy", "/access", "/safety", "/account/login/", "/account/login/lost", "/nothing-here", "/fill/")  # fmt: skip
ROLES = ("manager", "head", "intake", "hospital", "centre", "admin", "privacy", "province", "monitor", "outsider")
FILLING = re.compile(r"/fill(/|$)")
KEPT = re.compile(r"/fill/(door|rest|help)?$")  # the frame of web filling: the same for everybody, without a word about anybody, kept by the device
ENGINE = "'wasm-unsafe-eval'"  # of web filling alone (THREAT_MODEL.md)
DRAWING = "/fill/other"  # the page of drawings on maps, which shows nothing else
WANTED = {"x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin", "referrer-policy": ""}


@pytest.fixture
def laid(real_transactions: None) -> Iterator[tuple[serving.Site, Scene]]:
    """A site on which records of every kind lie."""
    lay_network()
    areas.forget()
    with clock.frozen("2026-11-20T09:00") as held:
        scene = build(Cast(), held, seed() % 1000)
    with serving.serving(test_settings.WORK) as running:
        yield running, scene


def check(result: Result, path: str, status: int, headers: Mapping[str, str], *, staff: bool) -> None:
    """The headers of one page."""
    policy = headers.get("content-security-policy", "")
    loose = [word for word in ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", " *") if word in policy]
    result.compare(policy and not (loose and not path.startswith(DRAWING)), f"{path}: the policy is {policy!r}")
    result.compare(ENGINE not in policy or FILLING.match(path), f"{path}: runs engines")
    for need in ("default-src", "frame-ancestors 'none'", "form-action", "base-uri", "object-src 'none'"):
        result.compare(need in policy or ("default-src 'none'" in policy and need == "object-src 'none'"), f"{path}: no {need} in {policy!r}")
    for name, value in WANTED.items():
        result.compare(name in headers and value in headers[name], f"{path}: {name} is {headers.get(name)!r}")
    result.compare(not staff or KEPT.match(path) or "no-store" in headers.get("cache-control", ""), f"{path}: may be kept: {headers.get('cache-control')!r}")
    result.compare(status < 500, f"{path}: {status}")


def crawl(result: Result, page: Page, paths: list[str], *, staff: bool) -> None:
    """Each page, loaded with all that it asks for."""
    for path in paths:
        try:
            answer = page.goto(path, wait_until="load")
        except PlaywrightError as saved:  # a file, which the browser saves and shows no page of
            if "Download is starting" not in str(saved):
                raise
            continue
        assert answer is not None
        if "text/html" in answer.headers.get("content-type", ""):
            check(result, path, answer.status, answer.headers, staff=staff)
            result.met("staff" if staff else "public")


def window(chromium: Browser, site: serving.Site, person: Person | None) -> Any:
    """A browser of the public, or of somebody who is signed in."""
    more: dict[str, Any] = {}
    if person is not None:
        cookie = {"name": "session", "value": Cast.client(person).cookies["session"].value, "url": site.url}
        more["storage_state"] = {"cookies": [{**cookie, "domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": True, "secure": False,
                                              "sameSite": "Strict"}], "origins": []}
        more["storage_state"]["cookies"][0].pop("url")
    return browsing.window(chromium, site.url, browsing.DESK, **more)


def pages_of(scene: Scene) -> list[str]:
    """One address of each route of the pages, and the lists."""
    found = [next(iter(doors(scene, route)), None) for route in routes() if not apart(route) and not route.startswith("api/")]
    return [*(path for path in LISTS if not path.startswith("/api")), *(door.path for door in found if door is not None)]


def test_no_page_loads_from_elsewhere_or_against_its_policy(chromium: Browser, laid: tuple[serving.Site, Scene]) -> None:
    (site, scene), result, met = laid, Result("S12-crawl", seed()), 0
    paths = pages_of(scene)
    for number, name in enumerate((None, *ROLES)):
        chosen = list(PUBLIC) if name is None else paths
        chosen = chosen if PAGES > 100 else chosen[number % 7 :: 7][: max(3, PAGES // (len(ROLES) + 1))]
        try:
            with window(chromium, site, getattr(scene.cast, name) if name else None) as page:
                crawl(result, page, _openable(chosen), staff=name is not None)
        except AssertionError as problem:
            result.compare(False, f"{name or 'public'}: {str(problem)[:300]}")
        met += len(chosen)
        if met >= PAGES:
            break
    for words, (text, headers) in PLANTED.items():
        result.plant(words, lambda text=text, headers=headers: noticed(chromium, site, scene, text, headers))  # type: ignore[misc]
    assert result.found["public"] and result.found["staff"]
    result.settle()


def _openable(paths: list[str]) -> list[str]:
    """Files that a browser would save open no page."""
    return [path for path in paths if not re.search(r"/files/|\.(csv|xlsx|pdf|json|xml)$|/download|/export|/print/|logout|/table|/xlsform", path)]


PLANTED: dict[str, tuple[str, dict[str, str]]] = {
    "a picture of another host": ('<img src="https://elsewhere.example/x.png" alt="">', {}),
    "a script in the page": ("<script>document.title = 'x'</script>", {}),
    "a style in the page": ("<p style='color: red'>x</p>", {}),
    "a page that may load anything": ("", {"content-security-policy": "default-src * 'unsafe-inline'"}),
    "a page without a policy": ("", {"content-security-policy": ""}),
    "a page that is kept": ("", {"cache-control": "max-age=600"}),
}


def noticed(chromium: Browser, site: serving.Site, scene: Scene, text: str, headers: dict[str, str]) -> bool:
    """Whether the crawl tells a page to which this was added."""
    found = Result("S12-crawl", seed())

    def spoil(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</body>", f"{text}</body>"), headers={**answer.headers, **headers})

    try:
        with window(chromium, site, scene.cast.manager) as page:
            page.route("**/desk/", spoil)
            crawl(found, page, ["/desk/"], staff=True)
            page.wait_for_timeout(200)
    except AssertionError:
        return True
    return bool(found.failed)
