"""The holidays that are written down are those of the package: when it is upgraded and says otherwise, the file is due."""

import pytest

from prasan.ground.clock import closed


@pytest.mark.parametrize("year", closed.YEARS)
def test_what_is_written_is_what_the_package_says(year):
    assert closed.closed(year) == closed.by_package(year)


def test_a_year_that_is_not_written_is_asked_of_the_package():
    assert 2050 not in closed.YEARS
    assert (12, 5) in closed.closed(2050)
