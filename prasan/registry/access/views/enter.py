"""The demonstration's door: press a card and be in. It exists only on a marked database, from this machine itself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from prasan.ground.screens import places, render
from prasan.registry.access import gates
from prasan.registry.access.actions import note_sign_in
from prasan.registry.access.queries import actor_for, cast_groups


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A card for each role with what that person does all day. Anywhere else this page does not exist."""
    if not gates.may_enter(request):
        raise Http404
    if request.method == "GET":
        return render(request, "access/enter.html", {"groups": cast_groups(each=6)})
    try:
        user = gates.enter_as(request, UUID(request.POST.get("user", "")))
    except ValueError as unreadable:
        raise Http404 from unreadable
    if user is None:
        raise Http404
    note_sign_in(actor_for(user, strong=True), user=user.pk, how="enter_as")
    return redirect(places.DESK)
