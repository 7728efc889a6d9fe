"""Reading cases: the page, lists, and what other chapters ask."""
