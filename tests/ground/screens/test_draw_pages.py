"""Frames, icons, words and errors: what every page has, and what none may have."""

import re
from pathlib import Path

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from jinja2 import UndefinedError

import prasan
from prasan.ground.screens import errors, flash, furniture, icons, render
from tests.ground.screens.conftest import SHELL, Draw

HOUSE = Path(prasan.__file__).parent
TEMPLATES = sorted(HOUSE.glob("*/*/templates/**/*.html"))
STATUSES = (400, 403, 404, 409, 413, 429, 500, 503)


def test_texts_are_escaped_and_macros_keep_it(drawn: Draw) -> None:
    page = drawn(
        '{% import "screens/buttons.html" as b %}{{ text }}{{ b.link(text, text) }}{{ text | nb }}{{ text | whole }}',
        text="<script>alert('x')</script>\" onclick=\"",
    )

    assert "<script>" not in page
    assert '" onclick' not in page
    assert page.count("&lt;script&gt;") == 5


def test_a_missing_name_is_an_error_only_when_it_would_be_shown(drawn: Draw) -> None:
    assert drawn("{% if nothing %}a{% else %}b{% endif %}") == "b"
    with pytest.raises(UndefinedError):
        drawn("{{ nothing }}")


def test_a_page_carries_the_icons_that_it_used_and_no_others(drawn: Draw) -> None:
    page = drawn('{{ icon("lock") }}{{ icon("lock") }}{{ icon("key") }}{{ sprite() }}')

    assert page.count('<symbol id="i-lock"') == 1
    assert page.count('href="#i-lock"') == 2
    assert page.count("<symbol") == 2
    with pytest.raises(KeyError):
        drawn('{{ icon("no-such-icon") }}')


def test_a_fragment_carries_its_icons_itself(drawn: Draw) -> None:
    part = drawn('{{ icon("lock") }}', RequestFactory().get("/", headers={"HX-Request": "true"}))

    assert "<use" not in part
    assert str(icons.lines("lock")) in part


