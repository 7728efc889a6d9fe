"""The tests: `tests/<floor>/<chapter>/test_<verb>.py`, the house's own rules in `house/`, browser journeys in `journeys/`."""
