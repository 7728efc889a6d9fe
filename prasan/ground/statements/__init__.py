"""Statements: a cursor whose statements the database plans once."""

from prasan.ground.statements.planned import planned, sent_on

__all__ = ["planned", "sent_on"]
