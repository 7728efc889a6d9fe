"""What many tests stand on, written once in a transaction around theirs: each test undoes its own writing, not this.

A test that stands on something else, or on nothing, or commits for real, lifts it first; the next one that wants it lays it anew.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction

MOST = 100  # tests on one ground: what they undid lies in PostgreSQL's tables as dead rows until the transaction ends


class Ground:
    """One ground of this process: `lay` before a test that stands on it, `lift` before any other that uses the database."""

    def __init__(self) -> None:
        self._written: Callable[[], None] | None = None
        self._atomic: transaction.Atomic | None = None
        self._tests = 0

    def lay(self, write: Callable[[], None]) -> None:
        """Have there what `write` writes; it is called unless that still stands."""
        if self._written is not write or self._tests >= MOST or not self._stands():
            self.lift()
            self._atomic = transaction.atomic()
            self._atomic.__enter__()
            self._tests = 0
            write()
            connection.check_constraints()  # now, or PostgreSQL would do it anew after each test
            self._written = write
        self._tests += 1

    def lift(self) -> None:
        """Undo it; a connection that was closed or cut off meanwhile has done so by itself."""
        atomic, self._atomic, self._written = self._atomic, None, None
        if atomic is not None and connection.in_atomic_block:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)

    @staticmethod
    def _stands() -> bool:
        """A test may have closed the connection, or PostgreSQL have ended a transaction that idled beside slow tests."""
        if connection.closed_in_transaction or not connection.in_atomic_block:
            return False
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True
