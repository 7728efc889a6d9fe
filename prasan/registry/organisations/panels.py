"""Where later chapters meet the register of organisations: what they keep of an organisation of some type is there from its first moment on."""

from prasan.registry.organisations.rules import MADE

__all__ = ["MADE"]
