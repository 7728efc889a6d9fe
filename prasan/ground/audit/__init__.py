"""Audit: who did what to which record, when, on what basis; never the story. Append-only and chained.

Rows are collected during a unit of work and written last. Each unit draws one of 64 chains at random and locks its head as the last
thing before the commit, so that writers seldom meet. `tick` signs all heads together; `verify` proves chains and signatures.
"""

from prasan.ground.audit.record import hashed, record

__all__ = ["hashed", "record"]
