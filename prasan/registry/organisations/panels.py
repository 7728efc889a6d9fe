"""Where later chapters meet the register of organisations: what they keep of an organisation of some type is there from its first moment on."""

from collections.abc import Callable, Collection
from uuid import UUID

from prasan.ground.panels import Registry

MADE: Registry[Callable[[Collection[UUID]], None]] = Registry("what is written when organisations of a type are made")
"""By type of organisation: called with the ids of new ones, inside the transaction that makes them."""
