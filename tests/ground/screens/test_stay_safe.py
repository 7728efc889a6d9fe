"""The lean environment shows what Jinja's own would: everything escaped, texts in the reader's language, unknown names loud."""

import pytest
from django.utils import translation
from jinja2 import UndefinedError
from markupsafe import Markup


@pytest.mark.parametrize(("source", "shown"), [
    ("{{ x }}", "&lt;b&gt;"),
    ("{{ safe }}{{ 7 }}{{ none }}", "<i>7None"),
    ("{% macro m(a) %}<p>{{ a }}{{ caller() }}</p>{% endmacro %}{% call m(x) %}{{ x }}{% endcall %}", "<p>&lt;b&gt;&lt;b&gt;</p>"),
    ("{% set t %}{{ x }}{% endset %}{{ t }}", "&lt;b&gt;"),
    ("{{ x ~ safe }}{{ [x, safe] | join(',') }}", "&lt;b&gt;<i>&lt;b&gt;,<i>"),
    ("{{ _('%(n)s เรื่อง <i>', n=x) }}", "&lt;b&gt; เรื่อง <i>"),
    ("{% trans n=x %}{{ n }} เรื่อง{% endtrans %}", "&lt;b&gt; เรื่อง"),
    ("{{ _('ร้อยละ 5%%') }}", "ร้อยละ 5%"),
    ("{% for y in [x] %}{{ f(y) }}{% endfor %}", "&lt;b&gt;"),
])
def test_everything_is_escaped_once(drawn, source: str, shown: str) -> None:
    assert drawn(source, x="<b>", safe=Markup("<i>"), none=None, f=lambda y: y) == shown


def test_a_text_is_said_in_the_language_of_the_page(drawn) -> None:
    said = []
    for language in ("th", "en", "th"):
        with translation.override(language):
            said.append(drawn("{{ _('ออกจากระบบ') }}"))
    assert said[0] == said[2] == "ออกจากระบบ" != said[1]


def test_an_unknown_name_is_loud(drawn) -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ nobody }}")
