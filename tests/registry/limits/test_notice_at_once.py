"""Several workers ask for notices at once: each notice goes to one of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4

from django.db import connection

from prasan.ground.clock import BANGKOK
from prasan.ground.policy import system
from prasan.ground.transactions import writing
from prasan.registry.limits import actions, queries

WORKER = system("tests")
START = datetime(2026, 11, 20, 10, tzinfo=BANGKOK)
NOW = datetime(2026, 11, 21, 10, tzinfo=BANGKOK)


def ask(_):
    try:
        return [notice.limit_id for _ in range(5) for notice in actions.notices_due(WORKER, now=NOW, batch=3)]
    finally:
        connection.close()


def test_workers_share_the_notices(real_transactions):
    with writing(WORKER):
        actions.load_limits()
    root = uuid4()
    for _ in range(20):
        actions.start_limit(WORKER, rule_code="first_contact.emergency", root_kind="case", root_id=root, starts_at=START,
                            subject_kind="order", subject_id=uuid4())  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        given = [limit for some in pool.map(ask, range(4)) for limit in some]
    given += [notice.limit_id for notice in actions.notices_due(WORKER, now=NOW)]
    queries.forget()
    assert len(given) == len(set(given)) == 20
