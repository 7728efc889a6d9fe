"""Pages of results: periods that are over, one table at a time, and the strength of families by year."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from prasan.community.surveys.queries import results
from prasan.ground.http.asker import actor_of
from prasan.ground.screens import render
from prasan.ground.transactions import reading
from prasan.registry.access.gates import staff


@staff
@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """Periods that were counted."""
    with reading(actor_of(request)):
        rows = results.books(actor_of(request))
    return render(request, "surveys/books.html", {"rows": rows})


@staff
@require_GET
def book(request: HttpRequest, book_id: UUID) -> HttpResponse:
    """One question at one place."""
    with reading(actor_of(request)):
        page = results.results_of(actor_of(request), book_id, question=request.GET.get("q", ""), way=request.GET.get("at", ""))
    return render(request, "surveys/results.html", {"page": page, "at": request.GET.get("at", "")})


@staff
@require_GET
def strength(request: HttpRequest) -> HttpResponse:
    """Family strength by province in a year."""
    given = request.GET.get("year", "")
    with reading(actor_of(request)):
        found = results.strength(actor_of(request), int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else None)
    return render(request, "surveys/strength.html", {"found": found})
