"""Photographs of every page of a running demonstration, on a phone and on a desk, for people to look at; lists what a ruler can find.

    prasan demo --serve --port 8791
    python -m tests.harness.gallery http://127.0.0.1:8791 --out .test/gallery [--as ผู้จัดการรายกรณี ...] [--axe] [--each 2]

It enters as each role's first person, follows the links from the desk (never a form), keeps `each` pages of every shape of address, and
writes `<role>-<page>-<width>.png` cut into columns that fit a screen, and `found.txt`: sideways scroll, more than one main button,
small targets, text under 14 px, what axe says. Links only: nothing of the demonstration changes, but looking is logged.
"""

import argparse
import base64
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Response, sync_playwright

from tests.harness import browsing

PUBLIC = ("/", "/report/", "/report/danger", "/report/silent", "/receipt", "/services", "/rights", "/privacy", "/access", "/safety",
          "/enter", "/account/login/", "/account/login/lost", "/nothing-here")  # fmt: skip
STAFF = ("/desk/", "/reports/", "/reports/new", "/cases/", "/referrals/", "/register/", "/contact/", "/account/",
         "/access/duty", "/access/reviews", "/access/open", "/users/", "/desk/waiting", "/desk/unit", "/desk/area", "/desk/centre",
         "/desk/country", "/desk/log", "/desk/sent", "/desk/office", "/desk/hand-over", "/cases/load")  # fmt: skip
LEAVE = re.compile(r"/(logout|static|api|exit|files|components)\b|\?lang=")
SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
COLUMN = {browsing.PHONE["width"]: 1080, browsing.DESK["width"]: 1150}
COLUMNS = {browsing.PHONE["width"]: 3, browsing.DESK["width"]: 1}
RULER = """() => {
  const out = [], root = document.documentElement, box = n => n.getBoundingClientRect(), say = n => (n.textContent || n.name || "").trim().slice(0, 40);
  const named = n => n.tagName + "." + n.className + " " + say(n), all = s => [...document.querySelectorAll(s)];
  const seen = n => n.checkVisibility({checkVisibilityCSS: true}) && box(n).width > 2;
  if (root.scrollWidth > root.clientWidth) {
    const wide = all("body *").filter(n => box(n).right > root.clientWidth + 1 && !n.closest(".pr-scroll, .side, .path, .pr-vh"));
    out.push("sideways " + root.scrollWidth + ": " + wide.slice(0, 3).map(named).join(" | "));
  }
  const main = all(".pr-btn--main").filter(seen);
  if (main.length > 1) out.push("main buttons " + main.map(say).join(" / "));
  for (const n of all("button, .pr-btn, select, input:not([type=hidden]), summary, .tabs a")) {
    if (!seen(n) || n.closest(".pr-choice, .pr-vh, dialog")) continue;
    if (box(n).height < (innerWidth < 500 ? 43.5 : 24)) out.push("small " + Math.round(box(n).height) + " px: " + named(n));
  }
  for (const n of all("body *").filter(seen)) {
    const css = getComputedStyle(n);
    if (parseFloat(css.fontSize) < 14 && [...n.childNodes].some(c => c.nodeType == 3 && c.data.trim()) && !n.closest("kbd, .pr-vh, .pr-steps"))
      out.push("tiny text " + css.fontSize + " " + say(n));
    if (css.overflowX == "hidden" && n.clientWidth > 20 && n.scrollWidth > n.clientWidth + 1) out.push("cut " + n.tagName + "." + n.className);
  }
  if (all("h1").length != 1) out.push("h1 x " + all("h1").length);
  return [...new Set(out)];
}"""


@dataclass(frozen=True)
class Plan:
    """What to look at: `each` pages of one shape of address a role, with axe or not, into which folder."""

    url: str
    out: Path
    each: int
    axe: bool


