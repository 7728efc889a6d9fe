"""Who asks: what the gate of a page or of the API found out, in one place."""

from django.http import HttpRequest

from prasan.ground.policy import PUBLIC, Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who makes this request, as far as is known; the public, which may see no record, where no gate stands."""
    return getattr(request, "actor", PUBLIC)
