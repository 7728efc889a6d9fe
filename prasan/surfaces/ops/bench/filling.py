"""`prasan bench filling`: a form with a long list on a slow telephone, a real Chromium 360 px wide whose processor is slowed to a quarter.

The list is that of all subdistricts. Needs the browser and what drives it (requirements-dev), which a site that serves does not have.
"""

import statistics
from typing import Any
from urllib.parse import urlsplit

from prasan.community.surveys.actions.shipping import OWNER
from prasan.ground.policy import system
from prasan.ground.transactions import reading
from prasan.registry.areas.models import Area
from prasan.registry.organisations.queries import organisation_id
from prasan.surfaces.ops.bench import calibration
from prasan.surfaces.ops.bench.forms import LABELS, TITLE, a_centre, member_of, publish, workbook
from prasan.surfaces.ops.bench.needs import CHROMIUM
from prasan.surfaces.ops.bench.sessions import begin
from prasan.surfaces.ops.bench.site import Site

SYSTEM = system("bench")
SLOWED = 4  # times: a telephone of the lower middle against an office machine
PIN = "271828"
OPENINGS = 5
TYPED = ("ท", "ทุ", "ทุ่ง", "ใน", "ในเมือง", "บ้าน", "บ้านใหม่", "หนอง", "หนองบัว", "ก", "คลอง", "ศรี", "โนน", "แม่", "พระ", "ไม่มีที่ไหน")
TARGETS: dict[str, Any] = {"select_most_ms": 300}
# From the letter to the first picture that shows what was found: the frame in which it was drawn, and a task after it.
LOOK = """(typed) => new Promise((done) => {
  const box = document.querySelector("[role=combobox]"), began = performance.now();
  box.value = typed;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done([performance.now() - began, document.querySelectorAll("[role=option]").length])));
})"""
OPEN = """(button) => new Promise((done) => {
  const began = performance.now();
  button.click();
  const look = () => document.querySelector("[role=combobox]") ? setTimeout(() => done(performance.now() - began)) : requestAnimationFrame(look);
  look();
})"""


def measure(site: Site) -> dict[str, Any]:
    """`size`: rows of the list. `select_ms`: the median over what is typed of the time until what was found is drawn, `select_most_ms` the longest;
    `open_s`: the median time from the tap on the form to its first question; all by the clock of the page.
    """
    from playwright.sync_api import sync_playwright  # not there on a site that serves

    session, rows = begin(member_of(a_centre())), _form()
    loops = [calibration.loop_ms()]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740}, locale="th-TH", timezone_id="Asia/Bangkok")
        context.add_cookies([{"name": "session", "value": session, "domain": str(urlsplit(site.url).hostname), "path": "/"}])
        page = context.new_page()
        _unlock(page)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        openings, looks, most = [], [], 0
        for _n in range(OPENINGS):
            openings.append(page.get_by_role("button", name=TITLE).first.evaluate(OPEN))
            page.locator("[role=combobox]").focus()
            page.wait_for_timeout(1000)  # a hand does not type in the moment in which a page opens
            for typed in TYPED:
                took, found = page.evaluate(LOOK, typed)
                looks.append(took)
                most = max(most, found)
            loops.append(calibration.loop_ms())
            page.goto("/fill/")
            _enter(page)
        browser.close()
    if not most:
        raise RuntimeError("nothing was found in the list")
    return {
        "size": rows,
        "results": {
            "slowed": SLOWED, "select_ms": round(statistics.median(looks), 1), "select_most_ms": round(max(looks), 1),
            "open_s": round(statistics.median(openings) / 1000, 2), "open_most_s": round(max(openings) / 1000, 2),
        },
        "calibration": calibration.told(loops), "targets": TARGETS,
    }


def _unlock(page: Any) -> None:
    page.goto("/fill/")
    page.fill("#pin", PIN)
    page.fill("#pin2", PIN)
    page.get_by_role("button", name="ตั้งเลขล็อก").click()
    page.get_by_role("button", name=TITLE).wait_for(timeout=60_000)


def _enter(page: Any) -> None:
    page.fill("#pin", PIN)
    page.get_by_role("button", name="เปิด", exact=True).click()
    page.get_by_role("button", name=TITLE).wait_for(timeout=60_000)


def _form() -> int:
    """Publish a form that asks for one of all subdistricts; returns how many there are to choose from."""
    survey = [
        ["type", "name", *LABELS, "appearance"],
        ["select_one_from_file subdistricts.csv", "place", "ตำบลหรือแขวง", "Subdistrict", "minimal autocomplete"],
        ["text", "words", "อยากบอกอะไร", "Anything to say", ""],
    ]
    publish(workbook("bench_long_list", survey=survey), organisation_id(*OWNER))
    with reading(SYSTEM):
        return Area.objects.filter(level="subdistrict", abolished_on=None).count()