def main() -> int:
    """Walk, photograph, and print how many pages were seen and what the ruler found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--out", type=Path, default=Path(".test/gallery"))
    parser.add_argument(
        "--as", dest="roles", nargs="*", default=None, help="words of a card on /enter (role, name or office)"
    )
    parser.add_argument("--only", default="", help="pattern of addresses to keep")
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--axe", action="store_true")
    parser.add_argument("--go", nargs="*", default=None, help="exactly these addresses, without following links")
    given = parser.parse_args()
    plan = Plan(given.url, given.out, given.each, given.axe)
    plan.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = browsing.launch(playwright)
        found = [
            line
            for role in _roles(given.roles)
            for line in _walk(chromium, plan, role, re.compile(given.only), given.go)
        ]
        chromium.close()
    (plan.out / "found.txt").write_text("\n".join(found) + "\n")
    print(f"{len(found)} findings in {plan.out / 'found.txt'}")
    return 0


def _roles(asked: list[str] | None) -> list[str]:
    return asked if asked is not None else [""]


def _walk(chromium: Browser, plan: Plan, role: str, only: re.Pattern[str], exactly: list[str] | None) -> Iterator[str]:
    with browsing.window(chromium, plan.url, browsing.DESK) as page:
        if role:
            _enter(page, role)
        signed_in = page.context.storage_state()
        with browsing.window(
            chromium, plan.url, browsing.PHONE, has_touch=True, is_mobile=True, storage_state=signed_in
        ) as phone:
            yield from _follow(page, phone, plan, role, only, exactly)


def _follow(
    page: Page, phone: Page, plan: Plan, role: str, only: re.Pattern[str], exactly: list[str] | None
) -> Iterator[str]:
    todo = deque(exactly if exactly is not None else STAFF if role else PUBLIC)
    kept: Counter[str] = Counter()
    done: set[str] = set()
    while todo:
        path = todo.popleft()
        shape = SHAPE.sub("one", urlsplit(path).path)
        if path in done or LEAVE.search(path) or kept[shape] >= plan.each:
            continue
        done.add(path)
        try:
            answer = page.goto(path)
        except Error as refused:  # an address that only takes posts answers without a page
            yield f"{path}: {str(refused).splitlines()[0]}"
            continue
        if _lacking(answer, role):
            continue
        if exactly is None:
            todo.extend(_links(page))
        if not only.search(path):
            kept[shape] += 1
            continue
        kept[shape] += 1
        name = re.sub(r"[^A-Za-z0-9]+", "-", shape).strip("-") or "home"
        yield from _photograph(
            (phone, page), plan, f"{role[:12]}-{name}-{kept[shape]}" if role else f"public-{name}", path
        )


def _lacking(answer: Response | None, role: str) -> bool:
    return (
        answer is None
        or "text/html" not in (answer.headers.get("content-type") or "")
        or (bool(role) and answer.status >= 400)
    )


def _enter(page: Page, role: str) -> None:
    page.goto("/enter")
    page.locator(".cast button", has_text=role).first.click()
    page.wait_for_load_state()


def _links(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("main a[href], nav a[href], .who a[href]", "nodes => nodes.map(n => n.href)")
    host = urlsplit(page.url).netloc
    parts = [urlsplit(href) for href in hrefs]
    return list(
        dict.fromkeys(part.path + (f"?{part.query}" if part.query else "") for part in parts if part.netloc == host)
    )


def _photograph(pages: tuple[Page, Page], plan: Plan, name: str, path: str) -> Iterator[str]:
    for page in pages:
        width = (page.viewport_size or browsing.DESK)["width"]
        page.goto(path)
        page.evaluate("document.fonts.ready")
        for line in page.evaluate(RULER):
            yield f"{name} {width} {path}: {line}"
        if plan.axe:
            try:
                browsing.check_accessibility(page)
            except AssertionError as found:
                yield f"{name} {width}: {found}"
        _keep(page, plan.out / f"{name}-{width}", width)


def _keep(page: Page, stem: Path, width: int) -> None:
    """The whole page in columns side by side, a few to a picture, so that a tall page can still be read."""
    picture = page.screenshot(full_page=True)
    tall = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    cut, across = COLUMN[width], COLUMNS[width]
    parts = max(1, -(-tall // cut))
    sheet = page.context.browser.new_page() if page.context.browser else page.context.new_page()
    source = base64.b64encode(picture).decode()
    for number in range(0, parts, across):
        shown = min(across, parts - number)
        sheet.set_viewport_size({"width": shown * (width + 12), "height": min(cut, tall)})
        columns = "".join(
            f'<div style="display:inline-block;width:{width}px;height:{min(cut, tall)}px;margin-right:12px;'
            f'background:#888 url(data:image/png;base64,{source}) 0 -{(number + at) * cut}px/{width}px {tall}px no-repeat"></div>'
            for at in range(shown)
        )
        sheet.set_content(f'<body style="margin:0;white-space:nowrap;font-size:0">{columns}')
        sheet.screenshot(path=f"{stem}-{number // across + 1}.png")
    sheet.close()


if __name__ == "__main__":
    sys.exit(main())
