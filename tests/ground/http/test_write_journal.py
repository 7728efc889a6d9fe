"""The journal: one event a line, in UTC, without anything that somebody typed."""

import logging
import sys

from prasan.ground.http.journal import Journal


def line(message: str, *args: object, error: Exception | None = None) -> str:
    record = logging.LogRecord("prasan.test", logging.ERROR, "x.py", 1, message, args, (type(error), error, error.__traceback__) if error else None)
    record.created = 1_800_000_000
    return Journal().format(record)


def test_a_line_tells_its_time_in_utc_its_level_and_its_name() -> None:
    assert line("job %s", "tick") == "2027-01-15T08:00:00Z ERROR prasan.test: job tick"


def test_a_request_forges_no_line() -> None:
    told = line("not found: %s", "/x\n2027-01-15T08:00:00Z ERROR prasan: all is well\r\u2028\x1b[2J")
    assert told.splitlines() == [told]
    assert "\\n2027" in told
    assert "\x1b" not in told


def test_an_exception_is_told_by_kind_and_place_and_never_by_its_text() -> None:
    def deeper() -> None:
        raise ValueError("CANARY who told the story")

    try:
        try:
            deeper()
        except ValueError as first:
            raise RuntimeError("CANARY again") from first
    except RuntimeError as error:
        told = line("failed", error=error)
    assert "RuntimeError" in told
    assert "ValueError at deeper" in told
    assert "CANARY" not in told


def test_every_handler_of_the_site_writes_so() -> None:
    from django.conf import settings

    assert {name for handler in settings.LOGGING["handlers"].values() for name in [handler["formatter"]]} == {"plain"}
    assert settings.LOGGING["formatters"]["plain"]["()"] == "prasan.ground.http.journal.Journal"
    assert sys.modules["prasan.ground.http.journal"].Journal is Journal
