"""Statements: a cursor whose statements the database plans once."""

from prasan.ground.statements.planned import planned

__all__ = ["planned"]
