"""Actors: who acts. A person with posts, the public, or a named job; and the context that tells audit and database so."""

from prasan.ground.actors.actor import PUBLIC, Actor, Post, acting, acting_since, current, database_settings, system

__all__ = ["PUBLIC", "Actor", "Post", "acting", "acting_since", "current", "database_settings", "system"]
