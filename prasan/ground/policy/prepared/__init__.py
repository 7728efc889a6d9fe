"""Queries that Django puts together once for each shape of actor, and that are only asked afterwards.

Writing the SQL of a scope costs far more than running it: a case page would spend half its time on that. Two actors have one shape when
their posts, organisations and areas make the same SQL with other values. So the query is built once with stand-ins for every id, area and
moment, and each time the real ones take their places. What is asked, and of whom, is exactly what the queryset says: nothing is decided here,
and nothing but SQL is kept.
"""

from prasan.ground.policy.prepared.asking import (
    ANYBODY,
    Row,
    change,
    count_of_texts,
    fetch,
    fetch_models,
    fetch_parts,
    fetch_together,
    forget,
    statement,
)

__all__ = ["ANYBODY", "Row", "change", "count_of_texts", "fetch", "fetch_models", "fetch_parts", "fetch_together", "forget", "statement"]