def test_every_icon_named_in_a_template_or_in_python_is_there() -> None:
    known = set(icons.names())
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r"""icon(?:_name)?(?:\(|=)["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
    }

    assert len(named) > 20
    assert {pair for pair in named if pair[1] not in known} == set()


def test_forms_inside_macros_carry_the_token_against_forgery(drawn: Draw) -> None:
    page = drawn('{% import "screens/buttons.html" as b %}{{ b.post("รับ", "/x", {"id": "7"}) }}')

    assert 'name="csrfmiddlewaretoken" value="' in page
    assert '<input type="hidden" name="id" value="7">' in page


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"\sstyle\s*=", source)
    assert "<style" not in source
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", source)
    engines.all()[0].get_template(str(path.relative_to(next(p for p in path.parents if p.name == "templates"))))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["th", "en", "ms"])
def test_an_error_page_needs_no_database_and_leads_on(status: int, language: str) -> None:
    """No database: this test asks for none, and pytest-django refuses every query."""
    with translation.override(language):
        answer = errors.error(RequestFactory().get("/reports/7"), status)

    text = answer.content.decode()
    assert answer.status_code == status
    assert answer["Content-Language"] == language
    assert answer["Cache-Control"] == "no-store"
    assert f'<html lang="{language}">' in text
    assert "reports/7" not in text
    assert 'class="pr-exit"' in text
    assert "tel:1300" in text
    assert ("ก" in re.sub(r"<[^>]+>", "", text)) is (language == "th")


@pytest.mark.parametrize("status", [429, 503])
def test_wait_pages_say_how_long_in_words_and_in_the_header(status: int) -> None:
    answer = errors.error(RequestFactory().get("/"), status, retry_after=300)

    assert answer["Retry-After"] == "300"
    assert "5 นาที" in answer.content.decode()


def test_conflict_page_lists_what_is_open() -> None:
    obstacles = [{"code": "open_referrals", "text": "มีส่งต่อเปิดอยู่ 2", "link": "/cases/1#referrals"}]
    text = errors.error(RequestFactory().get("/"), 409, code="conflict", obstacles=obstacles).content.decode()

    assert '<a href="/cases/1#referrals">มีส่งต่อเปิดอยู่ 2</a>' in text


def test_exit_page_tells_nothing() -> None:
    text = render(RequestFactory().get("/exit"), "screens/exit.html").content.decode()

    assert not re.search(r"ประสาน|prasan|แจ้ง|รุนแรง|static|css", text, re.IGNORECASE)
    assert 'content="no-referrer"' in text
    assert 'http-equiv="refresh"' in text


@pytest.mark.urls("tests.ground.screens.pages")
@pytest.mark.parametrize("path", ["/question", "/error/404"])
def test_exit_is_second_in_tab_order_on_public_pages(path: str) -> None:
    text = Client().get(path).content.decode()
    body = text[text.index("<body") :]
    links = re.findall(r"<(?:a|button|input)\b[^>]*>", body)

    assert 'class="pr-skip"' in links[0]
    assert 'class="pr-exit"' in links[1]
    assert 'rel="noreferrer"' in links[1]


@pytest.mark.urls("tests.ground.screens.pages")
def test_title_of_a_public_page_is_neutral_and_counts_errors() -> None:
    def title(path: str) -> str:
        found = re.search(r"<title>(.*?)</title>", Client().get(path).content.decode(), re.DOTALL)
        assert found
        return found.group(1)

    assert title("/question") == "ขั้น 4 จาก 6 – ประสาน"
    assert title("/wrong") == "มี 3 จุดที่ต้องแก้ – ขั้น 4 จาก 6 – ประสาน"


@pytest.mark.urls("tests.ground.screens.pages")
def test_language_is_chosen_and_kept_else_thai_whatever_the_browser_says() -> None:
    client = Client(headers={"accept-language": "en-US,en"})

    assert "ออกจากหน้านี้ทันที" in client.get("/question").content.decode()
    assert "ออกจากหน้านี้ทันที" in client.get("/question?lang=xx'--").content.decode()
    chosen = client.get("/question?lang=ms")
    assert "Tinggalkan halaman ini sekarang" in chosen.content.decode()
    assert chosen.cookies["lang"].value == "ms"
    assert "Tinggalkan halaman ini sekarang" in client.get("/question").content.decode()


def test_pages_are_not_stored_unless_said() -> None:
    request = RequestFactory().get("/")

    assert render(request, "screens/exit.html")["Cache-Control"] == "no-store"
    assert render(request, "screens/exit.html", keep=60)["Cache-Control"] == "private, max-age=60"


def test_staff_frame_shows_who_and_where(drawn: Draw, signed_in: None) -> None:
    page = drawn('{% extends "screens/staff.html" %}', RequestFactory().get("/cases/17"))

    assert SHELL.name in page
    assert 'href="/cases/" aria-current="true"' in page
    assert page.count("aria-current") == 1
    assert page.index("pr-demo") < page.index('class="top"')


def test_no_browser_print_on_pages_of_a_case(drawn: Draw, signed_in: None) -> None:
    assert "pr-noprint" in drawn('{% extends "screens/staff.html" %}{% set noprint = true %}')
    assert "pr-noprint" not in drawn('{% extends "screens/staff.html" %}')


def test_flash_is_told_once_with_its_link(drawn: Draw) -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    flash(request, "รับเคสแล้ว <b>", link="เปิดเคส", href="/cases/1")
    source = '{% import "screens/notes.html" as notes %}{{ notes.flashes() }}'

    shown = drawn(source, request)
    assert "รับเคสแล้ว &lt;b&gt;" in shown
    assert '<a href="/cases/1">เปิดเคส</a>' in shown
    assert 'role="status"' in shown


def test_call_button_exists_only_where_contact_is_safe_now(drawn: Draw) -> None:
    source = '{% import "screens/case_parts.html" as parts %}{{ parts.safe_contact(s) }}'
    contact = {"headline": "…", "facts": [], "never": "พ่อเลี้ยง", "note": "", "call": "/call", "code_word": ""}

    assert 'href="/call"' in drawn(source, s={**contact, "state": "go"})
    for state in ("wait", "stop"):
        assert "/call" not in drawn(source, s={**contact, "state": state})
    unknown = drawn(source, s=None)
    assert "ห้ามติดต่อ" in unknown
    assert "pr-safe--stop" in unknown
    assert "พ่อเลี้ยง" in drawn(source, s={**contact, "state": "wait"})


def test_sealed_values_look_alike_whatever_they_hide(drawn: Draw) -> None:
    source = '{% import "screens/tables.html" as t %}{{ t.pairs(items) }}'
    short = drawn(source, items=[{"label": "ที่พัก", "value": "ก", "sealed": "ผู้พาไป"}])
    long = drawn(source, items=[{"label": "ที่พัก", "value": "บ้านเลขที่ 14 หมู่ 3", "sealed": "ผู้พาไป"}])

    assert short == long
    assert "14 หมู่ 3" not in long


def test_only_one_main_button_among_the_next_steps(drawn: Draw) -> None:
    steps = [{"title": f"งาน {n}", "act": "ทำ", "href": f"#{n}"} for n in range(4)]
    page = drawn('{% import "screens/case_parts.html" as p %}{{ p.next_steps(steps) }}', steps=steps)

    assert page.count("pr-btn--main") == 1


def test_demo_strip_survives_a_lost_database() -> None:
    from django.db import OperationalError

    def lost(request: object) -> bool:
        raise OperationalError

    before = furniture._demo_of[:]
    furniture.provide(demo=lost)
    try:
        assert errors.error(RequestFactory().get("/"), 503).status_code == 503
    finally:
        furniture._demo_of[:] = before
