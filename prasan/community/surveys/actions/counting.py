"""Closing the books of a period: what was answered is counted at each centre, once. What comes later is kept, and not counted any more.

Results that could change from day to day would tell the single answer that made the difference.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from prasan.community.surveys.models import Answers, Book, FormVersion, Round, Submission, Tally
from prasan.community.surveys.queries.receiving import plan
from prasan.community.surveys.rules.counting import Count, Version
from prasan.ground import audit, clock, ids
from prasan.ground.policy import Actor
from prasan.ground.transactions import writing
from prasan.ground.transactions.put import put

GRACE = timedelta(days=7)  # telephones that come late
LATEST_QUARTERS = 2  # how far back a quarter that nobody counted is looked for


def close_books(actor: Actor) -> int:
    """Count every period that is over and was not counted; returns how many."""
    today, done = clock.today(), 0
    with writing(actor):
        rounds = list(Round.objects.filter(state__in=("running", "ended"), ends_on__lt=today - GRACE, book=None).order_by("ends_on")[:20])
    for one in rounds:
        with writing(actor):
            done += _close(one.form_id, Answers.objects.filter(round_id=one.pk), year=clock.fiscal_year(one.ends_on), round_=one.pk)
    for quarter, first, after in quarters(today):
        with writing(actor):
            span = Answers.objects.filter(round=None, received_at__gte=first, received_at__lt=after)
            counted = set(Book.objects.filter(quarter=quarter).values_list("form_id", flat=True))
            forms = set(span.order_by().values_list("form_id", flat=True).distinct()) - counted
        for form in sorted(forms):
            with writing(actor):
                done += _close(form, span.filter(form_id=form), year=int(quarter[:4]), quarter=quarter)
    return done


def quarters(today: date) -> list[tuple[str, datetime, datetime]]:
    """The last quarters that are over with their grace: name, from, before."""
    found = []
    year, number = clock.fiscal_year(today), clock.quarter(today)
    for _n in range(LATEST_QUARTERS):
        year, number = (year - 1, 4) if number == 1 else (year, number - 1)
        first = datetime.combine(clock.fiscal_span(year)[0], time(), clock.BANGKOK)
        since, until = clock.add_months(first, 3 * (number - 1)), clock.add_months(first, 3 * number)
        if clock.local(until).date() + GRACE <= today:
            found.append((f"{year}-{number}", since, until))
    return found


def _close(form: UUID, rows: Any, *, year: int, round_: UUID | None = None, quarter: str = "") -> int:
    rejected = set(Submission.objects.filter(form_id=form, state="rejected").values_list("id", flat=True))
    versions = FormVersion.objects.filter(form_id=form, published_at__isnull=False).only("id", "questions", "scoring")
    count = Count({one.pk: Version(one.questions, one.scoring, plan(one.pk).never) for one in versions})
    chosen = rows.filter(form_id=form).order_by("received_at", "submission_id", "place")
    for row in chosen.values_list("submission_id", "organisation_id", "area_code", "form_version_id", "repeat", "plain").iterator(chunk_size=2000):
        if row[0] not in rejected:
            count.add(*row)
    places = count.finished()
    book = Book(
        id=ids.new(), form_id=form, round_id=round_, quarter=quarter, year=year, submissions=sum(place.n for place in places.values()), made_at=clock.now(),
    )
    put([book])
    put([
        Tally(id=ids.new(), book_id=book.pk, organisation_id=centre, area_code=area, counts={"n": one.n, "answers": one.answers, "means": one.means})
        for (centre, area), one in places.items()
    ])
    audit.record("count", "book", book.pk, detail=f"{year} {book.submissions}")
    return 1
