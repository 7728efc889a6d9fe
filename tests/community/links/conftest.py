"""Forms are made as in the tests of surveys."""

from tests.community.surveys.conftest import published

__all__ = ["published"]
